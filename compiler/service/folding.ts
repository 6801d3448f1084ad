/** What of a text may be folded away: blocks, what stands in their braces, and comments of several lines. */
import { lex } from '../../grammar/lexer.ts';
import type { Analysis } from './analysis.ts';

export interface Fold {
  readonly kind: 'block' | 'comment' | 'uses';
  /** From the end of the first line that stays to the end of the last that goes, as offsets. */
  readonly start: number;
  readonly end: number;
}

/** By braces rather than by the tree, so that a mistake unfolds nothing. In source order of their beginnings. */
export function foldsOf({ text, file, main }: Analysis): readonly Fold[] {
  const { tokens, comments } = lex(text, file);
  const folds: Fold[] = [];
  const open: number[] = [];
  for (const { image, startOffset } of tokens) {
    if (image === '{') open.push(startOffset + 1);
    else if (image === '}' && open.length > 0) folds.push({ kind: 'block', start: open.pop()!, end: startOffset });
  }
  const first = main.tree.uses[0]?.span;
  const last = main.tree.uses.at(-1)?.span;
  if (first !== undefined && last !== undefined) folds.push({ kind: 'uses', start: first.end, end: last.end });
  folds.push(...commentFolds(text, comments));
  return folds.filter(({ start, end }) => /[\r\n]/.test(text.slice(start, end))).sort((a, b) => a.start - b.start);
}

/** Comments on lines of their own that follow one another. */
function commentFolds(
  text: string,
  comments: readonly { readonly image: string; readonly startOffset: number }[],
): readonly Fold[] {
  const folds: { kind: 'comment'; start: number; end: number }[] = [];
  for (const { image, startOffset } of comments) {
    const end = startOffset + image.length;
    const previous = folds.at(-1);
    const between = previous === undefined ? '' : text.slice(previous.end, startOffset);
    if (previous !== undefined && /^(\r\n|\r|\n)[^\S\r\n]*$/.test(between)) previous.end = end;
    else if (/(^|[\r\n])[^\S\r\n]*$/.test(text.slice(0, startOffset))) folds.push({ kind: 'comment', start: end, end });
  }
  return folds;
}
