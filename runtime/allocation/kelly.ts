/**
 * How much to bet for the fastest growth: Kelly, "A New Interpretation of Information Rate", Bell System Technical
 * Journal 35(4), 1956; for returns with a mean and a variance, Thorp, "The Kelly Criterion in Blackjack, Sports Betting
 * and the Stock Market", 2006. Unlike other allocations, what is left of 1 stays in cash.
 */

import { sum } from '../numeric/vectors.ts';
import { type Allocation, allocationOf, failureOfCovariance } from './allocation.ts';
import { solveQuadraticProgram } from './quadraticProgram.ts';

export interface KellyOptions {
  /** Above 0: a half is the usual caution against what is not known of the mean. */
  readonly fraction: number;
  /** The most one name may have, above 0. */
  readonly cap: number;
}

/**
 * The most growth μᵀw − wᵀΣw / 2 (to second order) of long bets that are fully covered, by caution a fraction of it: the
 * weights that maximise fraction · μᵀw − wᵀΣw / 2, each from 0 to the cap, Σ w at most 1. A single name gets fraction
 * · μ / σ²; names that move together share what one of them would get. `excess` are the expected returns above cash.
 */
export function kellyBets(covariance: Float64Array, excess: Float64Array, { fraction, cap }: KellyOptions): Allocation {
  const failure = failureOfCovariance(covariance, excess.length);
  if (failure) return failure;
  const program = {
    quadratic: covariance,
    gain: excess.map((value) => fraction * value),
    upper: new Float64Array(excess.length).fill(cap),
  };
  let weights = solveQuadraticProgram({ ...program, budget: null });
  // A convex program whose constraint is broken without it has its solution on it.
  if (typeof weights !== 'string' && sum(weights) > 1) weights = solveQuadraticProgram({ ...program, budget: 1 });
  return allocationOf(weights);
}
