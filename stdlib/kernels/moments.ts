/**
 * Second moments over sliding windows: the blocks of `sums.ts`, with sums of differences from a pivot. The pivot of all
 * windows that end in a block is the block's first value. Each of these windows holds it, which is what makes this
 * accurate: Σ(x − pivot)² ≤ n Σ(x − mean)², so that no more than a factor n of precision can cancel; and a constant
 * window has a deviation of exactly 0.
 */
import { Scratch } from './scratch.ts';

const suffixes = new Scratch();

/** out[t] = sample standard deviation (n − 1) of x[t − n + 1 .. t]; missing for t < n − 1. n ≥ 2. */
export function slidingDeviation(x: Float64Array, n: number, out: Float64Array): void {
  const length = out.length;
  const suffix = suffixes.atLeast(2 * (n + 1));
  const share = 1 / n;
  const degrees = 1 / (n - 1);
  suffix.fill(Number.NaN, 0, 2 * n);
  suffix[2 * n] = 0;
  suffix[2 * n + 1] = 0;
  for (let start = 0; start < length; start += n) {
    const end = Math.min(start + n, length);
    const pivot = x[start]!;
    if (start > 0) {
      let sum = 0;
      let squares = 0;
      for (let j = n - 1; j > 0; j--) {
        const d = x[start - n + j]! - pivot;
        sum += d;
        squares += d * d;
        suffix[2 * j] = sum;
        suffix[2 * j + 1] = squares;
      }
    }
    let sum = 0;
    let squares = 0;
    for (let t = start; t < end; t++) {
      const d = x[t]! - pivot;
      sum += d;
      squares += d * d;
      const j = 2 * (t - start + 1);
      const s = suffix[j]! + sum;
      const spread = suffix[j + 1]! + squares - s * s * share;
      out[t] = spread < 0 ? 0 : Math.sqrt(spread * degrees);
    }
  }
}

/** Where the sums of a pair's window are left for `finish`. */
export interface PairSums {
  /** Σ(x − x̄)², Σ(y − ȳ)², Σ(x − x̄)(y − ȳ) */
  xx: number;
  yy: number;
  xy: number;
}

const pair: PairSums = { xx: 0, yy: 0, xy: 0 };

/** The second moments of x and y over each window, handed to `finish`, whose answer is out[t]. n ≥ 2. */
export function slidingPair(
  x: Float64Array,
  y: Float64Array,
  n: number,
  out: Float64Array,
  finish: (sums: PairSums) => number,
): void {
  const length = out.length;
  const suffix = suffixes.atLeast(5 * (n + 1));
  const share = 1 / n;
  suffix.fill(Number.NaN, 0, 5 * n);
  suffix.fill(0, 5 * n, 5 * n + 5);
  for (let start = 0; start < length; start += n) {
    const end = Math.min(start + n, length);
    const pivotX = x[start]!;
    const pivotY = y[start]!;
    if (start > 0) {
      let sx = 0;
      let sy = 0;
      let sxx = 0;
      let syy = 0;
      let sxy = 0;
      for (let j = n - 1; j > 0; j--) {
        const dx = x[start - n + j]! - pivotX;
        const dy = y[start - n + j]! - pivotY;
        suffix[5 * j] = sx += dx;
        suffix[5 * j + 1] = sy += dy;
        suffix[5 * j + 2] = sxx += dx * dx;
        suffix[5 * j + 3] = syy += dy * dy;
        suffix[5 * j + 4] = sxy += dx * dy;
      }
    }
    let sx = 0;
    let sy = 0;
    let sxx = 0;
    let syy = 0;
    let sxy = 0;
    for (let t = start; t < end; t++) {
      const dx = x[t]! - pivotX;
      const dy = y[t]! - pivotY;
      sx += dx;
      sy += dy;
      sxx += dx * dx;
      syy += dy * dy;
      sxy += dx * dy;
      const j = 5 * (t - start + 1);
      const sumX = suffix[j]! + sx;
      const sumY = suffix[j + 1]! + sy;
      pair.xx = suffix[j + 2]! + sxx - sumX * sumX * share;
      pair.yy = suffix[j + 3]! + syy - sumY * sumY * share;
      pair.xy = suffix[j + 4]! + sxy - sumX * sumY * share;
      out[t] = finish(pair);
    }
  }
}

/** out[t] = least-squares slope of x[t − n + 1 .. t] against 0, 1, …, n − 1; missing for t < n − 1. n ≥ 2. */
export function slidingSlope(x: Float64Array, n: number, out: Float64Array): void {
  const length = out.length;
  const suffix = suffixes.atLeast(2 * (n + 1));
  const middle = (n - 1) / 2;
  const spread = (n * (n * n - 1)) / 12;
  suffix.fill(Number.NaN, 0, 2 * n);
  suffix[2 * n] = 0;
  suffix[2 * n + 1] = 0;
  for (let start = 0; start < length; start += n) {
    const end = Math.min(start + n, length);
    const pivot = x[start]!;
    // Time is counted from the block's start, so that it stays small however long the column is.
    if (start > 0) {
      let sum = 0;
      let moment = 0;
      for (let j = n - 1; j > 0; j--) {
        const d = x[start - n + j]! - pivot;
        sum += d;
        moment += (j - n) * d;
        suffix[2 * j] = sum;
        suffix[2 * j + 1] = moment;
      }
    }
    let sum = 0;
    let moment = 0;
    for (let t = start; t < end; t++) {
      const d = x[t]! - pivot;
      sum += d;
      moment += (t - start) * d;
      const j = 2 * (t - start + 1);
      out[t] = (suffix[j + 1]! + moment - (t - start - middle) * (suffix[j]! + sum)) / spread;
    }
  }
}
