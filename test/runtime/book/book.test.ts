/** Cases small enough to follow with a pencil. Three stocks A, B, C; one name a side unless said. */
import { describe, expect, it } from 'vitest';
import { Book } from '../../../runtime/book/book.ts';
import { Ledger } from '../../../runtime/book/ledger.ts';
import type { BookState } from '../../../runtime/book/state.ts';
import type { BookRules, BookSession, StopRule } from '../../../runtime/book/types.ts';
import { UserError } from '../../../runtime/ports.ts';
import { dense } from '../../support/ledgerWeights.ts';
import { costsOf, FREE, legOf, NO_LIMITS, type RuleChanges, rulesFor, sessionFor } from './support.ts';

const NONE = Number.NaN;
const LONG_ONLY: RuleChanges = { long: legOf(1, 1), short: null, costs: FREE };

function run(rules: BookRules, sessions: readonly BookSession[]) {
  const stocks = sessions[0]!.price.length;
  const ledger = new Ledger(sessions.length, stocks, 0);
  const book = new Book(rules, stocks, ledger);
  for (const session of sessions) book.step(session);
  const decisions = dense(ledger.decisions(), stocks);
  const row = (values: Float64Array, d: number): number[] => [...values.subarray(d * stocks, (d + 1) * stocks)];
  return { book, decisions, holdings: ledger.holdings(), row };
}

function stop(rule: Partial<StopRule>): StopRule {
  return {
    text: 'stop',
    left: (figures) => figures.drawdown,
    comparison: '>',
    right: () => 0.08,
    window: 0,
    resumeAfter: null,
    resumeWhen: null,
    ...rule,
  };
}

function close(values: readonly number[]): unknown[] {
  return values.map((value) => expect.closeTo(value, 13));
}

describe('one holding', () => {
  it('earns Σ w·r, less cost on turnover and borrow on shorts, and drifts', () => {
    const { decisions, holdings, row } = run(rulesFor(), [
      sessionFor([100, 100, 100], [3, 2, 1]),
      sessionFor([110, 100, 90], [3, 2, 1]),
    ]);
    expect(row(decisions.held, 0)).toEqual([0.65, 0, -0.35]);
    // Turnover 1: 6 bps + 20 bps × 1.
    expect(decisions.cost[0]).toBeCloseTo(0.0026, 15);
    expect(decisions.borrow[0]).toBeCloseTo((0.005 / 252) * 0.35, 15);
    expect(holdings.gross[0]).toBeCloseTo(0.065 + 0.035, 13);
    expect([holdings.longGross[0], holdings.shortGross[0]]).toEqual(close([0.065, 0.035]));
    const net = 0.1 - 0.0026 - (0.005 / 252) * 0.35;
    expect(holdings.net[0]).toBeCloseTo(net, 13);
    expect(holdings.equity[0]).toBeCloseTo(1 + net, 13);
    expect(row(decisions.drifted, 1)).toEqual(close([(0.65 * 1.1) / (1 + net), 0, (-0.35 * 0.9) / (1 + net)]));
    // The legs share the cost by their turnover; borrow is the short leg's.
    expect(holdings.longNet[0]).toBeCloseTo(0.065 - 0.0026 * 0.65, 13);
    expect(holdings.shortNet[0]).toBeCloseTo(0.035 - 0.0026 * 0.35 - (0.005 / 252) * 0.35, 13);
  });

  it.each(['next open', 'next close'] as const)('is opened one session after the decision by `fill at %s`', (fill) => {
    const { decisions, holdings } = run(rulesFor({ ...LONG_ONLY, fill }), [
      sessionFor([100, 100, 100], [3, 2, 1]),
      sessionFor([200, 100, 100], [1, 3, 2]),
      sessionFor([220, 100, 100], [1, 3, 2]),
      sessionFor([220, 150, 100], [1, 3, 2]),
    ]);
    expect([...decisions.decided]).toEqual([0, 1, 2]);
    expect([...decisions.filled]).toEqual([1, 2, 3]);
    // A doubles before it is bought; B is bought at the third price.
    expect([...holdings.net]).toEqual(close([0.1, 0.5]));
    expect([...holdings.from]).toEqual([1, 2]);
  });
});

describe('prices', () => {
  it('that are missing carry a holding, which books its return when there is one again', () => {
    const { decisions, holdings, row } = run(rulesFor(LONG_ONLY), [
      sessionFor([100, 100, 100], [3, 2, 1]),
      sessionFor([NONE, 100, 100], [1, 3, 2]),
      sessionFor([120, 100, 100], [1, 3, 2]),
    ]);
    expect([...holdings.net]).toEqual(close([0, 0.2]));
    // A cannot be sold at the second session; B is bought all the same.
    expect(row(decisions.held, 1)).toEqual([1, 1, 0]);
    expect(row(decisions.held, 2)).toEqual([0, 1, 0]);
  });

  it('end with a delisting: its return, then cash without a trade', () => {
    const delisting = Float64Array.of(-0.4, NONE, NONE);
    const { decisions, holdings, row } = run(rulesFor({ ...LONG_ONLY, costs: rulesFor().costs }), [
      sessionFor([100, 100, 100], [3, 2, 1]),
      sessionFor([NONE, 100, 100], [NONE, NONE, NONE], { delisting, eligible: Uint8Array.of(0, 1, 1) }),
      sessionFor([NONE, 100, 100], [NONE, NONE, NONE]),
    ]);
    expect([...holdings.gross]).toEqual(close([-0.4, 0]));
    expect(row(decisions.drifted, 1)).toEqual([0, 0, 0]);
    expect([decisions.turnover[1], decisions.cost[1]]).toEqual([0, 0]);
  });

  it('end with a delisting even where an order for the stock is pending and it has a price', () => {
    const { decisions, row } = run(rulesFor({ ...LONG_ONLY, fill: 'next open' }), [
      sessionFor([100, 100, 100], [3, 2, 1]),
      sessionFor([100, 100, 100], [2, 3, 1], { delisting: Float64Array.of(-0.4, NONE, NONE) }),
      sessionFor([NONE, 100, 100], [NONE, 3, 1]),
    ]);
    // What was ordered of A is not bought on the session it leaves on.
    expect(row(decisions.target, 0)).toEqual([1, 0, 0]);
    expect(row(decisions.held, 0)).toEqual([0, 0, 0]);
    expect(decisions.turnover[0]).toBe(0);
    expect(row(decisions.held, 1)).toEqual([0, 1, 0]);
  });
});

describe('a cost that is no number', () => {
  it.each([Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])('%d names the costs block', (rate) => {
    const act = () => run(rulesFor({ costs: costsOf(() => rate) }), [sessionFor([100, 100, 100], [3, 2, 1])]);
    expect(act).toThrow(UserError);
    expect(act).toThrow(
      expect.objectContaining({ code: 'cost-not-a-number', message: expect.stringContaining('`costs`') }),
    );
  });
});

describe('a cost that pays', () => {
  it('stops the run', () => {
    const act = () => run(rulesFor({ costs: costsOf(() => -1e-9) }), [sessionFor([100, 100, 100], [3, 2, 1])]);
    expect(act).toThrow(expect.objectContaining({ code: 'cost-negative' }));
  });

  it('is not one that adds up to zero but for rounding', () => {
    const rate = () => 0.1 + 0.2 - 0.3 - 2 ** -53;
    const act = () => run(rulesFor({ costs: costsOf(rate) }), [sessionFor([100, 100, 100], [3, 2, 1])]);
    expect(act).not.toThrow();
  });
});

describe('smoothing', () => {
  it('fades what is no longer wanted, drops it below one basis point, and lets it go when it is not eligible', () => {
    const { decisions, row } = run(rulesFor({ ...LONG_ONLY, long: legOf(1, 0.001), alpha: 0.75 }), [
      sessionFor([1, 1, 1], [3, 2, 1]),
      sessionFor([1, 1, 1], [2, 3, 1]),
      sessionFor([1, 1, 1], [2, 1, 3]),
      sessionFor([1, 1, 1], [2, 1, 3], { eligible: Uint8Array.of(1, 0, 1) }),
    ]);
    expect(row(decisions.smoothed, 0)).toEqual([0.001, 0, 0]);
    expect(row(decisions.smoothed, 1)).toEqual(close([0.00025, 0.00075, 0]));
    expect(row(decisions.smoothed, 2)).toEqual([0, expect.closeTo(0.0001875, 13), expect.closeTo(0.00075, 13)]);
    expect(row(decisions.smoothed, 3)[1]).toBe(0);
  });
});

describe('limits', () => {
  it('clip weights, then shrink groups, and leave the rest in cash', () => {
    const rules = rulesFor({
      long: legOf(2, 1),
      short: legOf(1, 0.9),
      limits: { ...NO_LIMITS, weight: 0.6, sector: { most: 0.55, of: 'sector' } },
    });
    const rows = { sector: [0, 0, 1, Number.NaN] };
    const { decisions, row } = run(rules, [sessionFor([1, 1, 1, 1], [4, 3, 1, 2], { rows })]);
    // n = 4 and K = 1 or 2: two longs of 50%; the short is clipped to 60%, then to its sector's 55%.
    expect(row(decisions.target, 0)).toEqual([0.5, 0.5, -0.9, 0]);
    expect(row(decisions.held, 0)).toEqual(close([0.275, 0.275, -0.55, 0]));
  });

  it('of net shrink the heavier side, until it exceeds the other by the limit', () => {
    const two = (long: number, short: number) =>
      rulesFor({
        long: legOf(2, long),
        short: legOf(1, short),
        limits: { ...NO_LIMITS, net: 0.2 },
      });
    const session = sessionFor([1, 1, 1, 1], [4, 3, 1, 2]);
    // 80% long against 30% short may be 50% long: 50 / 80 of each.
    const long = run(two(0.8, 0.3), [session]);
    expect(long.row(long.decisions.held, 0)).toEqual(close([0.25, 0.25, -0.3, 0]));
    // 20% long against 90% short may be 40% short.
    const short = run(two(0.2, 0.9), [session]);
    expect(short.row(short.decisions.held, 0)).toEqual(close([0.1, 0.1, -0.4, 0]));
    // Within the limit nothing changes.
    const within = run(two(0.5, 0.3), [session]);
    expect(within.row(within.decisions.held, 0)).toEqual([0.25, 0.25, -0.3, 0]);
  });

  it('of gross shrink all weights by one factor, after the scale and all other limits', () => {
    const rules = rulesFor({
      long: legOf(2, 1),
      short: legOf(1, 0.9),
      limits: { ...NO_LIMITS, weight: 0.6, sector: { most: 0.55, of: 'sector' }, net: 0.2, gross: 0.75 },
    });
    const rows = { sector: [0, Number.NaN, 1, Number.NaN] };
    // Weights 50%, 50%, −60%; the short's sector leaves −55%; net 45%, so the longs shrink to 75% by 0.75;
    // gross 130%, so all shrink by 75 / 130.
    const { decisions, row } = run(rules, [sessionFor([1, 1, 1, 1], [4, 3, 1, 2], { rows })]);
    const factor = 0.75 / 1.3;
    expect(row(decisions.held, 0)).toEqual(close([0.375 * factor, 0.375 * factor, -0.55 * factor, 0]));
  });

  it('of turnover shrink all trades by one factor', () => {
    const rules = rulesFor({ costs: FREE, limits: { ...NO_LIMITS, turnover: 0.5 } });
    const { decisions, row } = run(rules, [
      sessionFor([1, 1, 1], [3, 2, 1]),
      sessionFor([1, 1, 1], [3, 2, 1]),
      sessionFor([1, 1, 1], [3, 2, 1]),
    ]);
    expect(row(decisions.held, 0)).toEqual(close([0.325, 0, -0.175]));
    expect(row(decisions.held, 1)).toEqual(close([0.65, 0, -0.35]));
    expect(decisions.turnover[2]).toBeCloseTo(0, 13);
  });
});

describe('the volatility target', () => {
  const target = { perYear: 0.1, window: 2, lo: 0.5, hi: 2 };

  it('is 1 until the shadow book has its returns, and the highest scale when that does not move', () => {
    const { decisions } = run(
      rulesFor({ ...LONG_ONLY, volatilityTarget: target }),
      [1, 1, 1, 1].map((price) => sessionFor([price, 1, 1], [3, 2, 1])),
    );
    expect([...decisions.scale]).toEqual([1, 1, 2, 2]);
  });

  it('reads the unscaled book: sd of +1% and −1% a session is √2 %, whatever is held', () => {
    const prices = [100, 101, 101 * 0.99, 101 * 0.99 * 1.01, 101 * 0.99 * 1.01 * 0.99];
    const { decisions } = run(
      rulesFor({ ...LONG_ONLY, volatilityTarget: { ...target, perYear: 0.2 } }),
      prices.map((price) => sessionFor([price, 1, 1], [3, 2, 1])),
    );
    const scale = 0.2 / (Math.SQRT2 * 0.01 * Math.sqrt(252));
    expect([...decisions.scale]).toEqual([1, 1, ...close([scale, scale, scale])]);
    expect(scale).toBeCloseTo(0.8909, 4);
  });
});

describe('stops', () => {
  const falling = [100, 95, 90, 99, 99, 99];
  const sessions = (changes: Record<number, Parameters<typeof sessionFor>[2]> = {}): BookSession[] =>
    falling.map((price, t) => sessionFor([price, 1, 1], [3, 2, 1], changes[t]));

  it('go to cash, stay there, and resume with a new peak', () => {
    const { decisions, row, book } = run(rulesFor({ ...LONG_ONLY, stops: [stop({ resumeAfter: 2 })] }), sessions());
    expect(decisions.stops[2]).toEqual([{ text: 'stop', figure: expect.closeTo(0.1, 13), limit: 0.08 }]);
    expect(decisions.flags.map(({ flat }) => flat)).toEqual([false, false, true, true, false, false]);
    expect(decisions.flags.map(({ resumed }) => resumed)).toEqual([false, false, false, false, true, false]);
    expect(row(decisions.held, 3)).toEqual([0, 0, 0]);
    expect(row(decisions.limited, 3)).toEqual([1, 0, 0]);
    expect(book.stopped).toBe(false);
    // Ten percent are lost for good: with the old peak it would have been stopped again at once.
    expect(book.equity).toBeCloseTo(0.9, 13);
  });

  it('without a number of sessions wait for a hand', () => {
    const rules = rulesFor({ ...LONG_ONLY, stops: [stop({})] });
    expect(run(rules, sessions()).book.stopped).toBe(true);
    const byHand = run(rules, sessions({ 0: { resume: true }, 4: { resume: true } }));
    expect(byHand.decisions.flags.map(({ resumed }) => resumed)).toEqual([false, false, false, false, true, false]);
  });

  it('take up the smoothed book off schedule, as it was', () => {
    const { decisions, row } = run(
      rulesFor({ ...LONG_ONLY, alpha: 0.5, stops: [stop({ resumeAfter: 2 })] }),
      sessions({ 3: { rows: { score: [1, 3, 2] } }, 4: { scheduled: [false] }, 5: { scheduled: [false] } }),
    );
    expect(decisions.flags[4]).toEqual({ rebalance: false, whyNot: 'not scheduled', resumed: true, flat: false });
    expect(row(decisions.target, 4)).toEqual([NONE, NONE, NONE]);
    expect(row(decisions.smoothed, 4)).toEqual([0.5, 0.5, 0]);
    expect(row(decisions.held, 4)).toEqual([0.5, 0.5, 0]);
    expect(row(decisions.limited, 5)).toEqual([NONE, NONE, NONE]);
  });

  it('sell what had no price as soon as it has one', () => {
    const changes = { 2: { scheduled: [false] } };
    const rows = sessions(changes);
    rows[2] = sessionFor([90, NONE, 1], [3, 2, 1]);
    const rules = rulesFor({ ...LONG_ONLY, long: legOf(2, 2), stops: [stop({})] });
    const { decisions, row } = run(rules, rows);
    expect(row(decisions.held, 2)[0]).toBe(0);
    expect(row(decisions.held, 2)[1]).toBeGreaterThan(0);
    expect(row(decisions.held, 3)).toEqual([0, 0, 0]);
  });

  it('read the volatility before today and the Sharpe ratio of today', () => {
    const returns = [0.01, -0.01, 0.02, -0.05];
    const prices = [100];
    for (const r of returns) prices.push(prices.at(-1)! * (1 + r));
    const seen: number[][] = [];
    const watch = stop({
      window: 4,
      left: (figures) => {
        seen.push([figures.dayReturn, figures.volatility(3), figures.sharpe(3), figures.drawdown]);
        return NONE;
      },
    });
    run(
      rulesFor({ ...LONG_ONLY, stops: [watch] }),
      prices.map((price) => sessionFor([price, 1, 1], [3, 2, 1])),
    );
    expect(seen[0]).toEqual([NONE, NONE, NONE, 0]);
    // sd(1%, −1%, 2%) = √(7/3) %; mean(−1%, 2%, −5%) = −4/3 %, sd = √(37/3) %.
    expect(seen[4]).toEqual(
      close([-0.05, Math.sqrt(7 / 3) / 100, (-4 / 3 / Math.sqrt(37 / 3)) * Math.sqrt(252), 0.05]),
    );
    expect(seen[3]![1]).toBeNaN();
  });

  it('name the session and the figures when all equity is lost', () => {
    const sessions = [sessionFor([100, 100, 100], [3, 2, 1]), sessionFor([100, 100, 500], [3, 2, 1], { day: 20_089 })];
    const lose = (): unknown => run(rulesFor(), sessions);
    expect(lose).toThrow(UserError);
    expect(lose).toThrow(/2025-01-01.*-140\.\d\d%.*-0\.40 USD.*100\.00%/);
  });
});

describe('a saved state', () => {
  it('of another version is refused', () => {
    const { book } = run(rulesFor(), [sessionFor([1, 1, 1], [3, 2, 1])]);
    const state = { ...book.save(), version: 1 } as unknown as BookState;
    expect(() => book.restore(state)).toThrow(UserError);
    expect(() => book.restore(state)).toThrow(/version 1,.* version 3/);
  });
});
