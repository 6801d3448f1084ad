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
 * Each stock in two passes while its column is in cache, stocks merged in ticker order (Chan, Golub and LeVeque,
 * "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances", 1979): digits are kept even where the
 * mean is large against the sd.
 */
export function pooledMoments(pool: Pool): PooledMoments {
  const { features, stocks, members, window } = pool;
  const sessions = members.length / stocks;
  const moments = {
    count: new Float64Array(features),
    mean: new Float64Array(features),
    sd: new Float64Array(features),
  };
  for (let feature = 0; feature < features; feature++) {
    let n = 0;
    let mean = 0;
    let squares = 0;
    for (let stock = 0; stock < stocks; stock++) {
      const inside = members.subarray(stock * sessions, (stock + 1) * sessions);
      const one = columnMoments(pool.column(feature, stock), inside, window);
      if (one.count === 0) continue;
      const apart = one.mean - mean;
      const total = n + one.count;
      mean += (apart * one.count) / total;
      squares += one.squares + (apart * apart * n * one.count) / total;
      n = total;
    }
    moments.count[feature] = n;
    moments.mean[feature] = n === 0 ? Number.NaN : mean;
    moments.sd[feature] = n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1));
  }
  return moments;
}

/** Count, mean and sum of squared deviations of one stock's values while it is a member. */
function columnMoments(
  column: Float64Array,
  members: Uint8Array,
  { first, end }: Pool['window'],
): { readonly count: number; readonly mean: number; readonly squares: number } {
  let count = 0;
  let sum = 0;
  for (let t = first; t < end; t++) {
    const value = column[t]!;
    // False for NaN and for ±Infinity.
    if (members[t] === 1 && value - value === 0) {
      count++;
      sum += value;
    }
  }
  const mean = sum / count;
  let squares = 0;
  let rest = 0;
  for (let t = first; t < end; t++) {
    const deviation = column[t]! - mean;
    if (members[t] === 1 && deviation - deviation === 0) {
      squares += deviation * deviation;
      rest += deviation;
    }
  }
  // What the rounding of the mean left over.
  return { count, mean: mean + rest / count, squares: Math.max(0, squares - (rest * rest) / count) };
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
    `feature ${first} ${observed} in train (${train})${others}: it cannot be normalized`,
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
