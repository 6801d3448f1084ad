import type { Support } from './support.ts';

/** Names with a weight, in ticker order. */
export function inBook(weights: Float64Array, { stocks, count }: Support): Int32Array {
  return stocks.subarray(0, count).filter((i) => weights[i] !== 0);
}

/** The same, the largest |w| first, of equal ones in ticker order. */
export function byWeight(weights: Float64Array, support: Support): Int32Array {
  return inBook(weights, support).sort((a, b) => Math.abs(weights[b]!) - Math.abs(weights[a]!) || a - b);
}
