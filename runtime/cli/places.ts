/** Places in sources as people name them. */
import { basename } from 'node:path';
import type { Sources } from '../../compiler/diagnostic.ts';
import { lineStarts, positionAt } from '../../compiler/text.ts';
import type { Span } from '../../grammar/span.ts';

/** `line 41` of the file that is spoken of, `core14:3` of another; without the line where the text is not at hand. */
export function placesIn(sources: Sources, file: string): (span: Span) => string {
  const starts = new Map<string, readonly number[]>();
  const lineOf = ({ file: at, start }: Span): number | null => {
    const text = sources.get(at);
    if (text === undefined) return null;
    const lines = starts.get(at) ?? lineStarts(text);
    starts.set(at, lines);
    return positionAt(start, lines).line + 1;
  };
  return (span) => {
    const line = lineOf(span);
    if (span.file === file && line !== null) return `line ${line}`;
    const name = basename(span.file, '.strat');
    return line === null ? name : `${name}:${line}`;
  };
}
