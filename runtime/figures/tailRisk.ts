/**
 * What one session may lose. Value at risk at level 95% is the loss that 5% of sessions exceed, expected shortfall the
 * mean loss of those (Rockafellar and Uryasev, "Conditional value-at-risk for general loss distributions", J. of
 * Banking & Finance 26(7), 2002). Both are fractions of equity and positive for a loss.
 */
import { fitGarch } from './garch.ts';
import { mean, standardDeviation } from './moments.ts';
import { normalDensity, normalQuantile } from './normal.ts';
import { quantile } from './quantile.ts';

export interface TailRisk {
  readonly valueAtRisk: number;
  readonly expectedShortfall: number;
}

/**
 * Of the returns as they were. Value at risk is their quantile, linear between order statistics; the tail is the
 * ⌊(n − 1)(1 − level)⌋ + 1 lowest returns. Null of none.
 */
export function historicalRisk(returns: Float64Array, level: number): TailRisk | null {
  if (returns.length === 0) return null;
  const sorted = returns.toSorted();
  return { valueAtRisk: -quantile(sorted, 1 - level), expectedShortfall: -tailMean(sorted, level) };
}

/** As if returns were normal with their mean and sample sd. Null with fewer than two. */
export function gaussianRisk(returns: Float64Array, level: number): TailRisk | null {
  const average = mean(returns);
  const sd = standardDeviation(returns);
  if (average === null || sd === null) return null;
  const z = normalQuantile(1 - level);
  return { valueAtRisk: -(average + sd * z), expectedShortfall: (sd * normalDensity(z)) / (1 - level) - average };
}

/**
 * Filtered historical simulation (Barone-Adesi, Giannopoulos and Vosper, "VaR without correlations for portfolios of
 * derivative securities", J. of Futures Markets 19(5), 1999): past surprises, each in units of the volatility that
 * GARCH(1,1) saw on its session, happen at the volatility it sees for the next one. Null where GARCH has no fit.
 */
export function filteredRisk(returns: Float64Array, level: number): TailRisk | null {
  const fit = fitGarch(returns);
  if (fit === null) return null;
  const surprises = returns.map((value, t) => (value - fit.mean) / Math.sqrt(fit.variances[t]!)).sort();
  const sd = Math.sqrt(fit.nextVariance);
  return {
    valueAtRisk: -(fit.mean + sd * quantile(surprises, 1 - level)),
    expectedShortfall: -(fit.mean + sd * tailMean(surprises, level)),
  };
}

function tailMean(sorted: Float64Array, level: number): number {
  // 1 − 0.9 is a little less than a tenth: without the addition a tenth of a hundred would be nine.
  const count = Math.floor((sorted.length - 1) * (1 - level) + 1e-9) + 1;
  return mean(sorted.subarray(0, count))!;
}
