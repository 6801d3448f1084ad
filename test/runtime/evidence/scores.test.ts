/** Scores of the baselines: what they are, and that they never see what comes after. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrderOf, momentumScores, reversalScores } from '../../../runtime/evidence/scores.ts';
import type { Market } from '../../../runtime/market.ts';
import { madeUpMarket } from './support.ts';

const { NaN: none } = Number;

test('12-1 momentum is the return from a year ago to a month ago, and reversal the loss of five sessions', () => {
  const market = madeUpMarket({ stocks: 1, sessions: 300, close: (_, t) => 100 + t });
  // At t = 260 a year ago is session 8 and a month ago session 239: 339 / 108 − 1.
  expect(momentumScores(market, 0)[260]).toBeCloseTo(339 / 108 - 1, 14);
  expect(momentumScores(market, 0)[251]).toBeNaN();
  // Decided at the open, all is a session older.
  expect(momentumScores(market, 1)[261]).toBeCloseTo(339 / 108 - 1, 14);
  expect(reversalScores(market, 0)[260]).toBeCloseTo(1 - 360 / 355, 14);
});

test('predictions are handed out in the order of the scores', () => {
  const shape = { stocks: 4, sessions: 1 };
  const predictions = Float64Array.of(0.1, 0.4, 0.2, none);
  expect(inOrderOf(Float64Array.of(7, 5, 6, 1), predictions, shape)).toEqual(Float64Array.of(0.4, 0.1, 0.2, none));
  expect(inOrderOf(Float64Array.of(1, 1, 1, 1), predictions, shape)).toEqual(Float64Array.of(0.1, 0.2, 0.4, none));
  // Of three predictions two scores take the least and the greatest.
  expect(inOrderOf(Float64Array.of(2, none, 1, 1), predictions, shape)).toEqual(Float64Array.of(0.4, none, 0.1, none));
});

/** Every close from session `cut` on is another. */
function changedFrom(market: Market, cut: number): Market {
  const n = market.sessions.length;
  const close = market.bars.close.map((value, at) => (at % n >= cut ? value * 3 + 1 : value));
  return { ...market, bars: { ...market.bars, close } };
}

test('what comes after a session changes no score up to it', () => {
  const market = madeUpMarket({ stocks: 3, sessions: 320, seed: 5 });
  const before = (scores: Float64Array, cut: number) => scores.map((value, at) => (at % 320 < cut ? value : 0));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 319 }), fc.integer({ min: 0, max: 1 }), (cut, lag) => {
      const changed = changedFrom(market, cut);
      for (const scores of [momentumScores, reversalScores]) {
        // A score of session t reads closes up to t − lag.
        expect(before(scores(changed, lag), cut + lag)).toEqual(before(scores(market, lag), cut + lag));
      }
    }),
    { numRuns: 50, seed: 1 },
  );
});
