/**
 * How well predictions order what then happened. The information coefficient (IC) of a session is the Pearson
 * correlation of predictions and labels over the stocks that have both, the rank IC Spearman's: Pearson's of average
 * ranks (Grinold and Kahn, "Active Portfolio Management", 1999). Undefined with fewer than two stocks, or when either
 * side is constant; undefined sessions are left out of averages.
 */
import type { Panel } from '../market.ts';
import { pearson, spearman } from './correlation.ts';
import { mean, ratio, standardDeviation } from './moments.ts';

/** Pearson's correlation of one cross-section; pairs with a NaN are left out. NaN: undefined. */
export function ic(predictions: ArrayLike<number>, labels: ArrayLike<number>): number {
  const { p, y } = complete(predictions, labels);
  return pearson(p, y);
}

/** Spearman's correlation of one cross-section, ties sharing their average rank. NaN: undefined. */
export function rankIc(predictions: ArrayLike<number>, labels: ArrayLike<number>): number {
  const { p, y } = complete(predictions, labels);
  return spearman(p, y);
}

/** Panels of a run and the sessions `[first, end)` looked at. */
export interface Judged {
  readonly predictions: Panel;
  readonly labels: Panel;
  /** Sessions of the panels. */
  readonly sessions: number;
  readonly first: number;
  readonly end: number;
}

/** IC and rank IC per session of `[first, end)`; NaN where undefined. */
export function informationBySession(judged: Judged): { readonly ic: Float64Array; readonly rankIc: Float64Array } {
  const count = Math.max(0, judged.end - judged.first);
  const values = { ic: new Float64Array(count), rankIc: new Float64Array(count) };
  eachSession(judged, (session, p, y) => {
    values.ic[session - judged.first] = pearson(p, y);
    values.rankIc[session - judged.first] = spearman(p, y);
  });
  return values;
}

export interface InformationSummary {
  /** Sessions with a defined coefficient. */
  readonly sessions: number;
  readonly mean: number | null;
  readonly sd: number | null;
  /** ICIR: mean / sd over sessions, not annualised. */
  readonly ratio: number | null;
  /** Share of sessions with a positive coefficient. */
  readonly positive: number | null;
}

/** Summary of IC or rank IC by session. */
export function summarizeInformation(bySession: Float64Array): InformationSummary {
  const defined = bySession.filter((value) => !Number.isNaN(value));
  const average = mean(defined);
  const sd = standardDeviation(defined);
  const positive = ratio(defined.filter((value) => value > 0).length, defined.length);
  return { sessions: defined.length, mean: average, sd, ratio: ratio(average, sd), positive };
}

export interface Quantiles {
  /** Mean label of each quantile, lowest predictions first: the mean over sessions of the session's mean. */
  readonly meanLabel: readonly (number | null)[];
  /** Sessions with at least one stock for each quantile; others are left out. */
  readonly sessions: number;
}

/**
 * Mean label by quantile of prediction, deciles by default. Stocks of a session are ordered by prediction, then
 * ticker, and the one at place k of n (from 0) is in quantile ⌊k · quantiles / n⌋.
 */
export function labelByPrediction(judged: Judged, quantiles = 10): Quantiles {
  const sums = new Float64Array(quantiles);
  let sessions = 0;
  eachSession(judged, (_, p, y) => {
    if (p.length < quantiles) return;
    sessions++;
    const order = Array.from(p, (_, i) => i).sort((a, b) => p[a]! - p[b]! || a - b);
    const total = new Float64Array(quantiles);
    const count = new Int32Array(quantiles);
    order.forEach((stock, place) => {
      const quantile = Math.floor((place * quantiles) / order.length);
      total[quantile]! += y[stock]!;
      count[quantile]!++;
    });
    for (let q = 0; q < quantiles; q++) sums[q]! += total[q]! / count[q]!;
  });
  return { meanLabel: Array.from(sums, (sum) => ratio(sum, sessions)), sessions };
}

/** Calls with the complete pairs of each session, in ticker order. The arrays belong to the callee. */
function eachSession(judged: Judged, visit: (session: number, p: Float64Array, y: Float64Array) => void): void {
  const { predictions, labels, sessions, first, end } = judged;
  const stocks = predictions.length / sessions;
  const p = new Float64Array(stocks);
  const y = new Float64Array(stocks);
  for (let session = first; session < end; session++) {
    let n = 0;
    for (let i = session; i < predictions.length; i += sessions) {
      if (Number.isNaN(predictions[i]!) || Number.isNaN(labels[i]!)) continue;
      p[n] = predictions[i]!;
      y[n++] = labels[i]!;
    }
    visit(session, p.slice(0, n), y.slice(0, n));
  }
}

function complete(predictions: ArrayLike<number>, labels: ArrayLike<number>): { p: Float64Array; y: Float64Array } {
  const p = new Float64Array(predictions.length);
  const y = new Float64Array(predictions.length);
  let n = 0;
  for (let i = 0; i < predictions.length; i++) {
    if (Number.isNaN(predictions[i]!) || Number.isNaN(labels[i]!)) continue;
    p[n] = predictions[i]!;
    y[n++] = labels[i]!;
  }
  return { p: p.slice(0, n), y: y.slice(0, n) };
}
