/**
 * Risk parity: every name contributes the same to the variance, w_i (Σ w)_i equal for all (Maillard, Roncalli and
 * Teïletche, "The Properties of Equally Weighted Risk Contribution Portfolios", J. of Portfolio Management 36(4), 2010).
 *
 * With y_i = σ_i w_i and C the correlations, ½ yᵀCy − Σ ln y_i / n is convex, and where it is least y_i (Cy)_i = 1 / n.
 */
import { CholeskyFactor } from '../numeric/cholesky.ts';
import { sum } from '../numeric/vectors.ts';
import { type Allocation, allocated, failed, failureOfCovariance, normalize } from './allocation.ts';
import { correlations, volatilities } from './covariance.ts';

/**
 * First by sweeps over single names, each a quadratic equation (Griveau-Billion, Richard and Roncalli, "A Fast
 * Algorithm for Computing High-dimensional Risk Parity Portfolios", 2013). Where names hedge each other so closely that
 * sweeps creep, Newton's method goes on from there (Spinu, "An Algorithm for Computing Risk Parity Weights", 2013).
 */
export function riskParity(covariance: Float64Array): Allocation {
  const sd = volatilities(covariance);
  const n = sd.length;
  const failure = failureOfCovariance(covariance, n);
  if (failure) return failure;
  const correlation = correlations(covariance);
  // Where all correlations are their mean, this is the answer.
  const y = new Float64Array(n).fill(1 / Math.sqrt(Math.max(sum(correlation), 1)));
  const found =
    settles(y, MOST_SWEEPS, () => sweep(correlation, y)) || settles(y, MOST_STEPS, () => newton(correlation, y));
  if (!found) return failed('not-positive-definite');
  return allocated(normalize(y.map((exposure, i) => exposure / sd[i]!)));
}

const MOST_SWEEPS = 100;
const MOST_STEPS = 60;
/** A mixture of names of volatility 1 that has volatility 1 at this size has none: some names hedge others fully. */
const FURTHEST = 1e6;

/** Repeats a step that tells whether y was right before it, until it was. */
function settles(y: Float64Array, most: number, step: () => boolean): boolean {
  for (let taken = 0; taken < most; taken++) {
    if (step()) return true;
    if (Math.max(...y) > FURTHEST) return false;
  }
  return false;
}

/** Each name in turn to the minimum along it. */
function sweep(correlation: Float64Array, y: Float64Array): boolean {
  const n = y.length;
  let right = true;
  for (let i = 0; i < n; i++) {
    const { pull, rounding } = pullOn(correlation, i, y);
    right &&= isRight(n * y[i]! * pull, n * y[i]! * rounding, n);
    const others = pull - y[i]!;
    const root = Math.sqrt(others * others + 4 / n);
    // The positive root, in the form that doesn't subtract.
    y[i] = others > 0 ? 2 / (n * (root + others)) : (root - others) / 2;
  }
  return right;
}

/** All names at once, by a step that is damped where it is long against them. */
function newton(correlation: Float64Array, y: Float64Array): boolean {
  const n = y.length;
  const curvature = correlation.slice();
  const step = new Float64Array(n);
  let right = true;
  for (let i = 0; i < n; i++) {
    const { pull, rounding } = pullOn(correlation, i, y);
    right &&= isRight(n * y[i]! * pull, n * y[i]! * rounding, n);
    curvature[i * n + i]! += 1 / (n * y[i]! * y[i]!);
    step[i] = 1 / (n * y[i]!) - pull;
  }
  CholeskyFactor.of(curvature, n)?.solve(step);
  const length = step.reduce((longest, value, i) => Math.max(longest, Math.abs(value) / y[i]!), 0);
  const share = length < 0.38 ? 1 : 1 / (1 + length);
  for (let i = 0; i < n; i++) y[i]! += share * step[i]!;
  return right;
}

/** (Cy)_i, and what rounding may have done to it. */
function pullOn(
  matrix: Float64Array,
  i: number,
  y: Float64Array,
): { readonly pull: number; readonly rounding: number } {
  const n = y.length;
  let pull = 0;
  let size = 0;
  for (let j = 0; j < n; j++) {
    const term = matrix[i * n + j]! * y[j]!;
    pull += term;
    size += Math.abs(term);
  }
  return { pull, rounding: 1e-15 * size };
}

/** Whether n times a contribution is 1: to a hundred times what rounding leaves, and to eight digits in any case. */
function isRight(contribution: number, rounding: number, n: number): boolean {
  return Math.abs(contribution - 1) <= Math.min(Math.max(1e-14 * n, rounding), 1e-8);
}
