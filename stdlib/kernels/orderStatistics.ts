/**
 * Quantiles and ranks over sliding windows: values are replaced by their ranks in the column, and a Fenwick tree counts
 * how often each rank is in the window (Fenwick 1994). O(log T) per element. Ranks only choose among values, so the
 * answers are exact and do not depend on what comes after t.
 */
import { Scratch } from './scratch.ts';

const sortedValues = new Scratch();
let ranks = new Int32Array(0);
let counts = new Int32Array(0);

/** Sorted present values of x; `ranks[t]` is set to the 0-based position of x[t] among them (ties share one), or −1. */
function compressRanks(x: Float64Array, length: number): Float64Array {
  if (ranks.length < length) ranks = new Int32Array(length * 2);
  const buffer = sortedValues.atLeast(length);
  let present = 0;
  for (let t = 0; t < length; t++) {
    // Adding 0 turns −0 into 0, which are one value.
    if (!Number.isNaN(x[t]!)) buffer[present++] = x[t]! + 0;
  }
  const sorted = buffer.subarray(0, present).sort();
  for (let t = 0; t < length; t++) {
    const v = x[t]!;
    if (Number.isNaN(v)) {
      ranks[t] = -1;
      continue;
    }
    let low = 0;
    let high = present;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! < v) low = middle + 1;
      else high = middle;
    }
    ranks[t] = low;
  }
  if (counts.length < present + 1) counts = new Int32Array((present + 1) * 2);
  counts.fill(0, 0, present + 1);
  return sorted;
}

function insert(rank: number, by: 1 | -1, size: number): void {
  for (let i = rank + 1; i <= size; i += i & -i) counts[i]! += by;
}

/** How many in the window have a rank below `rank`. */
function countBelow(rank: number): number {
  let count = 0;
  for (let i = rank; i > 0; i -= i & -i) count += counts[i]!;
  return count;
}

/** Rank of the k-th smallest in the window, k from 0. */
function select(k: number, size: number): number {
  let position = 0;
  let left = k;
  for (let step = 1 << (31 - Math.clz32(size)); step > 0; step >>= 1) {
    const next = position + step;
    if (next <= size && counts[next]! <= left) {
      position = next;
      left -= counts[next]!;
    }
  }
  return position;
}

/**
 * out[t] = the q-quantile of x[t − n + 1 .. t], linear between order statistics (type 7 of Hyndman and Fan 1996);
 * missing for t < n − 1.
 */
export function slidingQuantile(x: Float64Array, n: number, q: number, out: Float64Array): void {
  const length = out.length;
  const sorted = compressRanks(x, length);
  const size = sorted.length;
  const position = (n - 1) * q;
  const below = Math.floor(position);
  const share = position - below;
  let missing = 0;
  for (let t = 0; t < length; t++) {
    if (ranks[t]! < 0) missing++;
    else insert(ranks[t]!, 1, size);
    if (t >= n) {
      if (ranks[t - n]! < 0) missing--;
      else insert(ranks[t - n]!, -1, size);
    }
    if (t < n - 1 || missing > 0) {
      out[t] = Number.NaN;
      continue;
    }
    const low = sorted[select(below, size)]!;
    if (share === 0) {
      out[t] = low;
      continue;
    }
    const high = sorted[select(below + 1, size)]!;
    out[t] = low === high ? low : low + share * (high - low);
  }
}

/**
 * out[t] = (average rank of x[t] in x[t − n + 1 .. t] − 1) / (n − 1): 0 is the lowest of the window, 1 the highest;
 * missing for t < n − 1. n ≥ 2.
 */
export function slidingRank(x: Float64Array, n: number, out: Float64Array): void {
  const length = out.length;
  const size = compressRanks(x, length).length;
  let missing = 0;
  for (let t = 0; t < length; t++) {
    if (ranks[t]! < 0) missing++;
    else insert(ranks[t]!, 1, size);
    if (t >= n) {
      if (ranks[t - n]! < 0) missing--;
      else insert(ranks[t - n]!, -1, size);
    }
    if (t < n - 1 || missing > 0) {
      out[t] = Number.NaN;
      continue;
    }
    const below = countBelow(ranks[t]!);
    const upTo = countBelow(ranks[t]! + 1);
    // Average rank of the ties below + 1 … upTo, less one.
    out[t] = (below + upTo - 1) / 2 / (n - 1);
  }
}
