/** How much a ticker moves, measured so that the faults that are looked for do not move the measure. */

/** Standard deviations per median absolute deviation, of a normal distribution: 1 / Φ⁻¹(¾) (Hampel 1974). */
const NORMAL = 1.4826;

/** Fewer moves say nothing of a scale. */
export const FEWEST_MOVES = 20;

/**
 * 1.4826 · median |r| over the close-to-close returns between two indices, NaN when fewer than `FEWEST_MOVES`. The
 * median of daily returns is taken as zero, which it is to a hundredth of their deviation. Days that did not move are
 * left out: a stock that trades on one day in three would else have no scale at all.
 */
export function moveScale(close: Float64Array, first: number, last: number): number {
  let count = 0;
  if (scratch.length < last - first + 1) scratch = new Float64Array(last - first + 1);
  let before = Number.NaN;
  for (let t = first; t <= last; t++) {
    const now = close[t]!;
    if (!(now > 0)) continue;
    const move = Math.abs(now / before - 1);
    if (move > 0) scratch[count++] = move;
    before = now;
  }
  return count < FEWEST_MOVES ? Number.NaN : NORMAL * medianOf(scratch, count);
}

let scratch = new Float64Array(0);

/** Of the first `count` values, whose order it changes (quickselect, Hoare 1961); the upper of two in the middle. */
export function medianOf(values: Float64Array, count: number): number {
  const middle = count >> 1;
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const swapped = values[i]!;
        values[i++] = values[j]!;
        values[j--] = swapped;
      }
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else break;
  }
  return values[middle]!;
}
