/**
 * Prices as they were traded, out of Yahoo's: those are adjusted for every later split (and for nothing else; its
 * `adjclose`, which is adjusted for dividends too, is not read).
 */
import type { Split } from '../feed.ts';

/** How many shares of today one share of a day has become, for days that ascend. */
export function shareFactors(days: ArrayLike<number>, splits: readonly Split[]): Float64Array {
  const ascending = [...splits].sort((a, b) => a.day - b.day);
  const factors = new Float64Array(days.length);
  let factor = 1;
  for (let index = days.length - 1, left = ascending.length; index >= 0; index--) {
    while (left > 0 && ascending[left - 1]!.day > days[index]!) factor *= ascending[--left]!.ratio;
    factors[index] = factor;
  }
  return factors;
}

/** Yahoo rounds to six decimals and keeps a single float, whose half step is 2^-24 of the value. */
const ROUNDED_BY = 0.5e-6;
const HALF_STEP = 2 ** -24;
const MOST_DECIMALS = 6;

/**
 * The price, without the digits that Yahoo's rounding made up: 28.950000762939453 before a split of 4 was 115.80. Left
 * in, they would be others after the next split, and all bars before it would seem restated.
 */
export function priceAsTraded(adjusted: number, factor: number): number {
  const uncertain = 2 * factor * Math.max(ROUNDED_BY, Math.abs(adjusted) * HALF_STEP);
  const decimals = Math.min(MOST_DECIMALS, Math.max(0, Math.floor(-Math.log10(uncertain))));
  return Number((adjusted * factor).toFixed(decimals));
}

/** Whole shares. */
export function volumeAsTraded(adjusted: number, factor: number): number {
  return Math.round(adjusted / factor);
}
