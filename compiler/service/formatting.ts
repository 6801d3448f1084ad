/** The one layout of `strat fmt`, as edits that leave alone the lines that have it already. */
import { format } from '../../grammar/format/format.ts';
import { longestCommon } from '../diff/common.ts';
import type { Edit } from '../edits.ts';
import type { Analysis } from './analysis.ts';

/**
 * Line ends stay as the text has them, which an editor decides and not the layout. Empty for a text with mistakes: only
 * its author knows what was meant.
 */
export function formatEdits({ text, file }: Analysis): readonly Edit[] {
  const { text: formatted } = format(text, file);
  if (formatted === null) return [];
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  return lineEdits(linesOf(text), linesOf(formatted.replaceAll('\n', lineEnd)));
}

/** Those that touch a stretch of the text. */
export function formatEditsIn(analysis: Analysis, from: number, to: number): readonly Edit[] {
  return formatEdits(analysis).filter(({ start, end }) => start <= to && end >= from);
}

/** Each with its line end; the last may have none. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
}

function lineEdits(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const edits: Edit[] = [];
  let [i, j, at] = [0, 0, 0];
  const replace = (untilBefore: number, untilAfter: number) => {
    const end = at + before.slice(i, untilBefore).join('').length;
    const text = after.slice(j, untilAfter).join('');
    if (end > at || text !== '') edits.push({ start: at, end, text });
    [i, j, at] = [untilBefore, untilAfter, end];
  };
  for (const [same, sameAfter] of longestCommon(before, after, (a, b) => a === b)) {
    replace(same, sameAfter);
    [i, j, at] = [i + 1, j + 1, at + before[i]!.length];
  }
  replace(before.length, after.length);
  return edits;
}
