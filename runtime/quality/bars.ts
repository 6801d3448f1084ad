/** What rules look at: bars as somebody gave them, one ticker at a time, nothing adjusted and nothing repaired. */

/** How the prices of the bars are adjusted. */
export type Basis = 'nothing' | 'splits' | 'splits_and_dividends';

/** Takes effect before the open of `day`. */
export interface KnownAction {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** New shares per old share; 1 when it is no split. */
  readonly split: number;
  /** Per share, on the footing of the close; 0 when there is none. */
  readonly dividend: number;
}

/** All columns are as long as `days`; NaN is missing, and a day on which all are is no bar. */
export interface TickerBars {
  readonly ticker: string;
  /** Days since 1970-01-01, ascending, each once. */
  readonly days: Int32Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly adjustedClose: Float64Array | null;
  readonly rawClose: Float64Array | null;
  readonly rawVolume: Float64Array | null;
  /** Ascending by day. */
  readonly actions: readonly KnownAction[];
  /** The day from which the stock was no longer listed; null: not known, or it still is. */
  readonly delisted: number | null;
  /** Days of which there was more than one bar. */
  readonly repeated: readonly number[];
  /** Days with a bar on which the exchange was closed, whether among `days` or left out of them. */
  readonly closed: readonly number[];
}

/** What is the same for all tickers of a check. */
export interface Circumstances {
  readonly basis: Basis;
  /** Whether `actions` hold the splits there were, and the dividends; if not, their absence says nothing. */
  readonly splitsKnown: boolean;
  readonly dividendsKnown: boolean;
  /** Sessions on which a stock that trades has a bar, days ascending. */
  readonly sessions: Int32Array;
}

/** First and last index with a close; `last` is -1 when there is none. */
export function extent(close: Float64Array): { first: number; last: number } {
  let first = 0;
  let last = close.length - 1;
  while (first <= last && Number.isNaN(close[first]!)) first++;
  while (last >= first && Number.isNaN(close[last]!)) last--;
  return last < first ? { first: 0, last: -1 } : { first, last };
}
