/** Figures of how returns are distributed, beside those of `performance.ts`; undefined is null. */
import { pearson } from './correlation.ts';
import { isConstant, kurtosis, ratio, skewness } from './moments.ts';
import { downsideDeviation } from './performance.ts';
import { quantile } from './quantile.ts';

export interface ShapeFigures {
  /** G₁ of the sample (Joanes and Gill, The Statistician 47(1), 1998), as pandas and spreadsheets have it. */
  readonly skewness: number | null;
  /** G₂ of the sample, 0 being normal. */
  readonly excessKurtosis: number | null;
  /** Sum of gains / sum of losses (Keating and Shadwick 2002, threshold 0). */
  readonly omega: number | null;
  /** |95th percentile| / |5th percentile|. */
  readonly tailRatio: number | null;
  /** R² of a straight line through the logarithm of equity. */
  readonly stability: number | null;
  /** √(Σ min(r, 0)² / n), annualised. */
  readonly downsideRisk: number | null;
}

export function shapeFigures(returns: Float64Array, sessionsPerYear: number): ShapeFigures {
  const sorted = returns.toSorted();
  const downside = downsideDeviation(returns);
  return {
    skewness: sampleSkewness(returns),
    excessKurtosis: sampleKurtosis(returns),
    omega: ratio(sumOf(returns, 1), sumOf(returns, -1)),
    tailRatio: returns.length === 0 ? null : ratio(Math.abs(quantile(sorted, 0.95)), Math.abs(quantile(sorted, 0.05))),
    stability: stability(returns),
    downsideRisk: downside === null ? null : downside * Math.sqrt(sessionsPerYear),
  };
}

function sampleSkewness(returns: Float64Array): number | null {
  const n = returns.length;
  return n < 3 || isConstant(returns) ? null : (Math.sqrt(n * (n - 1)) / (n - 2)) * skewness(returns);
}

function sampleKurtosis(returns: Float64Array): number | null {
  const n = returns.length;
  if (n < 4 || isConstant(returns)) return null;
  return ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * (kurtosis(returns) - 3) + 6);
}

/** Sum of the sizes of the returns of that sign. */
function sumOf(returns: Float64Array, sign: 1 | -1): number {
  return returns.reduce((total, value) => total + Math.max(sign * value, 0), 0);
}

/** Null with fewer than two returns, when equity falls to zero, and when it never moves. */
function stability(returns: Float64Array): number | null {
  let log = 0;
  const logs = returns.map((value) => (log += Math.log1p(value)));
  if (returns.length < 2 || !Number.isFinite(log) || isConstant(logs)) return null;
  return pearson(Float64Array.from(logs.keys()), logs) ** 2;
}
