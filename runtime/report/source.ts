/** Strategy source as marked-up lines. A reader's aid, not a parser: it colours what it knows and leaves the rest. */
import { html, type Markup } from './markup.ts';

const KEYWORDS = new Set(
  (
    'use strategy extends param in universe features label model split portfolio execution costs risk paper include ' +
    'allow no members normalize fitted on long short top bottom by where gross and or not then as of'
  ).split(' '),
);

const TOKEN =
  /(?<comment>#.*)|(?<text>"(?:[^"\\]|\\.)*"?)|(?<number>(?<![\w.])\d[\d_]*(?:-\d\d-\d\d|:\d\d|\.(?!\.)\d*)?(?:[eE]-?\d+)?(?:[KMB]\b)?(?:\s?(?:%|bps\b|USD\b)|[dwmy]\b)?)|(?<word>[A-Za-z_]\w*)/g;

export function highlighted(source: string): Markup[] {
  const lines = source.split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map(highlightedLine);
}

function highlightedLine(line: string): Markup {
  const parts: (Markup | string)[] = [];
  let at = 0;
  for (const match of line.matchAll(TOKEN)) {
    const style = styleOf(match);
    if (style === null) continue;
    parts.push(line.slice(at, match.index), html`<span class="${style}">${match[0]}</span>`);
    at = match.index + match[0].length;
  }
  parts.push(line.slice(at));
  return html`${parts}`;
}

function styleOf({ groups }: RegExpMatchArray): 'c' | 't' | 'v' | 'k' | null {
  if (groups!.comment !== undefined) return 'c';
  if (groups!.text !== undefined) return 't';
  if (groups!.number !== undefined) return 'v';
  return KEYWORDS.has(groups!.word ?? '') ? 'k' : null;
}
