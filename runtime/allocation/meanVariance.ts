/**
 * Portfolios of Markowitz ("Portfolio Selection", J. of Finance 7(1), 1952): long only, fully invested, each name at
 * most at its cap. The caps are fractions of the whole, one per name; 1 is no cap.
 */
import { sum } from '../numeric/vectors.ts';
import { type Allocation, allocationOf, failed, failureOfCovariance } from './allocation.ts';
import { type Solution, solveQuadraticProgram } from './quadraticProgram.ts';

/** The least wᵀΣw. */
export function minimumVariance(covariance: Float64Array, caps: Float64Array): Allocation {
  return failureOf(covariance, caps) ?? allocationOf(frontier(covariance, new Float64Array(caps.length), caps, 1));
}

/**
 * The most μᵀw − aversion / 2 · wᵀΣw. Expected returns μ and covariance Σ must be of the same period; the weights are
 * the same for any, if the aversion (above 0) is.
 */
export function meanVariance(
  covariance: Float64Array,
  expected: Float64Array,
  caps: Float64Array,
  aversion: number,
): Allocation {
  return failureOf(covariance, caps) ?? allocationOf(frontier(covariance, expected, caps, 1 / aversion));
}

/** Least ½ wᵀΣw − tilt · expectedᵀw. */
function frontier(covariance: Float64Array, expected: Float64Array, caps: Float64Array, tilt: number): Solution {
  const gain = expected.map((value) => tilt * value);
  return solveQuadraticProgram({ quadratic: covariance, gain, upper: caps, budget: 1 });
}

function failureOf(covariance: Float64Array, caps: Float64Array): Allocation | null {
  const failure = failureOfCovariance(covariance, caps.length);
  if (failure) return failure;
  // Caps such as 1/3 of three names may sum to a little less.
  return sum(caps) < 1 - 1e-12 ? failed('caps-below-one') : null;
}
