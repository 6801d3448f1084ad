/**
 * Sums and means over sliding windows, after van Herk and Gil-Werman: the column is cut into blocks of the window's
 * length, and a window is the tail of one block (a suffix) and the head of the next (a prefix). Every sum is made by
 * adding only, so nothing drifts, a missing value is in exactly the windows that hold it, and the cost per element
 * does not depend on the window. See docs/decisions/sliding-windows.md.
 */
import { Scratch } from './scratch.ts';

const suffixes = new Scratch();

/** out[t] = x[t − n + 1] + … + x[t]; missing for t < n − 1. */
export function slidingSum(x: Float64Array, n: number, out: Float64Array): void {
  const length = out.length;
  const suffix = suffixes.atLeast(n + 1);
  // The block before the first is missing altogether; a window of a whole block takes nothing from it.
  suffix.fill(Number.NaN, 0, n);
  suffix[n] = 0;
  for (let start = 0; start < length; start += n) {
    const end = Math.min(start + n, length);
    let head = 0;
    for (let t = start; t < end; t++) {
      head += x[t]!;
      out[t] = suffix[t - start + 1]! + head;
    }
    let tail = 0;
    for (let t = end - 1; t > start; t--) {
      tail += x[t]!;
      suffix[t - start] = tail;
    }
  }
}

/**
 * out[t] = mean of x[t − n + 1 .. t]; missing for t < n − 1. Sums are of differences from the value at the block's
 * border, which every window across it holds: the mean of a constant window is that constant to the last bit.
 */
export function slidingMean(x: Float64Array, n: number, out: Float64Array): void {
  const length = out.length;
  const suffix = suffixes.atLeast(n + 1);
  const share = 1 / n;
  suffix.fill(Number.NaN, 0, n);
  suffix[n] = 0;
  for (let start = 0; start < length; start += n) {
    const end = Math.min(start + n, length);
    const pivot = x[start]!;
    if (start > 0) {
      let tail = 0;
      for (let j = n - 1; j > 0; j--) {
        tail += x[start - n + j]! - pivot;
        suffix[j] = tail;
      }
    }
    let head = 0;
    for (let t = start; t < end; t++) {
      head += x[t]! - pivot;
      out[t] = pivot + (suffix[t - start + 1]! + head) * share;
    }
  }
}
