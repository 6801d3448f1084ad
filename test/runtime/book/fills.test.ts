/** Step 7 and what it costs: parts of a volume, whole shares, costs by order, borrow, financing and interest. */
import { describe, expect, it } from 'vitest';
import type { ExpressionNode, Plan } from '../../../compiler/plan.ts';
import { costRules } from '../../../runtime/book/costRules.ts';
import { fillPrices, rawFillPrices } from '../../../runtime/book/fillPrices.ts';
import type { CostRules } from '../../../runtime/book/types.ts';
import { close, run } from './run.ts';
import { costsOf, FREE, legOf, NO_LIMITS, type RuleChanges, rulesFor, sessionFor } from './support.ts';

const NONE = Number.NaN;
const A_FIRST = [3, 2, 1];
const LONG_ONLY: RuleChanges = { long: legOf(1, 1), short: null, costs: FREE, capital: 1000 };

/** A at each of these prices with these volumes in USD; scheduled the first time only. */
function scheduledOnce(prices: readonly number[], volumes: readonly number[]) {
  return prices.map((price, t) =>
    sessionFor([price, 100, 100], A_FIRST, { scheduled: [t === 0], rows: { volume: [volumes[t]!, NONE, NONE] } }),
  );
}

describe('a limit of participation', () => {
  const takes = (rest: 'carried' | 'cancelled'): RuleChanges => ({
    ...LONG_ONLY,
    participation: { most: 0.1, of: 'volume', rest },
  });

  it('takes its part of the volume, and carries the rest to the next fill', () => {
    // 10% of 2,000 USD are 200 of 1,000; then 300 of the 800 that are left, then all.
    const { decisions, row, cuts } = run(
      rulesFor(takes('carried')),
      scheduledOnce([100, 100, 100], [2000, 3000, 9000]),
    );
    expect([0, 1, 2].map((d) => row(decisions.held, d)[0])).toEqual(close([0.2, 0.5, 1]));
    expect(cuts).toEqual([
      { decision: 0, stock: 0, by: 'participation', figure: 0.5, most: 0.1, before: 1, after: 0.2 },
      {
        decision: 1,
        stock: 0,
        by: 'participation',
        figure: expect.closeTo(800 / 3000, 12),
        most: 0.1,
        before: 1,
        after: 0.5,
      },
    ]);
  });

  it('carries an order as shares: its weight moves with the price', () => {
    // 0.2 is held and 0.8 left. After +10% equity is 1.02, and the order 0.8 · 1.1 / 1.02 of it: 880 USD, held 220.
    const { decisions, row } = run(rulesFor(takes('carried')), scheduledOnce([100, 110], [2000, 90_000]));
    expect(row(decisions.held, 1)[0]).toBeCloseTo((220 + 880) / 1020, 12);
  });

  it('cancels the rest when told to', () => {
    const { decisions, row } = run(rulesFor(takes('cancelled')), scheduledOnce([100, 100], [2000, 9000]));
    expect([0, 1].map((d) => row(decisions.held, d)[0])).toEqual([0.2, 0.2]);
  });

  it('fills nothing of what has no volume that is known, and carries it all', () => {
    const { decisions, row } = run(rulesFor(takes('carried')), scheduledOnce([100, 100], [NONE, 20_000]));
    expect([0, 1].map((d) => row(decisions.held, d)[0])).toEqual([0, 1]);
  });

  it('carries what had no price', () => {
    const { decisions, row } = run(rulesFor(takes('carried')), scheduledOnce([NONE, 100], [NONE, 20_000]));
    expect([0, 1].map((d) => row(decisions.held, d)[0])).toEqual([0, 1]);
  });

  it('gives way to the next order: a rebalance asks anew', () => {
    const all = scheduledOnce([100, 100], [2000, 9000]).map((session) => ({ ...session, scheduled: [true] }));
    // The second order is to 60% by the limit of weight, not on from 20% by the 80% that were left.
    const rules = rulesFor({ ...takes('carried'), limits: { ...NO_LIMITS, weight: 0.6 } });
    const { decisions, row } = run(rules, all);
    expect([0, 1].map((d) => row(decisions.held, d)[0])).toEqual(close([0.2, 0.6]));
  });
});

describe('whole shares', () => {
  const whole: RuleChanges = { ...LONG_ONLY, wholeShares: true };
  /** A at adjusted and traded prices. */
  const priced = (pairs: readonly (readonly [number, number])[], scores: readonly (readonly number[])[] = []) =>
    pairs.map(([price, raw], t) =>
      sessionFor([price, 100, 100], scores[t] ?? A_FIRST, { rawPrice: Float64Array.of(raw, 100, 100) }),
    );

  it('are as many as the weight pays for; the rest stays in cash', () => {
    // 1,000 USD buy 33 shares at 30 USD: 990.
    const { decisions, row } = run(rulesFor(whole), priced([[15, 30]]));
    expect(row(decisions.held, 0)).toEqual(close([0.99, 0, 0]));
  });

  it('are not traded for less than one', () => {
    // 33 shares at 33 are 1,089 of 1,099 USD: 10 USD are left, and buy none.
    const { decisions, row } = run(
      rulesFor(whole),
      priced([
        [15, 30],
        [16.5, 33],
      ]),
    );
    expect(row(decisions.held, 1)).toEqual(close([1089 / 1099, 0, 0]));
    expect(decisions.turnover[1]).toBe(0);
  });

  it('are twice as many after a split, and worth the same', () => {
    // One becomes two: traded at 15, adjusted as before. 66 shares of 15 USD, and 10 USD in cash, buy none.
    const { decisions, row } = run(
      rulesFor(whole),
      priced([
        [15, 30],
        [15, 15],
      ]),
    );
    expect(row(decisions.held, 1)).toEqual(close([0.99, 0, 0]));
    expect(decisions.turnover[1]).toBe(0);
  });

  it('are sold short towards no trade as well', () => {
    const short: RuleChanges = { ...whole, long: null, short: legOf(1, 0.5) };
    const session = sessionFor([50, 100, 15], A_FIRST, { rawPrice: Float64Array.of(50, 100, 30) });
    // 500 USD are 16 shares of 30: 480.
    const { decisions, row } = run(rulesFor(short), [session]);
    expect(row(decisions.held, 0)).toEqual(close([0, 0, -0.48]));
  });

  it('are closed altogether, with what a reinvested dividend left beyond them', () => {
    // 33 shares; a dividend of 3 USD a share adds 10% that the price as traded does not show: worth 36.3 shares of 30.
    const scores = [A_FIRST, [2, 3, 1]];
    const { decisions, row } = run(
      rulesFor(whole),
      priced(
        [
          [15, 30],
          [16.5, 30],
        ],
        scores,
      ),
    );
    expect(row(decisions.held, 1)[0]).toBe(0);
    // 1,099 USD buy ten of B at 100.
    expect(row(decisions.held, 1)[1]).toBeCloseTo(1000 / 1099, 12);
  });

  it('that arithmetic made 9.999999999 are ten', () => {
    // 0.7 of 1,000 USD at 70: ten. In doubles 0.7 · 1000 / 70 may come to less.
    const { decisions, row } = run(rulesFor({ ...whole, long: legOf(1, 0.7) }), priced([[70, 70]]));
    expect(row(decisions.held, 0)[0]).toBeCloseTo(0.7, 12);
  });
});

// ── Costs ──────────────────────────────────────────────────────────────────────────────────────────────────────

const UNIT = { usd: 0, share: 0, session: 0, year: 0 };

/** Expressions by id: a number, a field, or an operation over others. */
type Written = Readonly<Record<string, number | FieldNamed | readonly [op: string, ...inputs: string[]]>>;

interface FieldNamed {
  readonly field: string;
}

function costsWith(written: Written, changes: Partial<Plan['costs']> = {}): CostRules {
  const facets = { unit: UNIT, availability: 'always', lookBack: { sessions: 0, recursive: false } } as const;
  const expressions: Record<string, ExpressionNode> = {};
  const add = (id: string, node: Pick<ExpressionNode, 'op' | 'kind'> & Partial<ExpressionNode>) => {
    expressions[id] = { id, name: null, inputs: [], constants: [], version: 1, fittedOn: [], ...facets, ...node };
  };
  const all: Written = { zero: 0, ...written };
  for (const [id, meaning] of Object.entries(all)) {
    if (typeof meaning === 'number') add(id, { op: 'constant', kind: 'scalar', constants: [meaning] });
    else if ('field' in meaning) {
      add(id, { op: 'field', kind: meaning.field === 'turnover' ? 'scalar' : 'panel', name: meaning.field });
    } else {
      const [op, ...inputs] = meaning;
      const isPanel = inputs.some((input) => expressions[input]?.kind === 'panel');
      add(id, { op, kind: isPanel ? 'panel' : 'scalar', inputs });
    }
  }
  const none = { spread: 'zero', commission: 'zero', impact: 'zero', borrow: 'zero', financing: 'zero', cash: 'zero' };
  const costs = { ...none, commissionOn: 'traded', minimumCommission: 0, ...changes } as const;
  return costRules({ costs, expressions }, ['A', 'B', 'C']);
}

/** Half of 10,000 USD in A and half in B, C never. */
const HALVES: RuleChanges = { long: legOf(2, 1), short: null, capital: 10_000 };

describe('costs of an order', () => {
  it('are by share, with a least for each', () => {
    // 5,000 USD at 50: 100 shares · 0.5 cents = 0.50 USD, at least 1. At 5: 1,000 shares = 5 USD. Six in all.
    const costs = costsWith({ cents: 0.005 }, { commission: 'cents', commissionOn: 'shares', minimumCommission: 1 });
    const session = sessionFor([10, 10, 10], A_FIRST, { rawPrice: Float64Array.of(50, 5, 1) });
    expect(run(rulesFor({ ...HALVES, costs }), [session]).decisions.cost[0]).toBeCloseTo(6 / 10_000, 15);
  });

  it('are a rate with a least for each', () => {
    // 2 bps of 5,000 USD are 1 USD, of which 1.50 is the least: twice that.
    const costs = costsWith({ bps: 0.0002 }, { commission: 'bps', minimumCommission: 1.5 });
    const { decisions } = run(rulesFor({ ...HALVES, costs }), [sessionFor([10, 10, 10], A_FIRST)]);
    expect(decisions.cost[0]).toBeCloseTo(3 / 10_000, 15);
  });

  it('are impact by the square root of the part of a volume', () => {
    // A: √(5,000 / 20,000) = 1/2 of 10 bps; B: √(5,000 / 5,000) = 1. Halves of equity each: 2.5 + 5 = 7.5 bps, and the
    // spread, the same for all, 5 bps of a turnover of 1.
    const written: Written = {
      traded: { field: 'traded' },
      volume: { field: 'dollar_volume' },
      part: ['divide', 'traded', 'volume'],
      root: ['sqrt', 'part'],
      bps: 0.001,
      impact: ['multiply', 'bps', 'root'],
      spread: 0.0005,
    };
    const costs = costsWith(written, { impact: 'impact', spread: 'spread' });
    const session = sessionFor([10, 10, 10], A_FIRST, { rows: { volume: [20_000, 5000, NONE] } });
    expect(run(rulesFor({ ...HALVES, costs }), [session]).decisions.cost[0]).toBeCloseTo(0.00075 + 0.0005, 15);
  });

  it('that are missing end the run, naming stock, session and amount', () => {
    const written: Written = {
      traded: { field: 'traded' },
      volume: { field: 'dollar_volume' },
      impact: ['divide', 'traded', 'volume'],
    };
    const costs = costsWith(written, { impact: 'impact' });
    const session = sessionFor([10, 10, 10], A_FIRST, { rows: { volume: [20_000, NONE, NONE] } });
    const act = () => run(rulesFor({ ...HALVES, costs }), [session]);
    expect(act).toThrow('order of 5000.00 USD in B on 2024-10-04');
    expect(act).toThrow(expect.objectContaining({ code: 'order-cost-missing' }));
  });

  it('of the shadow book are charged on the same account', () => {
    const target = { perYear: 0.1, window: 2, lo: 0.5, hi: 2 };
    const costs = costsWith({ bps: 0.0002 }, { commission: 'bps', minimumCommission: 1.5 });
    const all = [100, 110, 99, 105].map((price) => sessionFor([price, 100, 100], A_FIRST));
    expect(() => run(rulesFor({ ...HALVES, costs, volatilityTarget: target }), all)).not.toThrow();
  });
});

describe('what a holding pays and earns', () => {
  it('borrow may differ by stock', () => {
    const costs: CostRules = { ...costsOf(() => 0), borrowPerYear: 'fee' };
    const rules = rulesFor({ long: null, short: legOf(2, 0.5), costs });
    // B and C short by 25% each: 2.52% and 25.2% a year are 1 and 10 bps a session.
    const session = sessionFor([1, 1, 1], A_FIRST, { rows: { fee: [NONE, 0.0252, 0.252] } });
    expect(run(rules, [session]).decisions.borrow[0]).toBeCloseTo(0.25 * 0.0001 + 0.25 * 0.001, 15);
  });

  it('financing is on longs beyond equity, and interest on equity that is not in longs', () => {
    const costs: CostRules = { ...costsOf(() => 0), financingPerYear: 0.0504, cashPerYear: 0.0252 };
    const flat = [1, 2].map(() => sessionFor([1, 1, 1], A_FIRST));
    // 150% long: half of equity at 2 bps a session.
    const levered = run(rulesFor({ long: legOf(1, 1.5), short: legOf(1, 0.5), costs }), flat).holdings;
    expect([levered.financing[0], levered.interest[0]]).toEqual(close([0.0001, 0]));
    expect(levered.net[0]).toBeCloseTo(-0.0001, 15);
    expect(levered.longNet[0]).toBeCloseTo(-0.0001, 15);
    // 60% long: 40% at 1 bp a session, whatever is short.
    const light = run(rulesFor({ long: legOf(1, 0.6), short: legOf(1, 0.5), costs }), flat).holdings;
    expect([light.financing[0], light.interest[0]]).toEqual(close([0, 0.00004]));
    expect(light.equity[0]).toBeCloseTo(1.00004, 15);
  });

  it('a yearly rate may be a series, as of the session of the fill', () => {
    const costs: CostRules = { ...costsOf(() => 0), cashPerYear: 'bill' };
    const rules = rulesFor({ long: legOf(1, 0.5), short: null, costs });
    const all = [0.0252, 0.0504, 0].map((rate) => sessionFor([1, 1, 1], A_FIRST, { rows: { bill: [rate] } }));
    expect([...run(rules, all).holdings.interest]).toEqual(close([0.00005, 0.0001]));
  });
});

describe('prices of a fill', () => {
  const bars = {
    open: Float64Array.of(10),
    high: Float64Array.of(12),
    low: Float64Array.of(9),
    close: Float64Array.of(11.1),
    raw_close: Float64Array.of(22.2),
  } as unknown as Parameters<typeof fillPrices>[1];
  const at = (fillAt: Plan['execution']['fillAt']) =>
    fillPrices({ execution: { decideAt: 'open', delay: 0, fillAt, shares: 'whole', participation: null } }, bars);

  it('at the average of a session are its typical price', () => {
    // (12 + 9 + 11.1) / 3
    expect(at('vwap')[0]).toBeCloseTo(10.7, 14);
    expect(at('next vwap')[0]).toBeCloseTo(10.7, 14);
    expect(at('next close')[0]).toBe(11.1);
  });

  it('as traded have the factor of the close', () => {
    expect(rawFillPrices(at('close'), bars)[0]).toBe(22.2);
    expect(rawFillPrices(at('open'), bars)[0]).toBeCloseTo(20, 13);
    expect(rawFillPrices(at('vwap'), bars)[0]).toBeCloseTo(21.4, 13);
  });

  it('decided at the open and filled at the average are filled in the session itself', () => {
    const rules = rulesFor({ ...LONG_ONLY, decide: 'open', fill: 'vwap' });
    const { decisions, holdings } = run(rules, [sessionFor([100, 1, 1], A_FIRST), sessionFor([110, 1, 1], A_FIRST)]);
    expect([...decisions.decided]).toEqual([0, 1]);
    expect([...decisions.filled]).toEqual([0, 1]);
    expect([...holdings.net]).toEqual(close([0.1]));
  });

  it('decided at the close are filled at the average of the next', () => {
    const rules = rulesFor({ ...LONG_ONLY, fill: 'next vwap' });
    const all = [100, 110, 121].map((price) => sessionFor([price, 1, 1], A_FIRST));
    const { decisions, holdings } = run(rules, all);
    expect([...decisions.filled]).toEqual([1, 2]);
    expect([...holdings.net]).toEqual(close([0.1]));
  });
});
