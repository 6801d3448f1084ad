/** Means and products of features and label over the rows of a window: all that a linear regression needs of them. */
import type { Panel } from '../market.ts';
import type { CrossSections, FeatureTensor } from '../models/model.ts';

/** The rows of one window: the stocks of its cross-sections that have a label. */
export interface Rows {
  readonly tensor: FeatureTensor;
  /** Stock-major; NaN where it is not known. */
  readonly labels: Panel;
  readonly sections: CrossSections;
  /** Sessions `[first, end)`. */
  readonly first: number;
  readonly end: number;
}

/** Features are the variables 0 .. size − 2, the label is the last. */
export interface JointMoments {
  readonly size: number;
  readonly count: number;
  readonly mean: Float64Array;
  /** Σ (x − mean)(x − mean)ᵀ, row-major size × size. */
  readonly products: Float64Array;
}

/**
 * One cross-section at a time, each around its own mean, merged in order (Chan, Golub and LeVeque 1979): no copy of
 * the rows, and digits are kept where a mean is large against its sd.
 */
export function jointMoments({ tensor, labels, sections, first, end }: Rows): JointMoments {
  const size = tensor.features + 1;
  const mean = new Float64Array(size);
  const products = new Float64Array(size * size);
  let count = 0;
  const rows = new Float64Array(tensor.stocks * size);
  for (let s = 0; s < sections.sessions.length; s++) {
    const session = sections.sessions[s]!;
    if (session < first || session >= end) continue;
    const stocks = sections.stocks.subarray(sections.offsets[s]!, sections.offsets[s + 1]!);
    const added = gather(tensor, labels, session, stocks, rows);
    if (added === 0) continue;
    const own = centre(rows, added, size);
    addProducts(products, rows, added, size);
    const apart = own.map((value, k) => value - mean[k]!);
    const total = count + added;
    for (let k = 0; k < size; k++) {
      mean[k]! += (apart[k]! * added) / total;
      for (let l = 0; l <= k; l++) products[k * size + l]! += (apart[k]! * apart[l]! * count * added) / total;
    }
    count = total;
  }
  for (let k = 0; k < size; k++) for (let l = 0; l < k; l++) products[l * size + k] = products[k * size + l]!;
  return { size, count, mean, products };
}

/** Writes features and label of the stocks that have one; how many these are. */
function gather(tensor: FeatureTensor, labels: Panel, session: number, stocks: Int32Array, rows: Float64Array): number {
  const { values, sessions, features } = tensor;
  let count = 0;
  for (const stock of stocks) {
    const label = labels[stock * sessions + session]!;
    if (Number.isNaN(label)) continue;
    const from = (stock * sessions + session) * features;
    const to = count * (features + 1);
    for (let f = 0; f < features; f++) rows[to + f] = values[from + f]!;
    rows[to + features] = label;
    count++;
  }
  return count;
}

/** Subtracts the mean of each column, and gives it back. */
function centre(rows: Float64Array, count: number, size: number): Float64Array {
  const mean = new Float64Array(size);
  for (let at = 0; at < count * size; at++) mean[at % size]! += rows[at]!;
  for (let k = 0; k < size; k++) mean[k]! /= count;
  for (let at = 0; at < count * size; at++) rows[at]! -= mean[at % size]!;
  return mean;
}

/** The lower half of Rᵀ R. */
function addProducts(products: Float64Array, rows: Float64Array, count: number, size: number): void {
  for (let row = 0; row < count * size; row += size) {
    for (let k = 0; k < size; k++) {
      const value = rows[row + k]!;
      for (let l = 0; l <= k; l++) products[k * size + l]! += value * rows[row + l]!;
    }
  }
}
