/**
 * Risk parity: every name contributes the same to the variance, w_i (Σ w)_i equal for all (Maillard, Roncalli and
 * Teïletche, "The Properties of Equally Weighted Risk Contribution Portfolios", J. of Portfolio Management 36(4), 2010).
 */
import { sum } from '../numeric/vectors.ts';
import { type Allocation, allocated, failed, failureOfCovariance, normalize } from './allocation.ts';
import { correlations, volatilities } from './covariance.ts';

/**
 * By cyclical coordinate descent (Griveau-Billion, Richard and Roncalli, "A Fast Algorithm for Computing
 * High-dimensional Risk Parity Portfolios", 2013) on the correlations: with y_i = σ_i w_i, ½ yᵀCy − Σ ln y_i / n is
 * convex, its minimum has y_i (Cy)_i = 1 / n, and one coordinate at a time is a quadratic equation.
 */
export function riskParity(covariance: Float64Array): Allocation {
  const sd = volatilities(covariance);
  const n = sd.length;
  const failure = failureOfCovariance(covariance, n);
  if (failure) return failure;
  const correlation = correlations(covariance);
  // Where all correlations are their mean, this is the answer.
  const y = new Float64Array(n).fill(1 / Math.sqrt(Math.max(sum(correlation), 1)));
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    if (descend(correlation, y) > TOLERANCE * n) continue;
    return allocated(normalize(y.map((exposure, i) => exposure / sd[i]!)));
  }
  return failed('not-converged');
}

/** The largest error of n y_i (Cy)_i = 1 that is accepted, for each name: a hundred times what rounding leaves. */
const TOLERANCE = 1e-14;
const MOST_SWEEPS = 10_000;

/** One sweep over all names; the largest relative change of a name's own equation before it was solved. */
function descend(correlation: Float64Array, y: Float64Array): number {
  const n = y.length;
  let worst = 0;
  for (let i = 0; i < n; i++) {
    let others = 0;
    for (let j = 0; j < n; j++) others += correlation[i * n + j]! * y[j]!;
    worst = Math.max(worst, Math.abs(n * y[i]! * others - 1));
    others -= y[i]!;
    const root = Math.sqrt(others * others + 4 / n);
    // The positive root, in the form that doesn't subtract.
    y[i] = others > 0 ? 2 / (n * (root + others)) : (root - others) / 2;
  }
  return worst;
}
