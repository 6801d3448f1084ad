/**
 * The mean of a series whose values depend on those before: Newey and West, "A Simple, Positive Semi-definite,
 * Heteroskedasticity and Autocorrelation Consistent Covariance Matrix", Econometrica 55(3), 1987.
 */
import { isConstant, mean } from './moments.ts';
import { normalCdf } from './normal.ts';

export interface MeanTest {
  readonly n: number;
  readonly mean: number;
  readonly standardError: number;
  /** mean / standard error. */
  readonly t: number;
  /** Two-sided, of a mean of 0; normal, as for long series. */
  readonly p: number;
  readonly lags: number;
}

/**
 * Whether the mean of a series differs from 0. `lags`: how many sessions values hang together, such as h − 1 where
 * they span h sessions each. Null with fewer than two values, or when they are all one. No value may be missing.
 */
export function meanTest(values: Float64Array, lags = lagsFor(values.length)): MeanTest | null {
  const n = values.length;
  const average = mean(values);
  if (average === null || isConstant(values)) return null;
  const variance = longRunVariance(values, lags);
  if (!(variance > 0)) return null;
  const standardError = Math.sqrt(variance / n);
  const t = average / standardError;
  return { n, mean: average, standardError, t, p: twoSided(t), lags };
}

/** ⌊4 (n / 100)^(2/9)⌋ (Newey and West, Review of Economic Studies 61(4), 1994). */
export function lagsFor(n: number): number {
  return Math.floor(4 * (n / 100) ** (2 / 9));
}

/** n times the variance of the mean: Bartlett's weights 1 − j / (lags + 1) on autocovariances over n. */
export function longRunVariance(values: Float64Array, lags: number): number {
  const n = values.length;
  const centre = mean(values)!;
  const deviations = values.map((value) => value - centre);
  let total = 0;
  for (let lag = 0; lag <= Math.min(lags, n - 1); lag++) {
    let products = 0;
    for (let t = lag; t < n; t++) products += deviations[t]! * deviations[t - lag]!;
    total += (lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))) * products;
  }
  return total / n;
}

/** The chance that a standard normal is further from 0. */
export function twoSided(z: number): number {
  return 2 * normalCdf(-Math.abs(z));
}
