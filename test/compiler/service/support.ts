/** Texts in which `|` marks where the caret is, as the service reads them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Analysis, analyse } from '../../../compiler/service/analysis.ts';
import { resolver } from '../support.ts';

export const ROOT = join(import.meta.dirname, '../../..');

/** `\|` would be one in the text; no strategy has it. */
export function at(marked: string): { readonly analysis: Analysis; readonly offset: number } {
  const offset = marked.indexOf('|');
  if (offset < 0) throw new Error('the text has no caret: |');
  return { analysis: read(marked.slice(0, offset) + marked.slice(offset + 1)), offset };
}

export function read(text: string): Analysis {
  return analyse({ file: 'mine.strat', text }, resolver());
}

/** Every strategy and library that comes with the package, by name. */
export function shipped(): readonly (readonly [name: string, text: string])[] {
  return ['strategies', 'stdlib', 'examples'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.strat'))
      .map((name): readonly [string, string] => [`${folder}/${name}`, readFileSync(join(ROOT, folder, name), 'utf8')]),
  );
}
