/** Fixes done to a text. One that was formatted is formatted afterwards too: columns move with what stands in them. */
import { format } from '../../grammar/format/format.ts';
import { applySpanEdits, type SpanEdit } from '../edits.ts';

/** The edits of one file, with what formatting adds to them; as they are in a text that is not formatted. */
export function tidied(edits: readonly SpanEdit[], text: string, file: string): readonly SpanEdit[] {
  if (format(text, file).text !== text.replaceAll('\r\n', '\n')) return edits;
  const edited = applySpanEdits(text, edits);
  const formatted = format(edited, file).text?.replaceAll('\n', text.includes('\r\n') ? '\r\n' : '\n');
  return formatted === undefined || formatted === edited ? edits : [lineEdit(text, formatted, file)];
}

/** The one edit of whole lines that makes one text of the other. */
function lineEdit(before: string, after: string, file: string): SpanEdit {
  const [was, is] = [before, after].map((text) => text.split(/(?<=\n)/)) as [string[], string[]];
  let top = 0;
  while (top < Math.min(was.length, is.length) && was[top] === is[top]) top++;
  let bottom = 0;
  const most = Math.min(was.length, is.length) - top;
  while (bottom < most && was[was.length - 1 - bottom] === is[is.length - 1 - bottom]) bottom++;
  const lengthOf = (lines: readonly string[]) => lines.reduce((sum, { length }) => sum + length, 0);
  const start = lengthOf(was.slice(0, top));
  const end = before.length - lengthOf(was.slice(was.length - bottom));
  return { span: { file, start, end }, text: is.slice(top, is.length - bottom).join('') };
}
