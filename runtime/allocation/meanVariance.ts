/**
 * Portfolios of Markowitz ("Portfolio Selection", J. of Finance 7(1), 1952): long only, fully invested, each name at
 * most at its cap. The caps are fractions of the whole, one per name; 1 is no cap.
 */
import { dot, sum } from '../numeric/vectors.ts';
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

/**
 * The most (μ − r)ᵀw / √(wᵀΣw), r the risk-free rate of the same period: the tangency portfolio. Some portfolio within
 * the caps must be expected to earn more than r.
 *
 * Of all portfolios min ½ wᵀΣw − θ (μ − r)ᵀw, the one sought has θ = wᵀΣw / (μ − r)ᵀw. What that equation lacks is
 * piecewise linear in θ and falls through zero once, so the secant method, kept within a bracket, ends in few steps.
 */
export function maximumSharpe(
  covariance: Float64Array,
  expected: Float64Array,
  caps: Float64Array,
  riskFree: number,
): Allocation {
  const failure = failureOf(covariance, caps);
  if (failure) return failure;
  const excess = expected.map((value) => value - riskFree);
  if (!(mostOf(excess, caps) > 0)) return failed('no-excess-return');
  return allocationOf(tangency(covariance, excess, caps));
}

/** A tilt, and wᵀΣw − θ (μ − r)ᵀw of its portfolio: above 0 when the tilt is too small. */
interface Tilt {
  readonly tilt: number;
  readonly lack: number;
}

function tangency(covariance: Float64Array, excess: Float64Array, caps: Float64Array): Solution {
  let low: Tilt = { tilt: 0, lack: Number.NaN };
  let high: Tilt | null = null;
  let wasLow: boolean | null = null;
  let tilt = covariance[0]! / mostOf(excess, caps);
  for (let step = 0; step < MOST_STEPS; step++) {
    const weights = frontier(covariance, excess, caps, tilt);
    if (typeof weights === 'string') return weights;
    const variance = quadraticForm(covariance, weights);
    const lack = variance - tilt * dot(excess, weights);
    if (Math.abs(lack) <= TOLERANCE * variance) return weights;
    const isLow = lack > 0;
    // An end that stays twice counts half (the Illinois rule), so that both ends close in.
    if (isLow) {
      low = { tilt, lack };
      if (wasLow === true && high) high = { tilt: high.tilt, lack: high.lack / 2 };
    } else {
      high = { tilt, lack };
      if (wasLow === false) low = { tilt: low.tilt, lack: low.lack / 2 };
    }
    wasLow = isLow;
    tilt = high === null ? 4 * tilt : between(low, high);
  }
  return 'not-converged';
}

const MOST_STEPS = 200;
/** Of wᵀΣw; the weights are then right to about the same share. */
const TOLERANCE = 1e-13;

/** Where the line through both ends meets zero; halfway while nothing is known of the lower end. */
function between(low: Tilt, high: Tilt): number {
  if (Number.isNaN(low.lack)) return high.tilt / 4;
  return low.tilt + ((high.tilt - low.tilt) * low.lack) / (low.lack - high.lack);
}

/** The most that a portfolio within the caps can be expected to earn. */
function mostOf(expected: Float64Array, caps: Float64Array): number {
  const order = Array.from(expected.keys()).sort((a, b) => expected[b]! - expected[a]!);
  let left = 1;
  let most = 0;
  for (const i of order) {
    const weight = Math.min(left, caps[i]!);
    most += weight * expected[i]!;
    left -= weight;
  }
  return most;
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

function quadraticForm(matrix: Float64Array, w: Float64Array): number {
  const n = w.length;
  let total = 0;
  for (let i = 0; i < n; i++) {
    if (w[i] === 0) continue;
    total += w[i]! * dot(matrix.subarray(i * n, (i + 1) * n), w);
  }
  return total;
}
