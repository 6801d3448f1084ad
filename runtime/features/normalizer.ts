/**
 * `zscore(clip: c) fitted on train`: per feature, mean and sd pooled over the members' values in all sessions of
 * train; values are then centred, scaled and clipped to ± c.
 */
import { UserError } from '../ports.ts';

/** One number per feature. */
export interface PooledMoments {
  readonly count: Float64Array;
  readonly mean: Float64Array;
  /** Sample standard deviation (n − 1). */
  readonly sd: Float64Array;
}

/** The values a normaliser learns from. */
export interface Pool {
  readonly features: number;
  readonly stocks: number;
  /** One stock's values of one feature, by session; not finite is missing. */
  column(feature: number, stock: number): Float64Array;
  /** Stock-major, 1 for a member. */
  readonly members: Uint8Array;
  /** Train, as session indices `[first, end)`. */
  readonly window: { readonly first: number; readonly end: number };
}

/**
 * Two passes, each stock summed by itself before the sums are added in ticker order, and the second pass corrected
 * for what the rounded mean leaves over (Chan, Golub and LeVeque, "Algorithms for Computing the Sample Variance",
 * 1983): digits are kept even where the mean is large against the sd.
 */
export function pooledMoments(pool: Pool): PooledMoments {
  const { features } = pool;
  const count = new Float64Array(features);
  const mean = new Float64Array(features);
  const sd = new Float64Array(features);
  for (let feature = 0; feature < features; feature++) {
    const rough = sums(pool, feature, 0);
    const centre = rough.sum / rough.count;
    const fine = sums(pool, feature, centre);
    const n = fine.count;
    count[feature] = n;
    mean[feature] = centre + fine.sum / n;
    sd[feature] = n < 2 ? Number.NaN : Math.sqrt(Math.max(0, fine.squares - (fine.sum * fine.sum) / n) / (n - 1));
  }
  return { count, mean, sd };
}

/** Count, sum and sum of squares of the members' values less a centre, over the window. */
function sums(pool: Pool, feature: number, centre: number): { count: number; sum: number; squares: number } {
  const { members, stocks, window } = pool;
  const sessions = members.length / stocks;
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let stock = 0; stock < stocks; stock++) {
    const column = pool.column(feature, stock);
    const offset = stock * sessions;
    let stockSum = 0;
    let stockSquares = 0;
    for (let t = window.first; t < window.end; t++) {
      const deviation = column[t]! - centre;
      if (members[offset + t] === 0 || !(deviation - deviation === 0)) continue;
      count++;
      stockSum += deviation;
      stockSquares += deviation * deviation;
    }
    sum += stockSum;
    squares += stockSquares;
  }
  return { count, sum, squares };
}

/**
 * Refuses a feature that does not vary in train: its z-score is undefined, and nothing can be learnt from it. An sd
 * below rounding error of the mean counts as none.
 */
export function verifyVaries(names: readonly string[], { count, mean, sd }: PooledMoments, train: string): void {
  const constant = names.filter((_, f) => !(sd[f]! > 1e-13 * Math.abs(mean[f]!)));
  if (constant.length === 0) return;
  const [first] = constant;
  const value = mean[names.indexOf(first!)]!;
  const others = constant.length > 1 ? ` (and so do ${constant.slice(1).join(', ')})` : '';
  const observed = count[names.indexOf(first!)]! < 2 ? 'has fewer than two values' : `always has the value ${value}`;
  throw new UserError(
    'constant-feature',
    `Feature ${first} ${observed} in train (${train})${others}: it cannot be normalized.`,
    [
      'a feature that never changes tells the model nothing: leave it out',
      'or check the data it is made of: a price or volume column may be filled with one number',
    ],
  );
}

/** Writes a normalised column; missing stays missing. `clip` null: not clipped. */
export function normalizeColumn(
  column: Float64Array,
  { mean, sd, clip }: { readonly mean: number; readonly sd: number; readonly clip: number | null },
  out: Float64Array,
): void {
  const bound = clip ?? Number.POSITIVE_INFINITY;
  for (let t = 0; t < column.length; t++) {
    out[t] = Math.min(Math.max((column[t]! - mean) / sd, -bound), bound);
  }
}
