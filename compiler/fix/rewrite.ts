/** Changes that take more of the text than what is blamed: calls, arguments, statements that stand in a wrong place. */
import type { BlockType } from '../../grammar/tree.ts';
import type { SpanEdit } from '../edits.ts';
import { insertLines } from './lines.ts';
import { homeOf, lineOf, removal, removed, type Site, statementAt } from './site.ts';

/** Methods that follow one another, as other languages have them, are one call: `close.rolling(20).mean()`. */
const CHAINED = /^\s*\.\s*\w+(?=\()/;

/** A value with its methods and subscripts, or a call; no argument with a name, no words in a row. */
const VALUE = /^[$\w.]+(?:[([].*)?$/s;

/** What is blamed is all of the call, or the name before its parentheses. Null where those are not closed. */
export function rewrittenCall(text: string, { span, text: source }: Site): readonly SpanEdit[] | null {
  if (!VALUE.test(source.slice(span.start, span.end))) return null;
  let end = span.end;
  let first: string | null = null;
  while (source.charAt(end) === '(') {
    const closing = closingAt(source, end);
    if (closing === null) return null;
    first ??= source.slice(end + 1, closing);
    end = closing + 1;
    const next = CHAINED.exec(source.slice(end, end + LONGEST))?.[0];
    if (next !== undefined) end += next.length;
  }
  if (text.includes('$arguments') && first === null) return null;
  return [{ span: { ...span, end }, text: text.replace('$arguments', first ?? '') }];
}

const LONGEST = 80;

/** Of the parenthesis that opens there, on the same line. */
function closingAt(text: string, open: number): number | null {
  let depth = 0;
  for (let at = open; at < text.length && !/[\r\n#{}]/.test(text.charAt(at)); at++) {
    if (text.charAt(at) === '(') depth++;
    else if (text.charAt(at) === ')' && --depth === 0) return at;
  }
  return null;
}

/** With the comma before it. */
export function withoutArgument({ span, text }: Site): readonly SpanEdit[] | null {
  const before = /,\s*$/.exec(text.slice(Math.max(0, span.start - LONGEST), span.start))?.[0].length;
  const written = /^[^,(){}\r\n#]*/.exec(text.slice(span.start, span.start + 2 * LONGEST))?.[0].length ?? 0;
  const end = span.start + written;
  // What goes on in parentheses of its own is not taken apart.
  if (before === undefined || !/[,)]/.test(text.charAt(end))) return null;
  return [{ span: { ...span, start: span.start - before, end }, text: '' }];
}

/** `costs us_large_cap { … }`: the name goes, and is included. */
export function included(name: string, site: Site): readonly SpanEdit[] | null {
  const lines = insertLines([`include ${name}`], homeOf(site, null), site);
  if (lines === null) return null;
  return [{ span: { ...site.span, start: site.span.start - 1 }, text: '' }, ...lines];
}

/** One that could not be read in its place is the line that it stands on. */
export function moved(to: BlockType | 'strategy', site: Site): readonly SpanEdit[] | null {
  const statement = statementAt(site);
  const taken = statement === null ? removed(lineOf(site), site) : removal(site);
  const { start, end } = statement?.span ?? lineOf(site);
  const home = homeOf(site, to);
  if (taken === null || (home?.kind === 'strategy' && to !== 'strategy')) return null;
  const put = insertLines([site.text.slice(start, end)], home, site);
  return put === null ? null : [...taken, ...put].toSorted((a, b) => a.span.start - b.span.start);
}
