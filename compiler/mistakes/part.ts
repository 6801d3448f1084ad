/** The text of a statement that could not be parsed, and telling on a part of it. */
import type { Span } from '../../grammar/span.ts';
import type { TellingCode } from '../messages/mistakes.ts';
import type { Telling } from './tell.ts';

/** Enough for any statement that a person writes; bounds what patterns look at. */
const LONGEST = 400;

export interface Statement {
  readonly text: string;
  readonly start: number;
  readonly file: string;
}

/** What stands between the ends of statements around a place, without a comment. */
export function statementAt({ start: at, file }: Span, text: string): Statement {
  const before = text.slice(Math.max(0, at - LONGEST), at);
  const opened = before.length - (/[^\n\r;{]*$/.exec(before)?.[0].length ?? 0);
  const blanks = /^\s*/.exec(text.slice(at - before.length + opened, at + LONGEST))?.[0].length ?? 0;
  const start = at - before.length + opened + blanks;
  const written = /^[^\n\r;}#]*/.exec(text.slice(start, start + LONGEST))?.[0] ?? '';
  return { text: written.trimEnd(), start, file };
}

/** @param part where it begins and ends in the statement */
export function tellPart(
  code: TellingCode,
  { text, start, file }: Statement,
  [from, to]: readonly [number, number],
  instead: readonly string[],
): Telling {
  return { code, span: { file, start: start + from, end: start + to }, facts: { text: text.slice(from, to), instead } };
}
