/** What an allocation gives back, and what all methods ask of their input. */
import { sum } from '../numeric/vectors.ts';
import type { Solution } from './quadraticProgram.ts';

export type Allocation =
  | { readonly kind: 'weights'; readonly weights: Float64Array }
  | { readonly kind: 'failed'; readonly reason: AllocationFailure; readonly name: number | null };

/**
 * - `no-names`: there is nothing to allocate to
 * - `no-variance`: the returns of a name (`name` is its place) do not vary, or one of them is missing
 * - `not-positive-definite`: names repeat each other, or there are more of them than sessions in the window; a
 *   shrunk covariance has no such trouble
 * - `caps-below-one`: even at its cap each, the names cannot take up the whole
 * - `no-excess-return`: no name is expected to earn more than the risk-free rate
 * - `not-converged`: rounding keeps the method from its tolerance
 */
export type AllocationFailure =
  | 'no-names'
  | 'no-variance'
  | 'not-positive-definite'
  | 'caps-below-one'
  | 'no-excess-return'
  | 'not-converged';

export function allocated(weights: Float64Array): Allocation {
  return { kind: 'weights', weights };
}

export function failed(reason: AllocationFailure, name: number | null = null): Allocation {
  return { kind: 'failed', reason, name };
}

/** What a quadratic program came to. */
export function allocationOf(solution: Solution): Allocation {
  if (typeof solution !== 'string') return allocated(solution);
  return failed(solution === 'singular' ? 'not-positive-definite' : solution);
}

/** Every method needs a name at least, and a variance of each. Null: nothing is wrong. */
export function failureOfCovariance(covariance: Float64Array, n: number): Allocation | null {
  if (n === 0) return failed('no-names');
  // False for NaN too: a name with a missing return has no variance.
  for (let i = 0; i < n; i++) if (!(covariance[i * n + i]! > 0)) return failed('no-variance', i);
  return null;
}

/** Scales to a sum of 1, in place. */
export function normalize(weights: Float64Array): Float64Array {
  const total = sum(weights);
  for (let i = 0; i < weights.length; i++) weights[i]! /= total;
  return weights;
}
