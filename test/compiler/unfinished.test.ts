/**
 * What somebody sees while typing: S2 broken off at every character, and with every token left out or replaced. One
 * slip is one message or two, rarely three, and never a cascade.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../compiler/diagnostic.ts';
import { compileText } from './support.ts';

const S2 = readFileSync('strategies/s2_filter_negative.strat', 'utf8');
const TOKENS = [...S2.matchAll(/#[^\n]*|"[^"\n]*"|\d[\w.:%-]*|[A-Za-z_]\w*|[<>=!]=|\.\.|[^\w\s]/g)].filter(
  ([text]) => !text.startsWith('#'),
);

function findings(text: string): readonly Diagnostic[] {
  return compileText(text).diagnostics;
}

/** How many texts have 0, 1, 2, … diagnostics; `most` are told of the worst, with what they are. */
function expectAtMost(most: number, texts: readonly string[]): number[] {
  const counts: number[] = [];
  for (const text of texts) {
    const found = findings(text);
    if (found.length > most)
      throw new Error(`${found.map(({ code, message }) => `${code}: ${message}`).join('\n')}\n${text}`);
    counts[found.length] = (counts[found.length] ?? 0) + 1;
  }
  return counts;
}

test('the whole file is clean', () => {
  expect(findings(S2)).toEqual([]);
});

describe('broken off', () => {
  test('at every character: the block left open, what is expected next, and a word half written', () => {
    const counts = expectAtMost(
      3,
      Array.from(S2, (_, end) => S2.slice(0, end)),
    );
    expect((counts[3] ?? 0) / S2.length).toBeLessThan(0.05);
  });

  test('what is wrong further up is told all the same, and all else is told at the end', () => {
    const wrong = S2.replace('sp500 as of', 'sp5000 as of');
    const at = wrong.indexOf('sp5000 as of');
    for (let end = wrong.indexOf('features {'); end < wrong.length - 2; end += 7) {
      const found = findings(wrong.slice(0, end));
      expect(found.some(({ span }) => span.start === at)).toBe(true);
      expect(found.length).toBeLessThanOrEqual(4);
    }
  });

  test('what is not written yet is not missing', () => {
    const codes = findings(S2.slice(0, S2.indexOf('label next_return'))).map(({ code }) => code);
    expect(codes).toEqual(['unclosed-block']);
  });
});

describe('one token', () => {
  const without = ({ index, 0: text }: RegExpExecArray, instead: string) =>
    S2.slice(0, index) + instead + S2.slice(index + text.length);

  test('left out: at most two', () => {
    const counts = expectAtMost(
      2,
      TOKENS.map((token) => without(token, '')),
    );
    expect(counts[1]! / TOKENS.length).toBeGreaterThan(0.9);
  });

  // `model ; {` has neither a kind nor a block: the one slip that costs more.
  test.each([
    ['zzz', 3],
    ['5', 3],
    ['(', 3],
    [')', 3],
    ['{', 3],
    ['+', 3],
    ['"x"', 3],
    [';', 7],
  ])('replaced by %s: at most %i', (instead, most) => {
    const counts = expectAtMost(
      most,
      TOKENS.map((token) => without(token, ` ${instead} `)),
    );
    expect(counts.slice(3).reduce((sum, count) => sum + (count ?? 0), 0) / TOKENS.length).toBeLessThan(0.03);
  });
});
