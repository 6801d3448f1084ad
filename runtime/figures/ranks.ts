/** Ranks and correlation of one cross-section. */
import { isConstant, mean } from './moments.ts';

/**
 * Average ranks: 1 is the smallest, equal values share the mean of the places they take. No value may be NaN.
 * Works in O(n log n) without a comparator: the values are sorted, then each looks its places up.
 */
export function averageRanks(values: Float64Array, ranks = new Float64Array(values.length)): Float64Array {
  const sorted = values.slice().sort();
  for (let i = 0; i < values.length; i++) {
    const below = places(sorted, values[i]!, false);
    const upTo = places(sorted, values[i]!, true);
    ranks[i] = (below + 1 + upTo) / 2;
  }
  return ranks;
}

/** How many of the sorted values are less than a value, or with `orEqual` at most it. */
function places(sorted: Float64Array, value: number, orEqual: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value || (orEqual && sorted[middle]! === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Pearson's correlation in two passes; NaN with fewer than two values, or when either side is constant. */
export function pearson(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  // Asked of the values themselves: the rounded mean of equal values can differ from them.
  if (n < 2 || isConstant(x) || isConstant(y)) return Number.NaN;
  const meanX = mean(x)!;
  const meanY = mean(y)!;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    const dx = x[i]! - meanX;
    const dy = y[i]! - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xy / Math.sqrt(xx * yy);
}
