import { expect } from 'vitest';
import { parse } from '../../grammar/parse.ts';
import { PROBLEM_FACTS, type ProblemCode } from '../../grammar/problems.ts';
import type { ParseResult } from '../../grammar/tree.ts';

/** A source in which «…» marks stretches of text: the text without the marks, and where they were. */
export function marked(source: string): { text: string; spans: { start: number; end: number }[] } {
  const spans: { start: number; end: number }[] = [];
  const open: { start: number; end: number }[] = [];
  let text = '';
  for (const character of source) {
    if (character === '«') {
      const span = { start: text.length, end: -1 };
      spans.push(span);
      open.push(span);
    } else if (character === '»') open.pop()!.end = text.length;
    else text += character;
  }
  return { text, spans };
}

/** Parses and holds the problems to exactly these codes, in order, at exactly the marked places. */
export function expectProblems(source: string, ...codes: ProblemCode[]): ParseResult {
  const { text, spans } = marked(source);
  const result = parse(text, 'test.strat');
  const found = result.problems.map(({ code, span }) => `${code} at ${span.start}..${span.end}`);
  expect(found, `in ${text.slice(0, 2000)}`).toEqual(
    spans.map(({ start, end }, i) => `${codes[i]} at ${start}..${end}`),
  );
  expect(codes.length).toBe(spans.length);
  for (const { code, facts } of result.problems) {
    const table: readonly string[] = PROBLEM_FACTS[code as ProblemCode];
    const required = table.filter((name) => !name.endsWith('?')).map((name) => name.replace('[]', ''));
    expect(Object.keys(facts)).toEqual(expect.arrayContaining(required));
    for (const [name, value] of Object.entries(facts)) {
      expect(table.map((known) => known.replace(/\[\]|\?/, ''))).toContain(name);
      expect(Array.isArray(value)).toBe(table.includes(`${name}[]`));
    }
  }
  return result;
}
