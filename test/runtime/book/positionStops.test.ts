/** Stops of single positions. Long-only books of one name unless said, without cost, filled at the close. */
import { describe, expect, it } from 'vitest';
import type { NameFormula } from '../../../runtime/book/nameFormula.ts';
import type { BookRules, PositionStopRule } from '../../../runtime/book/types.ts';
import { close, run } from './run.ts';
import { FREE, legOf, NO_LIMITS, type RuleChanges, rulesFor, sessionFor } from './support.ts';

const NONE = Number.NaN;
const LONG_ONLY: RuleChanges = { long: legOf(1, 1), short: null, costs: FREE };

type FigureName = 'position_return' | 'position_drawdown' | 'position_age';

function stopOn(
  figure: FigureName,
  comparison: '<' | '>',
  limit: number,
  changes: Partial<PositionStopRule> = {},
): PositionStopRule {
  const left: NameFormula = ({ figures }) => figures[figure]!;
  const right: NameFormula = ({ stocks }) => new Float64Array(stocks.length).fill(limit);
  return { text: figure, left, comparison, right, resumeAfter: null, resumeWhen: null, ...changes };
}

function rulesWith(stop: PositionStopRule, changes: RuleChanges = {}): BookRules {
  return rulesFor({ ...LONG_ONLY, positionStops: [stop], ...changes });
}

const A_FIRST = [3, 2, 1];
const B_FIRST = [2, 3, 1];

/** A at each of these prices, B and C at 100. */
function sessions(prices: readonly number[], scores: readonly (readonly number[])[] = []) {
  return prices.map((price, t) => sessionFor([price, 100, 100], scores[t] ?? A_FIRST));
}

describe('a stop-loss', () => {
  const stop = stopOn('position_return', '<', -0.08);

  it('closes the position, tells the figure and its limit, and stays out while the book wants the name', () => {
    // 93 is 7% below 100; 91 is 9%. All of equity is in it: it drifts to all of it.
    const { decisions, row, cuts } = run(rulesWith(stop), sessions([100, 93, 91, 95, 120]));
    expect([0, 1, 2, 3, 4].map((d) => row(decisions.held, d)[0])).toEqual([1, 1, 0, 0, 0]);
    expect(row(decisions.target, 4)[0]).toBe(1);
    expect(cuts).toEqual([
      {
        decision: 2,
        stock: 0,
        by: 'position_return',
        figure: 91 / 100 - 1,
        most: -0.08,
        before: expect.closeTo(1, 12),
        after: 0,
      },
    ]);
  });

  it('lets the name in again once the book has let go of it', () => {
    const scores = [A_FIRST, A_FIRST, A_FIRST, B_FIRST, A_FIRST];
    const { decisions, row } = run(rulesWith(stop), sessions([100, 100, 90, 90, 90], scores));
    expect([0, 1, 2, 3, 4].map((d) => row(decisions.held, d))).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
    ]);
  });

  it('goes by the average price of what was bought', () => {
    // Half at 100. At 110 it has drifted to 0.55 / 1.05 = 11/21 of equity, and 10/21 is bought: the average is
    // (11 · 100 + 10 · 110) / 21 = 2200/21 = 104.76. At 96 it has lost 1 − 96 · 21 / 2200 = 8.36%, and since 100 only 4%.
    const rules = rulesWith(stop, { limits: { ...NO_LIMITS, turnover: 0.5 } });
    const { decisions, row, cuts } = run(rules, sessions([100, 110, 96]));
    expect([0, 1, 2].map((d) => row(decisions.held, d)[0])).toEqual(close([0.5, 1, 0]));
    expect(cuts.at(-1)).toEqual(
      expect.objectContaining({ decision: 2, figure: expect.closeTo((96 * 21) / 2200 - 1, 12) }),
    );
  });

  it('is not moved by what is sold: reducing leaves the average as it was', () => {
    // All at 100; half is sold at 120 because of the weight limit that a session later binds. 91 is still 9% below 100.
    const scores = [A_FIRST, A_FIRST, A_FIRST];
    const all = sessions([100, 120, 91], scores);
    const halved = stopOn('position_return', '<', -0.08);
    const rules = rulesWith(halved, { limits: { ...NO_LIMITS, volume: { most: 1, of: 'volume' } } });
    const volumes = [10, 0.6, 10];
    const { cuts, decisions, row } = run(
      rules,
      all.map((session, t) => sessionFor([...session.price], A_FIRST, { rows: { volume: [volumes[t]!, 10, 10] } })),
    );
    // Equity 1.2 at the second close: 0.6 USD of it are half.
    expect(row(decisions.held, 1)[0]).toBeCloseTo(0.5, 12);
    expect(cuts.at(-1)).toEqual(expect.objectContaining({ decision: 2, by: 'position_return', figure: 91 / 100 - 1 }));
  });

  it('of a short counts what it loses as the price rises', () => {
    const short: RuleChanges = { long: null, short: legOf(1, 0.5), costs: FREE };
    // C is shorted at 100; at 109 it has lost 9%.
    const prices = [100, 107, 109].map((price) => sessionFor([50, 100, price], A_FIRST));
    const { decisions, row, cuts } = run(rulesFor({ ...short, positionStops: [stop] }), prices);
    expect(row(decisions.held, 2)).toEqual([0, 0, 0]);
    expect(cuts).toEqual([expect.objectContaining({ stock: 2, figure: -(109 / 100 - 1), most: -0.08 })]);
  });

  it('sells off schedule, and beyond the limit of turnover', () => {
    const rules = rulesWith(stop, { limits: { ...NO_LIMITS, turnover: 0.6 } });
    const all = sessions([100, 100, 90]).map((session, t) => ({ ...session, scheduled: [t < 2] }));
    const { decisions, row } = run(rules, all);
    expect([0, 1, 2].map((d) => row(decisions.held, d)[0])).toEqual([0.6, 1, 0]);
    expect(decisions.turnover[2]).toBe(1);
    expect(decisions.flags[2]!.rebalance).toBe(false);
  });

  it('leaves the limit of turnover to all other trades', () => {
    // 40% of trades: A and B to 20% each. A loses a fifth, which is 4% of equity, and goes. B, drifted to 20/96, is to
    // go and C to come to 50%: 17/24 in all, of which 0.4 / (17/24) = 9.6/17 may be traded.
    const rules = rulesWith(stop, { long: legOf(2, 1), limits: { ...NO_LIMITS, turnover: 0.4 } });
    const { row, decisions } = run(rules, sessions([100, 80], [A_FIRST, [3, 1, 2]]));
    expect(row(decisions.held, 0)).toEqual(close([0.2, 0.2, 0]));
    expect(row(decisions.held, 1)).toEqual(close([0, (20 / 96) * (7.4 / 17), (0.5 * 9.6) / 17]));
    expect(decisions.turnover[1]).toBeCloseTo(16 / 96 + 0.4, 12);
  });

  it('waits for a price, and sells when there is one', () => {
    const all = [100, 100, 90, NONE, 95].map((price) => sessionFor([price, 100, 100], A_FIRST));
    const { decisions, row } = run(rulesWith(stop, { fill: 'next close' }), all);
    // Bought at the second close. Decided on the third, to be filled at the fourth, which has no price, and so at the fifth.
    expect([0, 1, 2, 3].map((d) => row(decisions.held, d)[0])).toEqual([1, 1, 1, 0]);
  });
});

describe('a trailing stop', () => {
  const stop = stopOn('position_drawdown', '>', 0.05);

  it('goes by the best price since the position was entered', () => {
    // 113 is 1 − 113/120 = 5.8% below 120, and a gain of 13%.
    const { decisions, row, cuts } = run(rulesWith(stop), sessions([100, 120, 115, 113]));
    expect([0, 1, 2, 3].map((d) => row(decisions.held, d)[0])).toEqual([1, 1, 1, 0]);
    expect(cuts[0]!.figure).toBeCloseTo(1 - 113 / 120, 12);
  });

  it('of a short goes by the lowest', () => {
    const short: RuleChanges = { long: null, short: legOf(1, 0.5), costs: FREE };
    const prices = [100, 80, 85].map((price) => sessionFor([50, 100, price], A_FIRST));
    const { cuts } = run(rulesFor({ ...short, positionStops: [stop] }), prices);
    expect(cuts).toEqual([expect.objectContaining({ decision: 2, stock: 2, figure: expect.closeTo(85 / 80 - 1, 12) })]);
  });
});

it('a take-profit closes what has made enough', () => {
  const { decisions, row } = run(rulesWith(stopOn('position_return', '>', 0.2)), sessions([100, 120, 121]));
  expect([0, 1, 2].map((d) => row(decisions.held, d)[0])).toEqual([1, 1, 0]);
});

it('a time stop closes what has been held for so many sessions', () => {
  const { decisions, row, cuts } = run(rulesWith(stopOn('position_age', '>', 2)), sessions([100, 100, 100, 100]));
  expect([0, 1, 2, 3].map((d) => row(decisions.held, d)[0])).toEqual([1, 1, 1, 0]);
  expect(cuts[0]!.figure).toBe(3);
});

describe('a resume', () => {
  it('lets the name in so many sessions after the stop', () => {
    const stop = stopOn('position_return', '<', -0.08, { resumeAfter: 2 });
    const { decisions, row } = run(rulesWith(stop), sessions([100, 90, 90, 90, 90]));
    expect([0, 1, 2, 3, 4].map((d) => row(decisions.held, d)[0])).toEqual([1, 0, 0, 1, 1]);
  });

  it('waits for its condition besides', () => {
    const stop = stopOn('position_return', '<', -0.08, { resumeAfter: 1, resumeWhen: 'calm' });
    const calm = [0, 0, 0, 1, 1];
    const all = [100, 90, 90, 90, 90].map((price, t) =>
      sessionFor([price, 100, 100], A_FIRST, { rows: { calm: [calm[t]!, 0, 0] } }),
    );
    const { decisions, row } = run(rulesWith(stop), all);
    expect([0, 1, 2, 3, 4].map((d) => row(decisions.held, d)[0])).toEqual([1, 0, 0, 1, 1]);
  });

  it('goes by the strictest of several that trip at once: until the book lets go', () => {
    const soon = stopOn('position_return', '<', -0.08, { text: 'soon', resumeAfter: 1 });
    const late = stopOn('position_return', '<', -0.05, { text: 'late' });
    const { decisions, row, cuts } = run(
      rulesFor({ ...LONG_ONLY, positionStops: [soon, late] }),
      sessions([100, 90, 90, 90]),
    );
    expect([1, 2, 3].map((d) => row(decisions.held, d)[0])).toEqual([0, 0, 0]);
    expect(cuts.map(({ by }) => by)).toEqual(['soon', 'late']);
  });
});

it('a position that begins anew begins with a price and an age of its own', () => {
  const stop = stopOn('position_return', '<', -0.08, { resumeAfter: 1 });
  // Sold at 90, bought again at 90: 84 is 6.7% below that, and 16% below the first price.
  const { decisions, row } = run(rulesWith(stop), sessions([100, 90, 90, 84]));
  expect([0, 1, 2, 3].map((d) => row(decisions.held, d)[0])).toEqual([1, 0, 1, 1]);
});

it('the shadow book of a volatility target has no stops', () => {
  const stop = stopOn('position_return', '<', -0.08);
  const target = { perYear: 0.1, window: 2, lo: 0.5, hi: 2 };
  const stopped = run(rulesWith(stop, { volatilityTarget: target }), sessions([100, 90, 99, 99]));
  const free = run(rulesFor({ ...LONG_ONLY, volatilityTarget: target }), sessions([100, 90, 99, 99]));
  expect([...stopped.decisions.scale]).toEqual([...free.decisions.scale]);
});
