/** The permutation test: what is shuffled, and what stays as it is. */
import { expect, test } from 'vitest';
import { Progress } from '../../../runtime/evidence/progress.ts';
import { handing, shuffledBooks, shuffledOf } from '../../../runtime/evidence/shuffled.ts';
import type { BookResult } from '../../../runtime/results.ts';
import { madeUpMarket } from './support.ts';

const shape = { stocks: 6, sessions: 50 };
/** Every stock's prediction is its own number on all sessions. */
const constant = () => Float64Array.from({ length: 300 }, (_, at) => Math.floor(at / 50));
const within = (values: Float64Array, first = 0, end = 50) => ({ values, evaluation: { first, end } });
const column = (values: Float64Array, stock: number) => [...values.subarray(stock * 50, (stock + 1) * 50)];

test('whole histories are handed on, each to one stock, another way at every draw', () => {
  const hand = handing(within(constant()), shape);
  const taken = Array.from({ length: 6 }, (_, stock) => new Set(column(hand(1, 0), stock)));
  expect(taken.every((values) => values.size === 1)).toBe(true);
  expect(taken.flatMap((values) => [...values]).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(hand(1, 1)).not.toEqual(hand(1, 0));
  expect(hand(1, 0)).toEqual(hand(1, 0));
});

test('on every session the same stocks have the same numbers among them; outside the test none has any', () => {
  const values = constant();
  for (let at = 0; at < 300; at += 7) values[at] = Number.NaN;
  const handed = handing(within(values, 10, 40), shape)(3, 2);
  for (let t = 0; t < 50; t++) {
    const of = (panel: Float64Array) => Array.from({ length: 6 }, (_, i) => panel[i * 50 + t]!);
    if (t < 10 || t >= 40) expect(of(handed).every(Number.isNaN)).toBe(true);
    else {
      expect(of(handed).map(Number.isNaN)).toEqual(of(values).map(Number.isNaN));
      expect(of(handed).sort()).toEqual(of(values).sort());
    }
  }
});

test('p counts the strategy among the orders, and books that lost everything as worse', async () => {
  const market = madeUpMarket({ stocks: 6, sessions: 50 });
  const inputs = { market, predictions: within(constant()) as never, seed: 1, books: 4, sharpe: 1 };
  const sharpes = [0.5, 2, null, 1];
  let book = 0;
  const run = () =>
    ({
      figures: { net: { sharpe: sharpes[book] } },
      decisions: { flags: [{ flat: false }, { flat: book++ === 1 }], decided: [7, 8] },
    }) as unknown as BookResult;
  const progress = new Progress({ emit() {} }, undefined, 4);
  // Of five orders, this one included, those with 2 and 1 and its own are at least as good.
  expect(await shuffledOf(inputs, run, progress)).toEqual({ sharpes: [0.5, 1, 2], books: 4, stopped: 1, p: 3 / 5 });
});

test('the more a market holds, the fewer books', () => {
  expect([shuffledBooks(100, 250), shuffledBooks(1000, 250), shuffledBooks(5000, 6300)]).toEqual([200, 80, 20]);
});
