/** A short run of `scripts/fuzz.ts`, which runs for as long as one likes, and what long runs have found. */
import { expect, test } from 'vitest';
import { random } from '../../runtime/random.ts';
import { mutate } from './mutate.ts';
import { verifySound } from './sound.ts';
import { SOURCES } from './sources.ts';

const RUNS = 4_000;

test(`${RUNS} texts that nobody would write`, () => {
  let slowest = 0;
  for (let input = 0; input < RUNS; input++) {
    const text = mutate(SOURCES, random(20, input));
    const before = performance.now();
    try {
      verifySound(text);
    } catch (error) {
      throw new Error(`input ${input} of seed 20:\n${text}`, { cause: error });
    }
    slowest = Math.max(slowest, performance.now() - before);
  }
  expect(slowest).toBeLessThan(1_000);
});

test('the same seed, the same text', () => {
  expect(mutate(SOURCES, random(1, 2))).toBe(mutate(SOURCES, random(1, 2)));
});

/** Smallest parts of what failed, by what was wrong. */
const FOUND: Readonly<Record<string, string>> = {
  'a row of number signs took exponentially long to be told from a file without statements': `${'# '.repeat(500)}\nx = 1`,
  'two strategies without a name were said to share it': 'strategy {\n}\nstrategy {\n}',
  'a param above the largest number was said to be Infinity':
    'use base\nstrategy mine extends base {\n param k=1e308k\n}',
  'a rate near the largest number was infinitely many percent':
    'use base\nstrategy mine extends base {\n costs { borrow 1e308k bps per year }\n}',
  'a share that rounds to nothing took minus infinity sessions for half of the way':
    'use base\nstrategy mine extends base {\n portfolio {\n  smooth ewma(1e-320M)\n  rebalance weekly\n }\n}',
  'a lone `;` was no empty file, and its layout was': ';',
  'twice the largest count was an infinite number of names':
    'use base\nstrategy mine extends base {\n param k = 1e308\n universe { members [AAPL] }\n}',
  'a suffix that objects of JavaScript have made a number of nothing':
    'use base\nstrategy mine extends base {\n param k = 5toString\n}',
  'a method that objects of JavaScript have was looked up in a table': 'average = close.rolling().hasOwnProperty',
};

test.each(Object.entries(FOUND))('%s', (_, text) => {
  const before = performance.now();
  verifySound(text);
  expect(performance.now() - before).toBeLessThan(1_000);
});
