/** What grows around a place when an editor selects more and more: a word, its expression, its statement, its block. */
import type { Span } from '../../grammar/span.ts';
import type { Analysis } from './analysis.ts';
import { pathAt } from './path.ts';

/** The stretches around an offset, each wider than the one before; the last is the whole text. */
export function selectionAt({ main }: Analysis, offset: number): readonly Span[] {
  const around = pathAt(main.tree, offset).map(({ span }) => span);
  return around
    .filter(({ start, end }, i) => i === 0 || start !== around[i - 1]!.start || end !== around[i - 1]!.end)
    .toReversed();
}
