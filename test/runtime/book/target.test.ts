/**
 * Step 1 worked out by hand: who is chosen, kept and filtered, how a gross is divided, and what makes a target neutral.
 * Stocks are A, B, C, … in ticker order; rows list their values in that order.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ordering } from '../../../runtime/book/ordering.ts';
import { buildTarget, targetScratch } from '../../../runtime/book/target.ts';
import type { LegRules, SleeveRules } from '../../../runtime/book/types.ts';
import { UserError } from '../../../runtime/ports.ts';
import { legOf, PLAIN, sessionFor } from './support.ts';

const NONE = Number.NaN;
const LONG_ONLY = { ...PLAIN, share: 1, alpha: 1, long: legOf(2, 1), short: null };

type Rows = Readonly<Record<string, readonly number[]>>;

/** The target of a sleeve by what its rules read; `before` is that of its last rebalance. */
function aim(changes: Partial<SleeveRules>, rows: Rows, { before, returns }: Extra = {}) {
  const { score = [], ...others } = rows;
  const session = sessionFor(
    score.map(() => 100),
    score,
    {
      rows: others,
      // The last returns of the stocks asked for, a row each.
      history: (_, stocks, count) => {
        const histories = Array.from(stocks, (stock) => returns![stock]!);
        expect(histories.every((history) => history.length === count)).toBe(true);
        return Float64Array.from(histories.flat());
      },
    },
  );
  const target = Float64Array.from(before ?? score.map(() => 0));
  const found = buildTarget({ ...LONG_ONLY, ...changes }, session, targetScratch(score.length), target);
  return { target: [...target], ...found };
}

interface Extra {
  readonly before?: readonly number[];
  readonly returns?: readonly (readonly number[])[];
}

const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 13));
const part = (enter: number, gross: number, keep = enter): LegRules => ({
  ...legOf(1, gross),
  take: { kind: 'part', enter, keep },
});
const keeping = (enter: number, keep: number, gross: number): LegRules => ({
  ...legOf(1, gross),
  take: { kind: 'count', enter, keep },
});
const all = (gross: number, changes: Partial<LegRules> = {}): LegRules => ({
  ...legOf(1, gross, changes),
  take: { kind: 'all' },
});

describe('how many are taken', () => {
  it('a part is rounded down, and one at least', () => {
    // 30% of 7 is 2.1, 10% of 7 is 0.7.
    const { target } = aim({ long: part(0.3, 0.5), short: part(0.1, 0.5) }, { score: [1, 7, 3, 2, 6, 5, 4] });
    expect(target).toEqual([-0.5, 0.25, 0, 0, 0.25, 0, 0]);
  });

  it('a part that means 29 names is 29, whatever binary makes of 29%', () => {
    const { target } = aim({ long: part(0.29, 1) }, { score: Array.from({ length: 100 }, (_, i) => i) });
    expect(0.29 * 100).toBeLessThan(29);
    expect(target.filter((weight) => weight > 0)).toHaveLength(29);
  });

  it('neither side takes more than half of one order; of an odd number one stays out', () => {
    const { target, few } = aim({ long: legOf(3, 0.6), short: legOf(3, 0.4) }, { score: [5, 4, 3, 2, 1] });
    expect(target).toEqual([0.3, 0.3, 0, -0.2, -0.2]);
    expect(few).toBe(true);
  });

  it('`all` are all that pass, on both sides, and one that passes for both has the sum', () => {
    const rows = { score: [3, 2, -1, -3], rises: [1, 1, 0, 0], falls: [0, 1, 1, 1] };
    const sides = { long: all(0.6, { filter: 'rises' }), short: all(0.6, { filter: 'falls' }) };
    expect(aim(sides, rows).target).toEqual(close([0.3, 0.1, -0.2, -0.2]));
  });

  it('two scores are two orders, and a name at the end of both has the sum of both weights', () => {
    const rows = { score: [4, 3, 2, 1], other: [9, 1, 2, NONE] };
    const { target, names } = aim({ long: legOf(2, 0.6), short: legOf(1, 0.5, { score: 'other' }) }, rows);
    // Long A and B; short B, the worst of the three that the other score knows.
    expect(target).toEqual(close([0.3, 0.3 - 0.5, 0, 0]));
    expect(names).toBe(4);
  });

  it('an empty cross-section leaves the target as it was', () => {
    const { target, names } = aim({}, { score: [NONE, NONE] }, { before: [0.5, 0.5] });
    expect([names, ...target]).toEqual([0, 0.5, 0.5]);
  });
});

describe('the hold buffer', () => {
  const score = [6, 5, 4, 3, 2, 1];

  it('keeps those held that are still within it, beside those that enter', () => {
    // C and D are held and within the first four; F is held and is not. A and B enter.
    const before = [0, 0, 0.5, 0.25, 0, 0.25];
    expect(aim({ long: keeping(2, 4, 1) }, { score }, { before }).target).toEqual([0.25, 0.25, 0.25, 0.25, 0, 0]);
  });

  it('keeps nobody who was on the other side', () => {
    const before = [0, 0, -0.5, 0, 0, 0];
    expect(aim({ long: keeping(2, 4, 1) }, { score }, { before }).target).toEqual([0.5, 0.5, 0, 0, 0, 0]);
  });

  it('of shorts counts from the end', () => {
    const before = [0, -0.2, 0, -0.2, 0, 0];
    const { target } = aim({ long: null, short: keeping(1, 3, 0.6) }, { score }, { before });
    // F enters, D is the third from the end, B is the fifth.
    expect(target).toEqual(close([0, 0, 0, -0.3, 0, -0.3]));
  });

  it('ends at half of one order', () => {
    const before = [0, 0, 0.5, 0.5, 0, 0];
    const { target } = aim({ long: keeping(1, 5, 0.6), short: legOf(1, 0.4) }, { score }, { before });
    expect(target).toEqual(close([0.3, 0, 0.3, 0, 0, -0.4]));
  });

  it('keeps nobody whom the filter refuses', () => {
    const before = [0, 0, 0.5, 0.5, 0, 0];
    const long = { ...keeping(2, 4, 1), filter: 'passes' };
    expect(aim({ long }, { score, passes: [1, 1, 0, 1, 1, 1] }, { before }).target).toEqual(
      close([1 / 3, 1 / 3, 0, 1 / 3, 0, 0]),
    );
  });

  it('may be a part: 40% of six are two, 80% are four', () => {
    const before = [0, 0, 0, 0.5, 0.5, 0];
    expect(aim({ long: part(0.4, 0.9, 0.8) }, { score }, { before }).target).toEqual(close([0.3, 0.3, 0, 0.3, 0, 0]));
  });
});

describe('the median of a cross-section', () => {
  it('is that of sorting it, whatever the scores', () => {
    const score = fc.oneof(
      fc.integer({ min: -3, max: 3 }),
      fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
      fc.constantFrom(1e300, -1e300, NONE),
    );
    const check = (values: number[]): void => {
      const ordering = new Ordering(values.length);
      ordering.arrange(Float64Array.from(values), new Uint8Array(values.length).fill(1));
      const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
      const n = sorted.length;
      const middle = n % 2 === 1 ? sorted[n >> 1]! : (sorted[n / 2 - 1]! + sorted[n / 2]!) / 2;
      // Minus zero is as good as zero.
      expect(ordering.median() + 0).toBe(n === 0 ? NONE : middle + 0);
    };
    fc.assert(fc.property(fc.array(score, { maxLength: 40 }), check), { numRuns: 1000, seed: 21 });
  });
});

describe('weights by the score', () => {
  const weight = { method: 'score' } as const;

  it('are the distances from the median', () => {
    // The median of 5, 3, 2, 1, −4 is 2: longs are 3 and 1 above, shorts 1 and 6 below.
    const sides = { weight, long: legOf(2, 0.6), short: legOf(2, 0.7) };
    expect(aim(sides, { score: [3, 1, 5, -4, 2] }).target).toEqual(close([0.15, -0.1, 0.45, -0.6, 0]));
  });

  it('are nothing for a name on the other side of the median', () => {
    // Of 5, 3, 2, 0 it is 2.5: 2.5 and 0.5 above it, and C below.
    expect(aim({ weight, long: legOf(3, 0.6) }, { score: [5, 3, 2, 0] }).target).toEqual(close([0.5, 0.1, 0, 0]));
  });

  it('are equal for names that are as good as each other', () => {
    expect(aim({ weight, long: legOf(2, 0.6) }, { score: [1, 1, 1] }).target).toEqual([0.3, 0.3, 0]);
  });

  it('are those of the best alone when it is infinitely better', () => {
    const score = [Number.POSITIVE_INFINITY, 3, 2, 1];
    expect(aim({ weight, long: legOf(2, 0.6) }, { score }).target).toEqual([0.6, 0, 0, 0]);
  });
});

describe('weights by rank', () => {
  const weight = { method: 'rank' } as const;

  it('fall by one part from the best on; equal scores are in ticker order', () => {
    // Longs A, B, C with 3, 2, 1 parts of 6.
    expect(aim({ weight, long: legOf(3, 0.6) }, { score: [2, 2, 1, 0] }).target).toEqual(close([0.3, 0.2, 0.1, 0]));
  });

  it('of shorts: the last of the order is the best', () => {
    // From the end D, C, B with 3, 2, 1 parts; B and C are equal, and C is the later ticker.
    const { target } = aim({ weight, long: null, short: legOf(3, 0.6) }, { score: [3, 1, 1, 0] });
    expect(target).toEqual(close([0, -0.1, -0.2, -0.3]));
  });
});

describe('weights by volatility', () => {
  const vol = [0.01, 0.02, 0.04, NONE, 0];

  it('are its inverses, and who has none or does not move is left out', () => {
    // 100 : 50 : 25
    const found = aim(
      { weight: { method: 'inverse_volatility', volatility: 'vol' }, long: legOf(5, 0.7) },
      { score: [5, 4, 3, 2, 1], vol },
    );
    expect(found.target).toEqual(close([0.4, 0.2, 0.1, 0, 0]));
    expect(found.unweighed).toBe(2);
  });

  it('are the distances of the scores over it', () => {
    // The median of 7, 4, 1, 1, 0 is 1: 6 / 0.01 = 600 and 3 / 0.02 = 150 are 4 : 1.
    const { target } = aim(
      { weight: { method: 'score_over_volatility', volatility: 'vol' }, long: legOf(2, 0.5) },
      { score: [7, 4, 1, 1, 0], vol },
    );
    expect(target).toEqual(close([0.4, 0.1, 0, 0, 0]));
  });

  it('leave a side without any empty', () => {
    const found = aim(
      { weight: { method: 'inverse_volatility', volatility: 'vol' }, long: legOf(2, 1) },
      { score: [2, 1], vol: [NONE, 0] },
    );
    expect(found).toMatchObject({ target: [0, 0], names: 2, unweighed: 2 });
  });
});

/**
 * Two names that have nothing in common: variances over n of 1 and 4 (in %²), sample variances of 4/3 and 16/3.
 * Ledoit and Wolf's shrinkage of diag(1, 4): m = 2.5; the squared distance from 2.5 I is 2 · 1.5² = 4.5; every xxᵀ
 * is [1 ±2; ±2 4], whose squared norm is 25 against 17 of diag(1, 4), so that the error is (25 − 17) / 4 = 2. Of that
 * 2 / 4.5 = 4/9 is shrunk: 5/9 · 1 + 4/9 · 2.5 = 5/3, and 5/9 · 4 + 4/9 · 2.5 = 10/3.
 */
const RETURNS = [
  [0.01, 0.01, -0.01, -0.01],
  [0.02, -0.02, 0.02, -0.02],
];
const A = (5 / 3) * 1e-4;
const B = (10 / 3) * 1e-4;

describe('weights by how names move together', () => {
  const of = { over: 4, returns: 'returns' };
  const aimed = (weight: SleeveRules['weight'], score = [2, 1], gross = 1, returns = RETURNS) =>
    aim({ weight, long: legOf(score.length, gross) }, { score }, { returns });

  it('risk parity of two names is the inverse of their shrunk deviations', () => {
    // 1 / √(5/3) : 1 / √(10/3) = √2 : 1
    const root = Math.SQRT2;
    expect(aimed({ method: 'risk_parity', ...of }, [2, 1], 0.6).target).toEqual(
      close([(0.6 * root) / (1 + root), 0.6 / (1 + root)]),
    );
  });

  it('hierarchical risk parity of two names is the inverse of their variances', () => {
    expect(aimed({ method: 'hierarchical_risk_parity', ...of }).target).toEqual(close([0.8, 0.2]));
  });

  it('minimum variance of two names without a covariance is the inverse of the shrunk variances', () => {
    // 3/5 : 3/10
    expect(aimed({ method: 'minimum_variance', ...of, cap: 1 }).target).toEqual(close([2 / 3, 1 / 3]));
    expect(aimed({ method: 'minimum_variance', ...of, cap: 0.6 }).target).toEqual(close([0.6, 0.4]));
  });

  it('fewer names than the cap needs are held at the cap each', () => {
    expect(aimed({ method: 'minimum_variance', ...of, cap: 0.3 }, [2, 1], 0.5).target).toEqual(close([0.15, 0.15]));
  });

  it('mean variance weighs the expected returns against the variance over their horizon', () => {
    // λ a w = λ b (1 − w) + μ₁ − μ₂, so w = (λ b + μ₁ − μ₂) / (λ (a + b)); a + b = 5e-4.
    const rule = { method: 'mean_variance', ...of, cap: 1, aversion: 10 } as const;
    const score = [0.0005, 0.001];
    const one = (10 * B - 0.0005) / 0.005;
    expect(one).toBeCloseTo(17 / 30, 14);
    expect(aimed({ ...rule, horizon: 1 }, score).target).toEqual(close([one, 1 - one]));
    const two = (10 * 2 * B - 0.0005) / 0.01;
    expect(two).toBeCloseTo(37 / 60, 14);
    expect(aimed({ ...rule, horizon: 2 }, score).target).toEqual(close([two, 1 - two]));
  });

  it('a Kelly bet on one name is fraction · μ / σ², up to the cap, and none on a loss', () => {
    // One name has nothing to be shrunk to but itself: 1e-4.
    const rule = { method: 'kelly', ...of, fraction: 0.5, cap: 1, horizon: 1 } as const;
    const bet = (changes: object, score: number) => aimed({ ...rule, ...changes }, [score], 1, [RETURNS[0]!]).target[0];
    expect(bet({}, 0.00008)).toBeCloseTo(0.4, 13);
    expect(bet({ cap: 0.25 }, 0.00008)).toBeCloseTo(0.25, 13);
    expect(bet({ horizon: 5 }, 0.00008)).toBeCloseTo(0.08, 13);
    expect(bet({}, -0.00008)).toBe(0);
  });

  it('shorts bet on losses', () => {
    const { target } = aim(
      {
        weight: { method: 'kelly', ...of, fraction: 0.5, cap: 1, horizon: 1 },
        long: null,
        short: legOf(1, 1),
      },
      { score: [-0.00008] },
      { returns: [RETURNS[0]!] },
    );
    expect(target).toEqual(close([-0.4]));
  });

  it('Kelly bets that add up to more than the book share it, and shrink to the gross', () => {
    // Alone they would be 0.8 and 0.4. With Σ w = 1 each gives up ν / σ²: ν (1 / a + 1 / b) = 0.2.
    const rule = { method: 'kelly', ...of, fraction: 1, cap: 1, horizon: 1 } as const;
    expect(aimed(rule, [0.8 * A, 0.4 * B]).target).toEqual(close([2 / 3, 1 / 3]));
    expect(aimed(rule, [0.8 * A, 0.4 * B], 0.5).target).toEqual(close([1 / 3, 1 / 6]));
    expect(aimed(rule, [0.4 * A, 0.4 * B], 0.9).target).toEqual(close([0.4, 0.4]));
  });

  it('leave out who misses a return or never moved', () => {
    const returns = [[0.01, NONE, -0.01, -0.01], [0.02, -0.02, 0.02, -0.02], [0, 0, 0, 0], RETURNS[0]!];
    const found = aimed({ method: 'hierarchical_risk_parity', ...of }, [4, 3, 2, 1], 1, returns);
    expect(found.target).toEqual(close([0, 0.2, 0, 0.8]));
    expect(found.unweighed).toBe(2);
  });

  it('that an optimiser cannot find end the run with the day and what it was given', () => {
    const copies = [RETURNS[0]!, RETURNS[0]!.map((value) => 1e200 * value)];
    const act = () => aimed({ method: 'minimum_variance', ...of, cap: 1 }, [2, 1], 1, copies);
    expect(act).toThrow(UserError);
    expect(act).toThrow(/`minimum_variance` found no weights for the 2 names of a side on 2024-10-04/);
  });
});

describe('a neutral target', () => {
  it('to the market: the heavier side shrinks to the other', () => {
    // Bets of 0.6 long and 0.3 short.
    const sides = { long: legOf(1, 1), short: legOf(1, 1), neutral: { to: 'market' } as const };
    const weight = { method: 'kelly', over: 4, returns: 'returns', fraction: 1, cap: 1, horizon: 1 } as const;
    const score = [0.6e-4, -0.3 * 4e-4];
    expect(aim({ ...sides, weight }, { score }, { returns: RETURNS }).target).toEqual(close([0.3, -0.3]));
  });

  it('to the market: without shorts there are no longs', () => {
    const sides = { long: legOf(1, 0.5), short: legOf(1, 0.5, { filter: 'none' }) };
    expect(aim({ ...sides, neutral: { to: 'market' } }, { score: [2, 1], none: [0, 0] }).target).toEqual([0, 0]);
  });

  it('to sectors: within each of them, and among those in none', () => {
    // 0: A and B long, D short. 1: E short alone. None: C long, F short.
    const sector = [0, 0, NONE, 0, 1, NONE];
    const sides = { long: legOf(3, 0.6), short: legOf(3, 0.6) };
    const rows = { score: [6, 5, 4, 3, 2, 1], sector };
    expect(aim({ ...sides, neutral: { to: 'sector', sector: 'sector' } }, rows).target).toEqual(
      close([0.1, 0.1, 0.2, -0.2, 0, -0.2]),
    );
  });

  it('to the beta: Σ w β = 0, without those whose beta is not known', () => {
    const sides = { long: legOf(2, 0.5), short: legOf(2, 0.5), neutral: { to: 'beta', beta: 'beta' } as const };
    const score = [4, 3, 2, 1];
    // 0.25 · (1.5 + 0.5) = 0.5 against 0.25 · (1 + 2) = 0.75: the shorts shrink by 2/3.
    expect(aim(sides, { score, beta: [1.5, 0.5, 1, 2] }).target).toEqual(close([0.25, 0.25, -1 / 6, -1 / 6]));
    // 0.5 against 0.25: the longs by a half.
    expect(aim(sides, { score, beta: [1.5, 0.5, 1, NONE] }).target).toEqual(close([0.125, 0.125, -0.25, 0]));
    // Longs that gain when the market falls cannot be balanced by shorts that do so as well.
    expect(aim(sides, { score, beta: [-1, -1, 1, 1] }).target).toEqual([0, 0, 0, 0]);
  });
});

describe('the regime', () => {
  it.each([
    [1, [0.5, 0.5, 0]],
    [0, [0, 0, 0]],
    [NONE, [0, 0, 0]],
  ])('%d', (calm, expected) => {
    const found = aim({ hold: 'calm' }, { score: [3, 2, 1], calm: [calm, calm, calm] }, { before: [0, 0, 1] });
    expect(found).toMatchObject({ names: 3, target: expected });
  });
});
