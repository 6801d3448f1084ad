/** Step 4 by itself: weights in, weights within the limits out, and who was cut by what. */
import { describe, expect, it } from 'vitest';
import { CutLog, LIMIT_NAMES } from '../../../runtime/book/cuts.ts';
import { Limiter } from '../../../runtime/book/limits.ts';
import { Support } from '../../../runtime/book/support.ts';
import type { BookLimits } from '../../../runtime/book/types.ts';
import { close } from './run.ts';
import { NO_LIMITS, sessionFor } from './support.ts';

const NONE = Number.NaN;

interface Given {
  readonly rows?: Readonly<Record<string, readonly number[]>>;
  /** Of each stock, oldest first. */
  readonly returns?: readonly (readonly number[])[];
  readonly equity?: number;
  readonly scale?: number;
  readonly out?: readonly number[];
}

function limit(weights: readonly number[], limits: Partial<BookLimits>, given: Given = {}) {
  const { rows = {}, returns = [], equity = 1000, scale = 1, out } = given;
  const smoothed = Float64Array.from(weights);
  const support = new Support(weights.length);
  support.include(smoothed);
  const limited = new Float64Array(weights.length);
  const cuts = new CutLog();
  const session = sessionFor(weights, weights, {
    rows,
    history: (_node, stocks, count) => Float64Array.from(Array.from(stocks, (i) => returns[i]!.slice(-count)).flat()),
  });
  const limiter = new Limiter({ limits: { ...NO_LIMITS, ...limits } });
  const kept = out === undefined ? null : Uint8Array.from(out);
  limiter.apply({ smoothed, scale, out: kept, equity, session, support }, limited, cuts);
  const told = Array.from({ length: cuts.count }, (_, k) => [
    LIMIT_NAMES[cuts.by[k]!]!,
    cuts.stock[k]!,
    cuts.figure[k]!,
    cuts.most[k]!,
    cuts.before[k]!,
    cuts.after[k]!,
  ]);
  return { weights: [...limited], told };
}

describe('a limit of weight', () => {
  it('clips each |w| after the scale, and tells whom', () => {
    // Twice 15% and 12.5% are 30% and 25%, both above 20%; twice 5% is not.
    const { weights, told } = limit([0.15, -0.125, 0.05], { weight: 0.2 }, { scale: 2 });
    expect(weights).toEqual([0.2, -0.2, 0.1]);
    expect(told).toEqual([
      ['weight', 0, ...close([0.3, 0.2, 0.3, 0.2])],
      ['weight', 1, ...close([0.25, 0.2, -0.25, -0.2])],
    ]);
  });
});

describe('a limit of volume', () => {
  const limits = { volume: { most: 0.05, of: 'volume' } };

  it('lets a position be that part of the USD that trade', () => {
    // 5% of 4,000 USD is 200 USD: 20% of 1,000. 30% would be 300 / 4,000 = 7.5% of the volume. 5% of 10,000 is plenty.
    const { weights, told } = limit([0.3, -0.2], limits, { rows: { volume: [4000, 10_000] } });
    expect(weights).toEqual(close([0.2, -0.2]));
    expect(told).toEqual([['volume', 0, ...close([0.075, 0.05, 0.3, 0.2])]]);
  });

  it('lets nobody hold what has none, or none that is known', () => {
    const { weights, told } = limit([0.3, -0.2], limits, { rows: { volume: [0, NONE] } });
    expect(weights).toEqual([0, 0]);
    expect(told).toEqual([
      ['volume', 0, NONE, ...close([0.05, 0.3, 0])],
      ['volume', 1, NONE, ...close([0.05, -0.2, 0])],
    ]);
  });
});

describe('a limit of correlation', () => {
  // Less their mean of 2.5: A −1.5 −0.5 0.5 1.5, B −0.5 −1.5 1.5 0.5, each of square 5. A·B = 0.75 · 4 = 3, so 0.6.
  // C is A from its end: with A −1, with B −0.6.
  const A = [1, 2, 3, 4];
  const B = [2, 1, 4, 3];
  const C = [4, 3, 2, 1];
  const limits = { correlation: { most: 0.5, window: 4, returns: 'returns' } };

  it('keeps from the largest down whoever does not move with one kept', () => {
    const { weights, told } = limit([0.1, 0.3, 0.2], limits, { returns: [C, A, B] });
    expect(weights).toEqual([0.1, 0.3, 0]);
    expect(told).toEqual([['correlation', 2, ...close([0.6, 0.5, 0.2, 0])]]);
  });

  it('takes a short that falls when a long rises for the same bet', () => {
    // A long with C short correlate at (−1) · (−1) = 1.
    const { weights, told } = limit([0.3, -0.2], limits, { returns: [A, C] });
    expect(weights).toEqual([0.3, 0]);
    expect(told).toEqual([['correlation', 1, ...close([1, 0.5, -0.2, 0])]]);
  });

  it('lets a long and a short that rise together offset each other', () => {
    expect(limit([0.3, -0.2], limits, { returns: [A, B] }).weights).toEqual([0.3, -0.2]);
  });

  it('is not held against names already let go: only with those kept', () => {
    // B goes because of A; D is B again, and stays out because of A too. E is flat: undefined, and kept.
    const returns = [A, B, [2, 1, 4, 3], [1, 1, 1, 1]];
    expect(limit([0.3, 0.2, 0.15, 0.1], limits, { returns }).weights).toEqual([0.3, 0, 0, 0.1]);
  });

  it('keeps the first ticker of equal weights, and cuts nobody for want of history', () => {
    expect(limit([0.2, 0.2], limits, { returns: [B, A] }).weights).toEqual([0.2, 0]);
    expect(limit([0.2, 0.2], limits, { returns: [[NONE, 1, 4, 3], A] }).weights).toEqual([0.2, 0.2]);
  });
});

describe('a limit of names', () => {
  it('keeps the largest, of equal ones the first tickers', () => {
    const { weights, told } = limit([0.1, -0.3, 0.2, 0.1], { names: 3 });
    expect(weights).toEqual([0.1, -0.3, 0.2, 0]);
    expect(told).toEqual([['names', 3, ...close([4, 3, 0.1, 0])]]);
  });
});

describe('a limit of sectors', () => {
  it('shrinks a sector, and nobody in none', () => {
    // The first sector holds 50%, twice what it may; the others 10% each.
    const { weights, told } = limit(
      [0.3, 0.2, -0.1, 0.1],
      { sector: { most: 0.25, of: 'sector' } },
      { rows: { sector: [0, 0, 1, NONE] } },
    );
    expect(weights).toEqual(close([0.15, 0.1, -0.1, 0.1]));
    expect(told).toEqual([
      ['sector', 0, ...close([0.5, 0.25, 0.3, 0.15])],
      ['sector', 1, ...close([0.5, 0.25, 0.2, 0.1])],
    ]);
  });
});

describe('a limit of beta', () => {
  const limits = (most: number) => ({ beta: { most, window: 5, of: 'beta' } });

  it('shrinks whoever moves the book too far, until they exceed the others by it', () => {
    // Upwards 0.4 · 1.5 + 0.3 · 1 = 0.9, downwards 0.2 · 0.5 = 0.1: 0.8 in all. (0.1 + 0.3) / 0.9 = 4/9 is left of the longs.
    const { weights, told } = limit([0.4, 0.3, -0.2], limits(0.3), { rows: { beta: [1.5, 1, 0.5] } });
    expect(weights).toEqual(close([1.6 / 9, 1.2 / 9, -0.2]));
    expect(told.map(([by, stock]) => [by, stock])).toEqual([
      ['beta', 0],
      ['beta', 1],
    ]);
    expect(told[0]).toEqual(['beta', 0, ...close([0.8, 0.3, 0.4, 1.6 / 9])]);
  });

  it('counts a long of negative beta among those that pull down', () => {
    // Upwards 0.4, downwards 0.2 · 0.5 + 0.1 · 1 = 0.2: 0.2 in all. (0.2 + 0.1) / 0.4 = 3/4.
    expect(limit([0.4, 0.2, -0.1], limits(0.1), { rows: { beta: [1, -0.5, 1] } }).weights).toEqual(
      close([0.3, 0.2, -0.1]),
    );
  });

  it('takes a beta that is not known for that of the market', () => {
    expect(limit([0.4], limits(0.3), { rows: { beta: [NONE] } }).weights).toEqual(close([0.3]));
  });

  it('shrinks the whole book where the limit of net then makes one side too small for it', () => {
    // β: up 0.5, down 0.25, so A to (0.25 + 0.1) / 0.5 = 0.7 of it: 0.35. Net 0.35 − 0.5: B to 0.7 of it, −0.35. Now the
    // beta is 0.35 − 0.175 = 0.175, and 0.1 / 0.175 = 4/7 of 35% are 20%.
    const { weights, told } = limit([0.5, -0.5], { ...limits(0.1), net: 0 }, { rows: { beta: [1, 0.5] } });
    expect(weights).toEqual(close([0.2, -0.2]));
    expect(told.map(([by, stock]) => `${by} ${stock}`)).toEqual(['beta 0', 'net 1', 'beta -1']);
  });
});

describe('limits of net and gross', () => {
  it('are told apart where both bind', () => {
    // Net 0.6 above 0.4: longs to (0.2 + 0.4) / 0.8 = 3/4, so 0.6 and −0.2. Gross 0.8 above 0.4: half of all.
    const { weights, told } = limit([0.8, -0.2], { net: 0.4, gross: 0.4 });
    expect(weights).toEqual(close([0.3, -0.1]));
    expect(told).toEqual([
      ['net', 0, ...close([0.6, 0.4, 0.8, 0.6])],
      // One row for the whole book, with its size.
      ['gross', -1, ...close([0.8, 0.4, 0.8, 0.4])],
    ]);
  });
});

describe('limits of what a session may lose', () => {
  const tail = { level: 0.75, window: 5, method: 'historical', returns: 'returns' } as const;
  // Half of it: −2% to +2% by 1%.
  const returns = [[-0.04, -0.02, 0, 0.02, 0.04]];

  it('value at risk, historical: the quantile of the book held', () => {
    // The lower quartile of five is the second lowest: a loss of 1%, twice what is allowed.
    const { weights, told } = limit([0.5], { valueAtRisk: { ...tail, most: 0.005 } }, { returns });
    expect(weights).toEqual(close([0.25]));
    expect(told).toEqual([['value_at_risk', -1, ...close([0.01, 0.005, 0.5, 0.25])]]);
  });

  it('expected shortfall, historical: the mean of the worst', () => {
    // The worst ⌊4 · 0.25⌋ + 1 = 2 lose 1.5% on average.
    const { weights, told } = limit([0.5], { expectedShortfall: { ...tail, most: 0.01 } }, { returns });
    expect(weights).toEqual(close([1 / 3]));
    expect(told).toEqual([['expected_shortfall', -1, ...close([0.015, 0.01, 0.5, 1 / 3])]]);
  });

  it('Gaussian: mean and sample deviation', () => {
    // Mean 0, sd √(10 / 4)%; the tenth percentile of the normal is −1.2815515655446004.
    const loss = 0.01 * Math.sqrt(2.5) * 1.2815515655446004;
    const limits = { valueAtRisk: { ...tail, level: 0.9, method: 'gaussian', most: 0.01 } as const };
    expect(limit([0.5], limits, { returns }).weights).toEqual(close([(0.5 * 0.01) / loss]));
  });

  it('a short loses what a long makes, and a missing return adds nothing', () => {
    // Long half of A, short half of B: −2 + 1, −1, 0 − 1, 1 + 0, 2 − 0 percent: −1, −1, −1, 1, 2. The quartile is −1%.
    const both = [returns[0]!, [-0.02, NONE, 0.02, NONE, NONE]];
    expect(limit([0.5, -0.5], { valueAtRisk: { ...tail, most: 0.005 } }, { returns: both }).weights).toEqual(
      close([0.25, -0.25]),
    );
  });

  it('bind nothing without enough history: of the window, or for GARCH to be fitted', () => {
    const short = [[NONE, -0.5, -0.5, -0.5, -0.5]];
    expect(limit([0.5], { valueAtRisk: { ...tail, most: 0.001 } }, { returns: short }).weights).toEqual([0.5]);
    const garch = { valueAtRisk: { ...tail, method: 'garch', most: 0.001 } as const };
    expect(limit([0.5], garch, { returns }).weights).toEqual([0.5]);
  });

  it('by GARCH: meet the limit whatever the fit is, since a book twice as small loses half', () => {
    let state = 1;
    const shock = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647 - 0.5;
    };
    const drawn = [Array.from({ length: 250 }, () => 0.04 * shock())];
    const rule = { level: 0.95, window: 250, method: 'garch', returns: 'returns' } as const;
    const once = limit([0.5], { valueAtRisk: { ...rule, most: 0.001 } }, { returns: drawn }).weights[0]!;
    expect(once).toBeLessThan(0.5);
    const again = limit([once], { valueAtRisk: { ...rule, most: 0.001 * (1 + 1e-6) } }, { returns: drawn });
    expect(again.weights).toEqual([once]);
  });
});

describe('a name that a stop keeps out', () => {
  it('is not among those that limits choose from', () => {
    // Without A there are two names, and both may stay.
    const { weights, told } = limit([0.3, 0.2, 0.1], { names: 2 }, { out: [1, 0, 0] });
    expect(weights).toEqual([0, 0.2, 0.1]);
    expect(told).toEqual([]);
  });
});
