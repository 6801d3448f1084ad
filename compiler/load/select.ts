/** Pass 3: which of the file's strategies is meant. */

import { nearest } from '../../configs/nearest.ts';
import type { Strategy } from '../../grammar/tree.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { LoadedFile } from './files.ts';

export function selectStrategy(
  main: LoadedFile,
  wanted: string | undefined,
  diagnostics: Diagnostics,
): Strategy | null {
  const { strategies } = main.declarations;
  const all = [...strategies.values()];
  const start = { file: main.file, start: 0, end: 0 };
  if (wanted !== undefined) {
    const found = strategies.get(wanted);
    if (found !== undefined) return found;
    const names = [...strategies.keys()];
    return diagnostics.report('unknown-strategy', start, { name: wanted, nearest: nearest(wanted, names), names });
  }
  if (all.length === 1) return all[0] ?? null;
  if (all.length > 1) {
    return diagnostics.report('several-strategies', all[1]?.name.span ?? start, { names: [...strategies.keys()] });
  }
  // What a broken file would have declared is not known; its syntax errors say enough.
  if (main.brokenAt.length > 0) return null;
  return diagnostics.report('no-strategy', start, {});
}
