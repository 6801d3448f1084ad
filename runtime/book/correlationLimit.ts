/**
 * The limit of correlation between any two positions: from the largest |w| to the smallest, a name is kept unless its
 * returns, times the sides of both, correlate above the limit with those of one already kept. A long and a short that rise
 * together offset each other, and count with a negative sign.
 */
import type { CutLog } from './cuts.ts';
import { byWeight } from './names.ts';
import type { Support } from './support.ts';
import type { BookLimits, BookSession } from './types.ts';

/** A correlation that is undefined, for want of history or of movement, cuts nobody. */
export function limitCorrelation(
  weights: Float64Array,
  { most, window, returns }: NonNullable<BookLimits['correlation']>,
  session: Pick<BookSession, 'history'>,
  support: Support,
  cuts: CutLog | null,
): void {
  const names = byWeight(weights, support);
  const scores = session.history(returns, names, window);
  for (let k = 0; k < names.length; k++)
    standardize(scores.subarray(k * window, (k + 1) * window), weights[names[k]!]!);
  const kept: number[] = [];
  for (let k = 0; k < names.length; k++) {
    const figure = firstAbove(most, scores, window, k, kept);
    if (figure === null) {
      kept.push(k);
      continue;
    }
    const stock = names[k]!;
    cuts?.limit('correlation', stock, figure, most, weights[stock]!, 0);
    weights[stock] = 0;
  }
}

/** Returns less their mean, to length 1 and with the side's sign: a correlation is then a sum of products. */
function standardize(values: Float64Array, weight: number): void {
  let mean = 0;
  for (const value of values) mean += value;
  mean /= values.length;
  let squares = 0;
  for (let s = 0; s < values.length; s++) {
    const distance = values[s]! - mean;
    values[s] = distance;
    squares += distance * distance;
  }
  const factor = squares > 0 ? Math.sign(weight) / Math.sqrt(squares) : Number.NaN;
  for (let s = 0; s < values.length; s++) values[s]! *= factor;
}

/** With the largest of the kept that is above it; null when none is. */
function firstAbove(
  most: number,
  scores: Float64Array,
  window: number,
  name: number,
  kept: readonly number[],
): number | null {
  const from = name * window;
  for (const other of kept) {
    const at = other * window;
    let correlation = 0;
    for (let s = 0; s < window; s++) correlation += scores[from + s]! * scores[at + s]!;
    if (correlation > most) return correlation;
  }
  return null;
}
