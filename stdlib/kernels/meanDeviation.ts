/**
 * Mean absolute deviation over sliding windows. As Σ|x − m| = 2 Σ max(x − m, 0) when m is the mean, a window needs the
 * number and the sum of its values above its mean. A merge-sort tree answers that: every aligned block of 1, 2, 4, …
 * sessions keeps its values sorted with the sums of their upper parts, and a window is at most 2 log₂ n such blocks.
 * Blocks lie wholly within the window, so the answer is a function of the window's values alone. O(log² n) per element.
 */
import { Scratch } from './scratch.ts';

/** By level: sorted values of each block, then for each position the sum from there to the block's end. */
const levels: { readonly values: Scratch; readonly upper: Scratch }[] = [];

/** out[t] = mean of |x − means[t]| over t − n + 1 .. t; missing where means[t] is. */
export function slidingMeanDeviation(x: Float64Array, means: Float64Array, n: number, out: Float64Array): void {
  const length = out.length;
  const depth = buildLevels(x, n, length);
  for (let t = 0; t < length; t++) {
    const mean = means[t]!;
    if (Number.isNaN(mean)) {
      out[t] = Number.NaN;
      continue;
    }
    let above = 0;
    let from = t - n + 1;
    const end = t + 1;
    // The greatest aligned block that starts at `from` and fits, again and again.
    while (from < end) {
      let level = 0;
      while (level + 1 < depth && from % (2 << level) === 0 && from + (2 << level) <= end) level++;
      above += excessAbove(level, from, mean);
      from += 1 << level;
    }
    out[t] = (2 * above) / n;
  }
}

/** Σ max(x − mean, 0) over one block. */
function excessAbove(level: number, from: number, mean: number): number {
  const values = levels[level]!.values.atLeast(0);
  const end = from + (1 << level);
  let low = from;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= mean) low = middle + 1;
    else high = middle;
  }
  return low === end ? 0 : levels[level]!.upper.atLeast(0)[low]! - (end - low) * mean;
}

/** Sorts all aligned blocks no longer than a window; returns how many levels there are. Blocks cut off by the end are left out. */
function buildLevels(x: Float64Array, n: number, length: number): number {
  let depth = 0;
  for (let size = 1; size <= n && size <= length; size *= 2, depth++) {
    if (levels.length === depth) levels.push({ values: new Scratch(), upper: new Scratch() });
    const values = levels[depth]!.values.atLeast(length);
    const upper = levels[depth]!.upper.atLeast(length);
    if (depth === 0) {
      values.set(x.subarray(0, length));
      upper.set(x.subarray(0, length));
      continue;
    }
    const halves = levels[depth - 1]!.values.atLeast(length);
    for (let start = 0; start + size <= length; start += size) mergeBlock(halves, values, upper, start, size);
  }
  return depth;
}

function mergeBlock(
  halves: Float64Array,
  values: Float64Array,
  upper: Float64Array,
  start: number,
  size: number,
): void {
  const middle = start + size / 2;
  const end = start + size;
  let a = start;
  let b = middle;
  for (let k = start; k < end; k++) {
    values[k] = b === end || (a < middle && halves[a]! <= halves[b]!) ? halves[a++]! : halves[b++]!;
  }
  let sum = 0;
  for (let k = end - 1; k >= start; k--) upper[k] = sum += values[k]!;
}
