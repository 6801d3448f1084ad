/** What an allocation gives back, and what all methods ask of their input. */
import { sum } from '../numeric/vectors.ts';
import type { Solution } from './quadraticProgram.ts';

/** `name` is the place of the name that is to blame, where there is one. */
export type Allocation =
  | { readonly kind: 'weights'; readonly weights: Float64Array }
  | { readonly kind: 'failed'; readonly reason: AllocationFailure; readonly name: number | null };

/** Why there are no weights, as a reader is told. */
export const ALLOCATION_FAILURES = {
  'no-names': 'there is no name to give weight to',
  'no-variance': 'the returns of a name do not vary, or one of them is missing',
  'not-positive-definite': 'names repeat or hedge one another fully, or are more than the sessions of the window',
  'caps-below-one': 'even at its cap each, the names cannot take up the whole',
  'not-converged': 'rounding keeps the search from its end',
} as const;
export type AllocationFailure = keyof typeof ALLOCATION_FAILURES;

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
