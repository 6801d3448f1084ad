/** Places in sources as people name them. */
import { basename } from 'node:path';
import type { Sources } from '../../compiler/diagnostic.ts';
import type { Place } from '../../compiler/diff/json.ts';
import { lineStarts, positionAt } from '../../compiler/text.ts';
import type { Span } from '../../grammar/span.ts';

export function locateIn(sources: Sources): (span: Span) => Place {
  const starts = new Map<string, readonly number[]>();
  return ({ file, start }) => {
    const text = sources.get(file);
    if (text === undefined) return { file, line: null };
    const lines = starts.get(file) ?? lineStarts(text);
    starts.set(file, lines);
    return { file, line: positionAt(start, lines).line + 1 };
  };
}

/** `line 41` of the file that is spoken of, if one is, and `core14:3` of any other. */
export function placesIn(sources: Sources, spokenOf: string | null): (span: Span) => string {
  const locate = locateIn(sources);
  return (span) => {
    const { file, line } = locate(span);
    const name = basename(file, '.strat');
    if (line === null) return name;
    return file === spokenOf ? `line ${line}` : `${name}:${line}`;
  };
}
