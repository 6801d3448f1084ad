/** Monte Carlo of paths, decay of information, capacity. */
import { describe, expect, test } from 'vitest';
import { drawSessions } from '../../../runtime/figures/bootstrap.ts';
import { capacity, impactLoad } from '../../../runtime/figures/capacity.ts';
import { informationDecay } from '../../../runtime/figures/decay.ts';
import { mean, standardDeviation } from '../../../runtime/figures/moments.ts';
import { monteCarloPaths } from '../../../runtime/figures/monteCarlo.ts';
import { sharpe } from '../../../runtime/figures/performance.ts';
import { random } from '../../../runtime/random.ts';

describe('resamples of sessions', () => {
  test('are as long as the series, of blocks of mean length ⌈n^(1/3)⌉, every session as often as another', () => {
    const n = 130;
    const source = random(1);
    const seen = new Float64Array(n);
    let places = 0;
    let joins = 0;
    for (let r = 0; r < 4000; r++) {
      let before = Number.NaN;
      drawSessions(n, source, (from, to) => {
        if (to === places % n) places++;
        seen[from]!++;
        if (from === (before + 1) % n) joins++;
        before = from;
      });
    }
    expect(places).toBe(4000 * n);
    // A block ends with a chance of 1/6, and a new one starts where the last ended with one of 1/130.
    expect(joins / (4000 * (n - 1))).toBeCloseTo(1 - (1 / 6) * (1 - 1 / n), 2);
    for (const count of seen) expect(Math.abs(count / 4000 - 1)).toBeLessThan(0.15);
  });
});

describe('Monte Carlo of paths', () => {
  test('of returns that are one: every path is the path there was', () => {
    const paths = monteCarloPaths(new Float64Array(3).fill(-0.1), { seed: 1, paths: 4 })!;
    expect([...paths.at]).toEqual([0, 1, 2, 3]);
    for (const end of paths.endEquity) expect(end).toBeCloseTo(0.729, 15);
    for (const drawdown of paths.maxDrawdown) expect(drawdown).toBeCloseTo(-0.271, 15);
    for (const { equity } of paths.bands)
      [1, 0.9, 0.81, 0.729].forEach((value, i) => {
        expect(equity[i]).toBeCloseTo(value, 15);
      });
  });

  test('of a doubling and a halving: what follows a peak is a drawdown from it', () => {
    const { endEquity, maxDrawdown } = monteCarloPaths(Float64Array.of(1, -0.5), { seed: 1, paths: 200 })!;
    // Twice the one, both in either order, twice the other.
    expect([...new Set(endEquity)]).toEqual([0.25, 1, 4]);
    expect([...new Set(maxDrawdown)]).toEqual([-0.75, -0.5, 0]);
    const halved = maxDrawdown.filter((drawdown) => drawdown === -0.5);
    expect(halved).toHaveLength(endEquity.filter((end) => end === 1).length);
  });

  test('the logarithm of the end is spread as Politis and Romano derive it', () => {
    const n = 1000;
    const source = random(2);
    const returns = Float64Array.from({ length: n }, () => Math.exp(0.0005 + 0.01 * source.normal()) - 1);
    const { endEquity, at, bands } = monteCarloPaths(returns, { seed: 3, paths: 4000 })!;
    const logs = returns.map((value) => Math.log1p(value));
    const ends = endEquity.map(Math.log);
    const variance = stationaryVariance(logs, 1 / 10);
    expect(Math.abs(standardDeviation(ends)! / Math.sqrt(variance) - 1)).toBeLessThan(0.04);
    const error = mean(ends)! - n * mean(logs)!;
    expect(Math.abs(error) / Math.sqrt(variance / 4000)).toBeLessThan(3);
    expect([at.length, at[0], at[50], at.at(-1)]).toEqual([101, 0, 500, 1000]);
    expect(bands.map(({ share }) => share)).toEqual([0.05, 0.25, 0.5, 0.75, 0.95]);
    expect(bands[2]!.equity.at(-1)).toBe((endEquity[1999]! + endEquity[2000]!) / 2);
  });

  test('the same seed gives the same paths, another seed others, and nothing comes of nothing', () => {
    const returns = Float64Array.from({ length: 50 }, (_, i) => Math.sin(i) / 50);
    expect(monteCarloPaths(returns, { seed: 1, paths: 9 })).toEqual(monteCarloPaths(returns, { seed: 1, paths: 9 }));
    expect(monteCarloPaths(returns, { seed: 1, paths: 9 })).not.toEqual(
      monteCarloPaths(returns, { seed: 2, paths: 9 }),
    );
    expect(monteCarloPaths(new Float64Array(0), { seed: 1 })).toBeNull();
  });
});

/** Of the sum of a resample whose blocks end with a chance of p: lemma 1 of Politis and Romano (1994). */
function stationaryVariance(values: Float64Array, p: number): number {
  const n = values.length;
  const centre = mean(values)!;
  let total = 0;
  for (let lag = 0; lag < n; lag++) {
    let around = 0;
    for (let t = 0; t < n; t++) around += (values[t]! - centre) * (values[(t + lag) % n]! - centre);
    total += (lag === 0 ? 1 : 2 * (1 - lag / n) * (1 - p) ** lag) * around;
  }
  return total;
}

describe('decay of information', () => {
  // Three stocks, six sessions. The prediction of t orders what the stocks do from t + 1 to t + 2, and nothing else.
  const sessions = 6;
  const predictions = Float64Array.of(3, 1, 2, 3, 1, 9, 2, 3, 1, 2, 3, 9, 1, 2, 3, 1, 2, 9);
  const prices = Float64Array.of(
    1,
    1,
    1.3,
    1.43,
    1.716,
    2.2308,
    1,
    1,
    1.2,
    1.56,
    1.716,
    2.0592,
    1,
    1,
    1.1,
    1.32,
    1.716,
    1.8876,
  );
  const input = { predictions, prices, sessions, first: 0, end: 6, delay: 1 };

  test('by hand', () => {
    // All coefficients of one session ahead are 1: there is no spread to test by.
    expect(informationDecay(input, [1])).toEqual([{ horizon: 1, rankIc: null }]);
    // With the first prediction turned round they are −1, 1, 1, 1; over two sessions −½, ½, ½, which overlap.
    const turned = predictions.slice();
    [turned[0], turned[12]] = [1, 3];
    const [one, two] = informationDecay({ ...input, predictions: turned }, [1, 2]);
    expect(one!.rankIc).toMatchObject({ n: 4, mean: 0.5, lags: 0 });
    expect(two!.rankIc).toMatchObject({ n: 3, lags: 1 });
    expect(two!.rankIc!.mean).toBeCloseTo(1 / 6, 12);
  });

  test('no price from the end on is read', () => {
    const later = prices.slice();
    [5, 11, 17].forEach((at, i) => {
      later[at] = i;
    });
    const turned = { ...input, predictions: predictions.map((value, at) => (at % 6 === 1 ? -value : value)), end: 5 };
    expect(informationDecay({ ...turned, prices: later }, [1, 2])).toEqual(informationDecay(turned, [1, 2]));
  });
});

describe('capacity', () => {
  test('the load of a rebalance: Σ |Δw| √(|Δw| / dollar volume)', () => {
    const trades = { traded: Float64Array.of(0.04, 0, 0.01), dollarVolume: Float64Array.of(4e6, Number.NaN, 1e6) };
    // 0.04 √1e-8 + 0.01 √1e-8.
    expect(impactLoad(trades)).toBeCloseTo(5e-6, 18);
    expect(impactLoad({ ...trades, traded: Float64Array.of(0.04, 0.1, 0.01) })).toBeNaN();
  });

  test('by hand: a mean of 10 bps, and a load that costs 1 bp with 1 million', () => {
    const returns = Float64Array.of(0.002, 0, 0.002, 0);
    const input = {
      returns,
      loads: Float64Array.of(1e-6, 1e-6, Number.NaN, 1e-6),
      coefficient: 0.1,
      sessionsPerYear: 250,
    };
    const { curve, breakEven } = capacity(input, [1e6, 1e8, 4e8]);
    // 0.1 · √1e6 · 1e-6 = 1e-4; ten times as much with a hundred times the money; twice that with four times that.
    expect(curve.map(({ annualReturn }) => annualReturn!.toFixed(12))).toEqual([
      '0.225000000000',
      '0.000000000000',
      '-0.250000000000',
    ]);
    expect(curve[0]!.sharpe).toBeCloseTo(
      sharpe(
        returns.map((value) => value - 1e-4),
        250,
      )!,
      12,
    );
    expect(breakEven).toBeCloseTo(1e8, 3);
  });

  test('what loses anyway, or trades without impact, has no such capital', () => {
    const input = { returns: Float64Array.of(-0.1), loads: Float64Array.of(1), coefficient: 1, sessionsPerYear: 250 };
    expect(capacity(input, [])).toEqual({ curve: [], breakEven: null });
    expect(capacity({ ...input, returns: Float64Array.of(0.1), loads: Float64Array.of(0) }, [])).toMatchObject({
      breakEven: null,
    });
  });
});
