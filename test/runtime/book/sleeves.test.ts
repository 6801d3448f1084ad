/** Several portfolios in one book, and rebalances that wait for drift, followed with a pencil. Stocks A, B, C. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../../runtime/book/book.ts';
import { Ledger } from '../../../runtime/book/ledger.ts';
import type { BookState } from '../../../runtime/book/state.ts';
import type { BookRules, BookSession, SleeveRules } from '../../../runtime/book/types.ts';
import { dense } from '../../support/ledgerWeights.ts';
import { costsOf, FREE, legOf, PLAIN, type RuleChanges, rulesFor, sessionFor, type TestSession } from './support.ts';

const FLAT = [100, 100, 100];
const LONG_ONLY: RuleChanges = { long: legOf(1, 1), short: null, costs: FREE };

function run(rules: BookRules, sessions: readonly BookSession[]) {
  const stocks = sessions[0]!.price.length;
  const ledger = new Ledger(sessions.length, stocks, 0);
  const book = new Book(rules, stocks, ledger);
  for (const session of sessions) book.step(session);
  const decisions = dense(ledger.decisions(), stocks);
  const rows = (of: 'target' | 'smoothed' | 'held' | 'drifted') =>
    Array.from({ length: decisions.count }, (_, d) => [...decisions[of].subarray(d * stocks, (d + 1) * stocks)]);
  return { decisions, rows, holdings: ledger.holdings() };
}

const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 13));

describe('several portfolios', () => {
  const trend: SleeveRules = { ...PLAIN, share: 0.6, alpha: 1, long: legOf(1, 1), short: null };
  const reversal: SleeveRules = {
    ...PLAIN,
    share: 0.4,
    alpha: 0.5,
    long: legOf(1, 0.5, { score: 'other' }),
    short: legOf(1, 0.5, { score: 'other' }),
  };
  const rules = rulesFor({ costs: FREE, sleeves: [trend, reversal] });
  const session = (score: readonly number[], other: readonly number[], scheduled: readonly boolean[]): TestSession =>
    sessionFor(FLAT, score, { rows: { other }, scheduled });

  it('are held as the sum of each times its share, cancelling where they disagree', () => {
    const { rows } = run(rules, [session([3, 2, 1], [1, 2, 3], [true, true])]);
    // 0.6 · A, and 0.4 · (0.5 C − 0.5 A).
    expect(rows('target')[0]).toEqual(close([0.6 - 0.2, 0, 0.2]));
    expect(rows('held')[0]).toEqual(close([0.4, 0, 0.2]));
  });

  it('each keep to a schedule and a memory of their own', () => {
    const { rows, decisions } = run(rules, [
      session([3, 2, 1], [1, 2, 3], [true, true]),
      session([1, 3, 2], [9, 0, 0], [true, false]),
      session([1, 2, 3], [3, 2, 1], [false, true]),
      session([3, 2, 1], [1, 2, 3], [false, false]),
    ]);
    // The trend moves to B at once; the reversal stays at C against A.
    expect(rows('held')[1]).toEqual(close([-0.2, 0.6, 0.2]));
    // The trend stays at B; the reversal goes halfway from (−0.5, 0, 0.5) to (0.5, 0, −0.5), which is nothing.
    expect(rows('target')[2]).toEqual(close([0.2, 0.6, -0.2]));
    expect(rows('smoothed')[2]).toEqual(close([0, 0.6, 0]));
    expect(rows('held')[2]).toEqual(close([0, 0.6, 0]));
    expect(decisions.flags.map(({ whyNot }) => whyNot)).toEqual([null, null, null, 'not scheduled']);
  });

  it('do not forget what cancels in the sum', () => {
    const against: SleeveRules = { ...reversal, share: 0.5, long: null, short: legOf(1, 1, { score: 'other' }) };
    const both = rulesFor({ costs: FREE, sleeves: [{ ...trend, share: 0.5 }, against] });
    const { rows } = run(both, [
      // Long A and short A: nothing is held, and nothing is in play but in the memories.
      session([3, 2, 1], [1, 2, 3], [true, true]),
      session([2, 3, 1], [1, 2, 3], [true, false]),
      session([2, 3, 1], [3, 2, 1], [false, true]),
    ]);
    expect(rows('held')[0]).toEqual([0, 0, 0]);
    expect(rows('held')[1]).toEqual(close([-0.5, 0.5, 0]));
    // The short goes half of its way from A to C.
    expect(rows('smoothed')[2]).toEqual(close([-0.25, 0.5, -0.25]));
  });

  it('of less than the whole leave the rest in cash', () => {
    const { rows } = run(rulesFor({ costs: FREE, sleeves: [trend] }), [sessionFor(FLAT, [3, 2, 1])]);
    expect(rows('held')[0]).toEqual([0.6, 0, 0]);
  });
});

describe('a rebalance that waits for drift', () => {
  const half = { ...LONG_ONLY, long: legOf(2, 1) };
  /** Half of each; A rises by 10%, so that it weighs 0.55 / 1.05 and the two are 2 · (0.55 / 1.05 − 0.5) = 1/21 away. */
  const rising = [sessionFor(FLAT, [3, 2, 1]), sessionFor([110, 100, 100], [3, 2, 1])];

  it('takes place when it trades more than the limit, and else does not', () => {
    const away = 1 / 21;
    const waits = run(rulesFor({ ...half, drift: away + 1e-9 }), rising);
    expect(waits.decisions.flags[1]).toMatchObject({ rebalance: false, whyNot: 'within drift' });
    expect(waits.rows('held')[1]).toEqual(close([0.55 / 1.05, 0.5 / 1.05, 0]));
    expect(waits.rows('target')[1]!.every(Number.isNaN)).toBe(true);
    const trades = run(rulesFor({ ...half, drift: away - 1e-9 }), rising);
    expect(trades.decisions.flags[1]).toMatchObject({ rebalance: true, whyNot: null });
    expect(trades.rows('held')[1]).toEqual(close([0.5, 0.5, 0]));
    expect(trades.decisions.turnover[1]).toBeCloseTo(away, 13);
  });

  it('does not move the smoothed book when it waits', () => {
    const { rows } = run(rulesFor({ ...LONG_ONLY, alpha: 0.1, drift: 0.3 }), [
      sessionFor(FLAT, [3, 2, 1]),
      // A step of a tenth to B would trade 0.1 + 0.1.
      sessionFor(FLAT, [1, 3, 2]),
      sessionFor(FLAT, [1, 3, 2], { eligible: Uint8Array.of(0, 1, 1) }),
    ]);
    expect(rows('held').slice(0, 2)).toEqual([
      [1, 0, 0],
      [1, 0, 0],
    ]);
    // A is no member any more and leaves at once: 1 + 0.1 to trade. B takes its first step, not its second.
    expect(rows('smoothed')[2]).toEqual(close([0, 0.1, 0]));
  });

  it('begins with the target itself, however long it has waited', () => {
    const calm = (value: number) => ({ rows: { calm: [value, value, value] } });
    const { rows, decisions } = run(rulesFor({ ...LONG_ONLY, alpha: 0.5, drift: 0.1, hold: 'calm' }), [
      sessionFor(FLAT, [3, 2, 1], calm(0)),
      sessionFor(FLAT, [3, 2, 1], calm(1)),
    ]);
    expect(decisions.flags[0]!.whyNot).toBe('within drift');
    expect(rows('smoothed')[1]).toEqual([1, 0, 0]);
  });

  it('measures what the limits leave of the target', () => {
    const limits = { ...rulesFor().limits, weight: 0.25 };
    const { decisions } = run(rulesFor({ ...LONG_ONLY, limits, drift: 0.2 }), [
      sessionFor(FLAT, [3, 2, 1]),
      sessionFor(FLAT, [1, 3, 2]),
      sessionFor([140, 100, 100], [3, 2, 1]),
    ]);
    // 0.25 in A, then 0.25 in B: 0.5 to trade. Back to A: as much.
    expect([...decisions.turnover]).toEqual(close([0.25, 0.5, 0.5]));
    const within = run(rulesFor({ ...LONG_ONLY, limits, drift: 0.2 }), [
      sessionFor(FLAT, [3, 2, 1]),
      sessionFor([140, 100, 100], [3, 2, 1]),
    ]);
    // 0.35 / 1.1 = 0.318 is 0.068 above what the limit leaves.
    expect(within.decisions.flags[1]!.whyNot).toBe('within drift');
  });

  it.each(['next open', 'close'] as const)('knows what the last fill left when it is filled at the %s', (fill) => {
    const decide = fill === 'close' ? 'open' : 'close';
    const { decisions } = run(rulesFor({ ...LONG_ONLY, decide, fill, drift: 0.1 }), [
      sessionFor(FLAT, [3, 2, 1]),
      sessionFor(FLAT, [3, 2, 1]),
      sessionFor(FLAT, [1, 3, 2]),
      sessionFor(FLAT, [1, 3, 2]),
    ]);
    const flags = decisions.flags.map(({ rebalance }) => rebalance);
    expect(flags).toEqual(fill === 'close' ? [true, false, true, false] : [true, false, true]);
  });
});

// ── Whatever the portfolios ────────────────────────────────────────────────────────────────────────────────────

const STOCKS = 6;
const someOf = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 2 });
const returns = { over: 5, returns: 'returns' } as const;

const leg: fc.Arbitrary<SleeveRules['long']> = fc.record({
  take: fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat({ max: 3 })).map(([enter, more]) => ({
      kind: 'count' as const,
      enter,
      keep: enter + more,
    })),
    fc.constant({ kind: 'part' as const, enter: 0.3, keep: 0.6 }),
    fc.constant({ kind: 'all' as const }),
  ),
  score: fc.constantFrom('score', 'other'),
  filter: fc.constantFrom(null, 'passes'),
  gross: fc.constantFrom(0.5, 0.3),
});

const sleeve: fc.Arbitrary<Omit<SleeveRules, 'share' | 'drift'>> = fc.record({
  long: leg,
  short: someOf(leg),
  alpha: fc.constantFrom(1, 0.4),
  weight: fc.constantFrom<SleeveRules['weight']>(
    { method: 'equal' },
    { method: 'score' },
    { method: 'rank' },
    { method: 'inverse_volatility', volatility: 'volatility' },
    { method: 'score_over_volatility', volatility: 'volatility' },
    { method: 'risk_parity', ...returns },
    { method: 'hierarchical_risk_parity', ...returns },
    { method: 'minimum_variance', ...returns, cap: 0.6 },
    { method: 'mean_variance', ...returns, cap: 1, aversion: 5, horizon: 1 },
    { method: 'kelly', ...returns, cap: 0.4, fraction: 0.5, horizon: 1 },
  ),
  neutral: fc.constantFrom<SleeveRules['neutral']>(
    null,
    { to: 'market' },
    { to: 'sector', sector: 'sector' },
    { to: 'beta', beta: 'volatility' },
  ),
  hold: fc.constantFrom(null, 'calm'),
});

const rulesOf: fc.Arbitrary<BookRules> = fc
  .tuple(sleeve, someOf(sleeve), someOf(fc.constantFrom(0.05, 0.4)), fc.constantFrom('close', 'next open' as const))
  .map(([one, other, drift, fill]) =>
    rulesFor({
      fill,
      sleeves:
        other === null
          ? [{ ...one, share: 1, drift }]
          : [
              { ...one, share: 0.6, drift: null },
              { ...other, share: 0.4, drift: null },
            ],
      costs: costsOf((turnover) => 0.001 * (1 + turnover), 0.01),
    }),
  );

const day = fc.record({
  growth: fc.array(fc.double({ min: 0.9, max: 1.1, noNaN: true }), { minLength: STOCKS, maxLength: STOCKS }),
  score: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: STOCKS, maxLength: STOCKS }),
  other: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: STOCKS, maxLength: STOCKS }),
  eligible: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: STOCKS, maxLength: STOCKS }),
  missing: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: STOCKS, maxLength: STOCKS }),
  calm: fc.integer({ min: 0, max: 3 }),
  scheduled: fc.tuple(fc.boolean(), fc.boolean()),
  seed: fc.integer({ min: 1, max: 1000 }),
});

const market: fc.Arbitrary<TestSession[]> = fc.array(day, { minLength: 3, maxLength: 9 }).map((days) => {
  const price = new Float64Array(STOCKS).fill(100);
  return days.map(({ growth, score, other, eligible, missing, calm, scheduled, seed }) => {
    growth.forEach((factor, i) => {
      price[i]! *= factor;
    });
    return sessionFor(
      [...price],
      score.map((value, i) => (missing[i] === 1 ? Number.NaN : value / 1000)),
      {
        eligible: Uint8Array.from(eligible, (draw) => Number(draw > 0)),
        scheduled,
        rows: {
          other: other.map((value) => value / 1000),
          passes: score.map((value) => Number(value !== 0)),
          volatility: growth.map((factor, i) => (missing[i] === 2 ? Number.NaN : 0.01 + Math.abs(factor - 1))),
          sector: [0, 0, 1, 1, 1, Number.NaN],
          calm: score.map(() => Number(calm > 0)),
        },
        // Made up of the session's own seed: what they are matters less than that they are the same again.
        history: (_, stocks, count) =>
          Float64Array.from({ length: stocks.length * count }, (_, at) => {
            const stock = stocks[Math.floor(at / count)]!;
            if (missing[stock] === 3) return Number.NaN;
            return 0.01 * Math.sin(seed * (1 + stock) * (1 + (at % count)));
          }),
      },
    );
  });
});

describe('whatever the portfolios say', () => {
  it('a saved book goes on to the same bits from any session, through JSON', () => {
    const check = (rules: BookRules, sessions: TestSession[]): void => {
      const whole = run(rules, sessions);
      const ledger = new Ledger(sessions.length, STOCKS, 0);
      let book = new Book(rules, STOCKS, ledger);
      for (const session of sessions) {
        const state = JSON.parse(JSON.stringify(book.save())) as BookState;
        book = new Book(rules, STOCKS, ledger);
        book.restore(state);
        book.step(session);
      }
      expect(dense(ledger.decisions(), STOCKS)).toEqual(whole.decisions);
      expect(ledger.holdings()).toEqual(whole.holdings);
    };
    fc.assert(fc.property(rulesOf, market, check), { numRuns: 400, seed: 11 });
  });

  it('no side holds more than its gross, and what is neutral is', () => {
    const check = (rules: BookRules, sessions: TestSession[]): void => {
      const { decisions, rows } = run(rules, sessions);
      const most = rules.sleeves.reduce(
        (sum, { share, long, short }) => sum + share * ((long?.gross ?? 0) + (short?.gross ?? 0)),
        0,
      );
      const [only, another] = rules.sleeves;
      rows('target').forEach((target, d) => {
        if (!decisions.flags[d]!.rebalance) return;
        const size = target.reduce((sum, weight) => sum + Math.abs(weight), 0);
        expect(size).toBeLessThanOrEqual(most * (1 + 1e-12));
        if (another !== undefined || only!.neutral === null) return;
        const { rows: read } = sessions[decisions.decided[d]!]!;
        const counts = (i: number): number => (only!.neutral!.to === 'beta' ? read.volatility![i]! : 1);
        const net = target.reduce((sum, weight, i) => sum + (weight === 0 ? 0 : weight * counts(i)), 0);
        expect(net).toBeCloseTo(0, 12);
      });
    };
    fc.assert(fc.property(rulesOf, market, check), { numRuns: 400, seed: 12 });
  });

  it('the future changes nothing that was decided', () => {
    const check = (rules: BookRules, sessions: TestSession[]): void => {
      const whole = run(rules, sessions);
      const part = run(rules, sessions.slice(0, -2));
      expect(part.rows('held')).toEqual(whole.rows('held').slice(0, part.decisions.count));
    };
    fc.assert(fc.property(rulesOf, market, check), { numRuns: 100, seed: 13 });
  });
});
