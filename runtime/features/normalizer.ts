/**
 * `zscore(clip: c) fitted on train`: per feature, mean and sd pooled over the members' values in all sessions of
 * train; values are then centred, scaled and clipped to ± c.
 */
import type { ColumnReader } from '../evaluate/region.ts';
import type { SessionRange } from '../folds/sessions.ts';
import { newPanel } from '../market.ts';
import { UserError } from '../ports.ts';
import { isPresent } from './present.ts';
import type { FeatureColumns } from './tasks.ts';

/** One number per feature. */
export interface PooledMoments {
  readonly count: Float64Array;
  readonly mean: Float64Array;
  /** Sample standard deviation (n − 1). */
  readonly sd: Float64Array;
}

/** What turns a feature into what a model reads: one mean and sd per feature; `clip` null: not clipped. */
export interface Scaling {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
  readonly clip: number | null;
}

/** The values a normaliser learns from. */
export interface Pool {
  readonly columns: FeatureColumns;
  /** Stock-major, 1 for a member. */
  readonly members: Uint8Array;
  readonly windows: readonly SessionRange[];
}

export interface MomentsTask {
  readonly does: 'moments';
  readonly features: number;
  readonly members: Uint8Array;
  readonly windows: readonly SessionRange[];
  /** Of each stock's own values, to be filled: feature f of stock i is at `i * features + f`. */
  readonly own: { readonly count: Float64Array; readonly mean: Float64Array; readonly squares: Float64Array };
}

/**
 * Each stock in two passes while its column is in cache, stocks merged in ticker order (Chan, Golub and LeVeque,
 * "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances", 1979): digits are kept even where the
 * mean is large against the sd.
 */
export function pooledMoments({ columns, members, windows }: Pool): PooledMoments {
  const { features, stocks } = columns;
  const own = {
    count: newPanel(stocks * features),
    mean: newPanel(stocks * features),
    squares: newPanel(stocks * features),
  };
  columns.each({ does: 'moments', features, members, windows, own });
  const moments = {
    count: new Float64Array(features),
    mean: new Float64Array(features),
    sd: new Float64Array(features),
  };
  for (let feature = 0; feature < features; feature++) {
    let n = 0;
    let mean = 0;
    let squares = 0;
    for (let at = feature; at < own.count.length; at += features) {
      const count = own.count[at]!;
      if (count === 0) continue;
      const apart = own.mean[at]! - mean;
      const total = n + count;
      mean += (apart * count) / total;
      squares += own.squares[at]! + (apart * apart * n * count) / total;
      n = total;
    }
    moments.count[feature] = n;
    moments.mean[feature] = n === 0 ? Number.NaN : mean;
    moments.sd[feature] = n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1));
  }
  return moments;
}

export function readMoments({ features, members, windows, own }: MomentsTask): ColumnReader {
  return (stock, columns) => {
    for (let feature = 0; feature < features; feature++) {
      const column = columns[feature]!;
      const inside = members.subarray(stock * column.length, (stock + 1) * column.length);
      const { count, mean, squares } = columnMoments(column, inside, windows);
      const at = stock * features + feature;
      own.count[at] = count;
      own.mean[at] = mean;
      own.squares[at] = squares;
    }
  };
}

/** Count, mean and sum of squared deviations of one stock's values while it is a member. */
function columnMoments(
  column: Float64Array,
  members: Uint8Array,
  windows: readonly SessionRange[],
): { readonly count: number; readonly mean: number; readonly squares: number } {
  let count = 0;
  let sum = 0;
  for (const { first, end } of windows) {
    for (let t = first; t < end; t++) {
      const value = column[t]!;
      if (members[t] === 1 && isPresent(value)) {
        count++;
        sum += value;
      }
    }
  }
  const mean = sum / count;
  let squares = 0;
  let rest = 0;
  for (const { first, end } of windows) {
    for (let t = first; t < end; t++) {
      const deviation = column[t]! - mean;
      if (members[t] === 1 && isPresent(deviation)) {
        squares += deviation * deviation;
        rest += deviation;
      }
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
