/**
 * Where bars come from before they are kept: a vendor, a folder of files, a module of the user's own. A feed tells what
 * it was told, as traded; it keeps nothing, repairs nothing and knows nothing of strategies.
 */

/** One new share count per old one, from that day's open on. */
export interface Split {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly ratio: number;
}

export interface Dividend {
  /** The ex-dividend day, in days since 1970-01-01. */
  readonly day: number;
  /** Per share as it was traded then, in the currency of the prices. */
  readonly amount: number;
}

/** One ticker over a range of days. Columns have an entry for each of `days`; NaN is missing. */
export interface TickerHistory {
  /** As it was asked for. */
  readonly ticker: string;
  /** The vendor's permanent name of the company, which tells a symbol that is used again apart; null: it has none. */
  readonly identity: string | null;
  readonly currency: string | null;
  readonly exchange: string | null;
  /** IANA name of the zone in which `days` are days. */
  readonly timeZone: string | null;
  /**
   * The last day, in days since 1970-01-01, of which the answer is all there is: the end of the request, or the day
   * before a session that is still under way. Later days have to be asked for again, whether or not one has a bar.
   */
  readonly completeTo: number;
  /** Days since 1970-01-01, ascending, each once. */
  readonly days: Int32Array;
  /** As traded. A feed whose vendor adjusts for splits takes that back, by the splits it was told. */
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Shares as they changed hands. */
  readonly volume: Float64Array;
  readonly splits: readonly Split[];
  readonly dividends: readonly Dividend[];
}

export const FEED_PROBLEM_CODES = ['unknown-ticker', 'no-data', 'throttled', 'unreachable', 'bad-answer'] as const;
export type FeedProblemCode = (typeof FEED_PROBLEM_CODES)[number];

export interface FeedProblem {
  readonly code: FeedProblemCode;
  /** In the reader's words. */
  readonly message: string;
}

export type FeedAnswer =
  | { readonly ticker: string; readonly history: TickerHistory }
  | { readonly ticker: string; readonly problem: FeedProblem };

/** Both days included; ISO days. */
export interface FeedRequest {
  readonly ticker: string;
  readonly from: string;
  readonly to: string;
}

export interface Feed {
  /** Short, for manifests: `yahoo`. */
  readonly name: string;
  /** One line for people. */
  readonly description: string;
  /**
   * One answer for each request, in any order, as soon as it is there; a ticker that fails is an answer too. After
   * `signal` it ends soon, and what it has answered stays good.
   */
  histories(requests: readonly FeedRequest[], signal: AbortSignal): AsyncIterable<FeedAnswer>;
}
