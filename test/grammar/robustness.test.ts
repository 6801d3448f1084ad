import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_PROBLEMS, parse } from '../../grammar/parse.ts';
import type { ParseResult } from '../../grammar/tree.ts';
import { printed } from './printed.ts';

const SOURCES = globSync('{strategies,stdlib}/**/*.strat')
  .toSorted()
  .map((path) => readFileSync(path, 'utf8'));

/** Whatever was read: a tree that can be walked and printed, problems in order, within the file and within bounds. */
function expectSound({ file, problems }: ParseResult, text: string): void {
  printed(file);
  expect(problems.length).toBeLessThanOrEqual(MOST_PROBLEMS + 1);
  const bounds = [-1, ...problems.map(({ span }) => span.start), Number.POSITIVE_INFINITY];
  expect(bounds.every((start, i) => i === 0 || start > bounds[i - 1])).toBe(true);
  verifySpans([file, problems], text.length);
}

function verifySpans(value: unknown, length: number): void {
  if (typeof value !== 'object' || value === null) return;
  if ('start' in value && 'end' in value) {
    const { start, end } = value as { start: number; end: number };
    if (!(start >= 0 && start <= end && end <= length)) throw new Error(`span ${start}..${end} of ${length}`);
  } else for (const inner of Object.values(value)) verifySpans(inner, length);
}

/** A file cut, doubled, and sprinkled with bytes and pieces of the language. */
const PIECES = [
  ...'{}()[]"=:;,.-+*/^%#<>!@\n\t \\\0é',
  ' .. ',
  'strategy ',
  'limit ',
  'portfolio {',
  'not ',
  '5 bps',
  '2020-01-01',
  '\r\n',
];

describe('any input', () => {
  it('20,000 mutated files: no throw, a sound tree, at once', () => {
    const edit = fc.tuple(
      fc.nat(),
      fc.nat({ max: 30 }),
      fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 3 })),
    );
    let slowest = 0;
    fc.assert(
      fc.property(fc.constantFrom(...SOURCES), fc.array(edit, { minLength: 1, maxLength: 4 }), (source, edits) => {
        let text = source;
        for (const [where, length, piece] of edits) {
          const at = where % (text.length + 1);
          text = text.slice(0, at) + piece + text.slice(at + (length > 20 ? 0 : length));
        }
        const before = performance.now();
        const result = parse(text, 'test.strat');
        slowest = Math.max(slowest, performance.now() - before);
        expectSound(result, text);
      }),
      { numRuns: 20_000, seed: 7 },
    );
    expect(slowest).toBeLessThan(2000);
  });

  it('random characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) =>
        expectSound(parse(text, 'test.strat'), text),
      ),
      { numRuns: 3000, seed: 7 },
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES, 'x', ' y ', '3'), { maxLength: 80 }), (pieces) => {
        expectSound(parse(pieces.join(''), 'test.strat'), pieces.join(''));
      }),
      { numRuns: 3000, seed: 7 },
    );
  });
});

describe('large input', () => {
  const seconds = (text: string) => {
    const before = performance.now();
    expectSound(parse(text, 'test.strat'), text);
    return (performance.now() - before) / 1000;
  };

  it.each([
    '@',
    '{',
    '}',
    '(',
    'a ',
    '"x ',
    '{a ',
    '1 ',
    '= ',
    'x=-',
    'x=(1\n',
    'a{\n',
    'label x=1\n',
    'x = a + b\n',
    'risk {\n limit weight 20%\n',
  ])('a megabyte of %j', (piece) => {
    expect(seconds(piece.repeat(Math.floor(1_000_000 / piece.length)))).toBeLessThan(20);
  });

  it('10,000 mistakes, ten times as long as 1,000 (within reason)', () => {
    const mistakes = (count: number) => `portfolio p {\n${'  long top k gross 65%\n'.repeat(count)}}`;
    seconds(mistakes(1000));
    const few = Math.min(...[1, 2, 3].map(() => seconds(mistakes(1000))));
    const many = Math.min(...[1, 2, 3].map(() => seconds(mistakes(10_000))));
    expect(many / few).toBeLessThan(40);
  });

  it('a file of 10 MB is refused at once', () => {
    expect(seconds('x = close\n'.repeat(1_000_000))).toBeLessThan(0.5);
  });
});
