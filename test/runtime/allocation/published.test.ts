/** Against what PyPortfolioOpt makes of five years of nineteen stocks: a package others rely on. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Allocation } from '../../../runtime/allocation/allocation.ts';
import { sampleCovariance, shrunkCovariance } from '../../../runtime/allocation/covariance.ts';
import { hierarchicalRiskParity } from '../../../runtime/allocation/hierarchicalRiskParity.ts';
import { meanVariance, minimumVariance } from '../../../runtime/allocation/meanVariance.ts';
import { dot } from '../../../runtime/numeric/vectors.ts';
import { shared } from '../../support/shared.ts';
import { describeWithShared, vectors } from '../../support/vectors.ts';

interface Published {
  readonly prices_from: string;
  readonly prices_to: string;
  readonly tickers: readonly string[];
  readonly periods_per_year: number;
  readonly sample_covariance_annual: readonly (readonly number[])[];
  readonly mean_historical_return_annual: readonly number[];
  readonly ledoit_wolf: readonly (readonly number[])[];
  readonly min_volatility: readonly number[];
  readonly max_sharpe_rf2pct: readonly number[];
  readonly min_volatility_cap20: readonly number[];
  readonly hrp_single: readonly number[];
}

describeWithShared('allocation: as PyPortfolioOpt computes it', () => {
  const published = vectors<Published>('allocation/pyportfolioopt.json');
  const n = published.tickers.length;
  const { days, prices } = stockPrices();
  const from = days.findIndex((day) => day >= published.prices_from);
  const end = days.findLastIndex((day) => day <= published.prices_to) + 1;
  const returns = published.tickers.flatMap((ticker) => relativeChanges(prices.get(ticker)!.slice(from, end)));
  const window = { values: Float64Array.from(returns), names: n, sessions: end - from - 1 };
  const annual = published.periods_per_year;
  const covariance = Float64Array.from(published.sample_covariance_annual.flat());
  const expected = Float64Array.from(published.mean_historical_return_annual);

  test('sample covariance', () => {
    expectAll(sampleCovariance(window), covariance, (value) => value / annual, 1e-12);
  });

  test('Ledoit-Wolf', () => {
    expectAll(shrunkCovariance(window), published.ledoit_wolf.flat(), (value) => value / annual, 1e-12);
  });

  test('hierarchical risk parity', () => {
    expectAll(weightsOf(hierarchicalRiskParity(sampleCovariance(window))), published.hrp_single, same, 1e-6);
  });

  test('minimum variance, and with caps of 20%', () => {
    expectAll(
      weightsOf(minimumVariance(covariance, new Float64Array(n).fill(1))),
      published.min_volatility,
      same,
      1e-3,
    );
    const caps = new Float64Array(n).fill(0.2);
    expectAll(weightsOf(minimumVariance(covariance, caps)), published.min_volatility_cap20, same, 1e-3);
  });

  test('mean variance of returns above 2%: the portfolio of the most Sharpe ratio, at the aversion that it implies', () => {
    const most = Float64Array.from(published.max_sharpe_rf2pct);
    const excess = expected.map((value) => value - 0.02);
    const variance = most.reduce((sum, w, i) => sum + w * dot(covariance.subarray(i * n, (i + 1) * n), most), 0);
    const found = meanVariance(covariance, excess, new Float64Array(n).fill(1), dot(excess, most) / variance);
    expectAll(weightsOf(found), published.max_sharpe_rf2pct, same, 1e-3);
  });

  test('hierarchical risk parity of the package’s own test, all years, covariances of the sessions a pair shares', () => {
    const rows = readFileSync(shared('vectors/allocation/weights_hrp.csv'), 'utf8').trim().split('\n').slice(1);
    const weights = new Map(rows.map((row) => [row.split(',')[0]!, Number(row.split(',')[1])]));
    const tickers = [...prices.keys()];
    const all = tickers.map((ticker) => relativeChanges(filled(prices.get(ticker)!)));
    const pairwise = all.map((x) => all.map((y) => sharedCovariance(x, y)));
    const covariance = pairwise.flatMap((row) => row.map(({ xy }) => xy));
    const correlation = pairwise.flatMap((row) => row.map(({ xx, yy, xy }) => xy / Math.sqrt(xx * yy)));
    const found = weightsOf(hierarchicalRiskParity(Float64Array.from(covariance), Float64Array.from(correlation)));
    expectAll(
      found,
      tickers.map((ticker) => weights.get(ticker)!),
      same,
      1e-12,
    );
  });
});

const same = (value: number) => value;

function expectAll(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  scaled: (value: number) => number,
  tolerance: number,
): void {
  expect(found.length).toBe(expected.length);
  const apart = Array.from(found, (value, i) => Math.abs(value - scaled(expected[i]!)));
  expect(Math.max(...apart)).toBeLessThan(tolerance);
}

function weightsOf(allocation: Allocation): Float64Array {
  if (allocation.kind === 'failed') throw new Error(allocation.reason);
  return allocation.weights;
}

function stockPrices(): { days: string[]; prices: Map<string, number[]> } {
  const [head, ...rows] = readFileSync(shared('vectors/allocation/stock_prices.csv'), 'utf8').trim().split('\n');
  const cells = rows.map((row) => row.split(','));
  const tickers = head!.trim().split(',').slice(1);
  const column = (place: number) => cells.map((row) => (row[place]?.trim() ? Number(row[place]) : Number.NaN));
  return {
    days: cells.map((row) => row[0]!),
    prices: new Map(tickers.map((ticker, i) => [ticker, column(i + 1)])),
  };
}

function relativeChanges(prices: readonly number[]): number[] {
  return prices.slice(1).map((price, t) => price / prices[t]! - 1);
}

/** The last price stands in for a missing one, as in the package's data frame. */
function filled(prices: readonly number[]): number[] {
  let last = Number.NaN;
  return prices.map((price) => (last = Number.isNaN(price) ? last : price));
}

/** Variances and covariance over the sessions on which both have a return. */
function sharedCovariance(x: readonly number[], y: readonly number[]): { xx: number; yy: number; xy: number } {
  const both = x.map((_, t) => t).filter((t) => !Number.isNaN(x[t]! + y[t]!));
  const mean = (values: readonly number[]) => both.reduce((sum, t) => sum + values[t]!, 0) / both.length;
  const product = (a: readonly number[], b: readonly number[]) => {
    const [meanA, meanB] = [mean(a), mean(b)];
    return both.reduce((sum, t) => sum + (a[t]! - meanA) * (b[t]! - meanB), 0) / (both.length - 1);
  };
  return { xx: product(x, x), yy: product(y, y), xy: product(x, y) };
}
