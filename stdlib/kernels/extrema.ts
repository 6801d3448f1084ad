/** Least and greatest over sliding windows, by the blocks of `sums.ts`. A missing value makes its windows missing. */
import { Scratch } from './scratch.ts';

const suffixes = new Scratch();

/** out[t] = greatest of x[t − n + 1 .. t]; missing for t < n − 1. */
export function slidingHighest(x: Float64Array, n: number, out: Float64Array): void {
  const length = out.length;
  const suffix = suffixes.atLeast(n + 1);
  suffix.fill(Number.NaN, 0, n);
  suffix[n] = Number.NEGATIVE_INFINITY;
  for (let start = 0; start < length; start += n) {
    const end = Math.min(start + n, length);
    let head = Number.NEGATIVE_INFINITY;
    for (let t = start; t < end; t++) {
      head = Math.max(head, x[t]!);
      out[t] = Math.max(head, suffix[t - start + 1]!);
    }
    let tail = Number.NEGATIVE_INFINITY;
    for (let t = end - 1; t > start; t--) {
      tail = Math.max(tail, x[t]!);
      suffix[t - start] = tail;
    }
  }
}

/** out[t] = least of x[t − n + 1 .. t]; missing for t < n − 1. */
export function slidingLowest(x: Float64Array, n: number, out: Float64Array): void {
  const length = out.length;
  const suffix = suffixes.atLeast(n + 1);
  suffix.fill(Number.NaN, 0, n);
  suffix[n] = Number.POSITIVE_INFINITY;
  for (let start = 0; start < length; start += n) {
    const end = Math.min(start + n, length);
    let head = Number.POSITIVE_INFINITY;
    for (let t = start; t < end; t++) {
      head = Math.min(head, x[t]!);
      out[t] = Math.min(head, suffix[t - start + 1]!);
    }
    let tail = Number.POSITIVE_INFINITY;
    for (let t = end - 1; t > start; t--) {
      tail = Math.min(tail, x[t]!);
      suffix[t - start] = tail;
    }
  }
}
