/** What counts as a hypothesis tried on the same test, and what the count does to the Sharpe ratio. */
import { expect, test } from 'vitest';
import type { Plan } from '../../../compiler/plan.ts';
import { luckOf, type Trial, triedOnSameUniverse } from '../../../runtime/evidence/trials.ts';

const days = (first: number, n: number) =>
  Array.from({ length: n }, (_, i) => new Date(Date.UTC(2020, 0, first + i)).toISOString().slice(0, 10));

const trial = (planHash: string, over: Partial<Trial> = {}): Trial => ({
  strategy: 's',
  planHash,
  members: { source: 'constituents', index: 'sp500' },
  data: 'bars',
  sessions: days(1, 4),
  net: [0.01, -0.01, 0.02, 0],
  ...over,
});

const own = { hash: 'own', universe: { members: trial('own').members } as Plan['universe'] };
const universe = (all: readonly Trial[]) => triedOnSameUniverse(own, 'bars', all).map(({ planHash }) => planHash);
/** Hypotheses besides this one. */
const others = (all: readonly Trial[]) =>
  luckOf(trial('own'), triedOnSameUniverse(own, 'bars', all), 252).hypotheses - 1;

test('a distinct plan on the same universe, data and sessions counts once, this one not among the others', () => {
  expect(others([trial('b'), trial('a'), trial('own'), trial('a')])).toBe(2);
});

test('another universe or other data are another test; another strategy is not', () => {
  expect(
    universe([
      trial('list', { members: { source: 'list', tickers: ['A'] } }),
      trial('seed', { data: 'other bars' }),
      trial('name', { strategy: 'another' }),
    ]),
  ).toEqual(['name']);
});

test('half of the sessions make it the same test, fewer do not', () => {
  expect(others([trial('two of four', { sessions: days(3, 4) })])).toBe(1);
  expect(others([trial('one of four', { sessions: days(4, 4) })])).toBe(0);
});

test('of one plan run twice the longer record is taken', () => {
  const short = trial('a', { net: [0.01, 0.01, 0.02, 0.5] });
  const longer = trial('a', { sessions: days(1, 5), net: [0, 0, 0, 0.1, 0.5] });
  const luck = (tried: readonly Trial[]) => luckOf(trial('own'), tried, 252).luckySharpe;
  expect(luck([short, longer])).toBe(luck([longer]));
  expect(luck([short, longer])).not.toBe(luck([short]));
});

test('a single trial deflates nothing', () => {
  const run = trial('own', {
    sessions: days(1, 40),
    net: Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? -0.01 : 0.01)),
  });
  const luck = luckOf(run, [], 252);
  expect(luck).toMatchObject({ hypotheses: 1, luckySharpe: 0, overfitting: null });
  expect(luck.deflatedSharpe).toBe(luck.probabilisticSharpe);
});

test('the lucky Sharpe ratio is that of the paper for the trials there are, over the sessions shared', () => {
  // Sharpe ratios of alternating returns a, b: mean (a + b)/2, sd |a − b|/2 · √(n/(n−1)) with n = 40.
  const alternating = (a: number, b: number) => Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? a : b));
  const run = trial('own', { sessions: days(1, 40), net: alternating(0.02, -0.01) });
  const other = trial('other', {
    sessions: days(1, 50),
    net: [...alternating(0.01, -0.01), ...alternating(9, 9).slice(30)],
  });
  const scale = Math.sqrt(39 / 40);
  const [first, second] = [(0.005 / 0.015) * scale, 0];
  const variance = (first - second) ** 2 / 2;
  // N = 2: Φ⁻¹(1/2) = 0, Φ⁻¹(1 − 1/(2e)) = 0.90045259663779 (Python: NormalDist().inv_cdf(1 - 1/(2*e))).
  const expected = Math.sqrt(variance) * 0.5772156649015329 * 0.9004525966377903;
  const luck = luckOf(run, [other], 252);
  expect(luck.hypotheses).toBe(2);
  expect(luck.luckySharpe).toBeCloseTo(expected * Math.sqrt(252), 9);
  expect(luck.deflatedSharpe!).toBeLessThan(luck.probabilisticSharpe!);
  expect(luck.overfitting).toMatchObject({ hypotheses: 2, splits: 12870 });
});

test('who never held anything has no Sharpe ratio to deflate by, and is no candidate of the choice that overfits', () => {
  const held = (planHash: string, phase: number) =>
    trial(planHash, { sessions: days(1, 40), net: Array.from({ length: 40 }, (_, i) => 0.01 * Math.sin(i + phase)) });
  const inCash = (planHash: string) => trial(planHash, { sessions: days(1, 40), net: new Array<number>(40).fill(0) });
  const luck = luckOf(held('own', 0), [held('a', 1), inCash('b')], 252);
  expect(luck).toMatchObject({ hypotheses: 3, deflatedBy: 2, overfitting: { hypotheses: 2 } });
  expect(luckOf(held('own', 0), [inCash('b')], 252).overfitting).toBeNull();
  // Of a book in cash the figure would be that of the others.
  expect(luckOf(inCash('own'), [held('a', 1), held('b', 2)], 252)).toMatchObject({ deflatedBy: 2, overfitting: null });
});
