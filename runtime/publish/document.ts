/**
 * What paper trading publishes: documents of three collections, one point each in a vector store. A document is known by
 * what it is about, so that whoever writes it again, and however often, writes the same one.
 *
 * Shares, weights and returns are fractions, money is USD, days are ISO; null is "there is none". Numbers are rounded to
 * `DIGITS`, so that they read back alike from every store; the ledger's own tables have all bits.
 */
import { createHash } from 'node:crypto';

export const COLLECTIONS = ['stock_recommendations', 'trading_results', 'performance_metrics'] as const;
export type Collection = (typeof COLLECTIONS)[number];

/** What every document says of itself. */
interface About {
  readonly account: string;
  readonly strategy: string;
  /** Hash of the plan that decided. */
  readonly plan: string;
  /** Of the data. */
  readonly snapshot: string;
  readonly day: string;
  /** The day once more, as 20180401: for ranges. */
  readonly yyyymmdd: number;
}

export type Side = 'long' | 'short';

/** `stock_recommendations`: a name that a session's decision is about. */
export interface Recommendation extends About {
  readonly ticker: string;
  readonly side: Side;
  /** To be held after the decision, of equity; below zero is short. */
  readonly weight: number;
  /** Before smoothing, scale and limits; null: this session decided on no weights. */
  readonly target: number | null;
  /** Held after the fill of the session. */
  readonly held: number;
  readonly prediction: number | null;
  /** Of the prediction among the eligible, 1 is the highest. */
  readonly rank: number | null;
  /** Adjusted, at the instant at which orders fill. */
  readonly price: number | null;
  /** Of the stock, over the holding that the decision led to; null until it has ended. */
  readonly return: number | null;
  /** The day on which that holding ended. */
  readonly until: string | null;
  /** What the vector of features is made of; null: there is none. Vectors compare within one of these only. */
  readonly feature_set: string | null;
}

/** `trading_results`: a session. Returns and costs are those of the holding that ended in it. */
export interface TradingResult extends About {
  readonly net: number | null;
  readonly gross: number | null;
  readonly long_gross: number | null;
  readonly short_gross: number | null;
  readonly turnover: number | null;
  readonly cost: number | null;
  readonly spread: number | null;
  readonly commission: number | null;
  readonly impact: number | null;
  readonly borrow: number | null;
  readonly financing: number | null;
  readonly interest: number | null;
  /** After the session. */
  readonly equity: number;
  readonly cash: number;
  readonly longs: number;
  readonly shorts: number;
  readonly fills: number;
  /** That tripped, as the strategy says them. */
  readonly stops: readonly string[];
  /** Whether a stop keeps the book in cash. */
  readonly stopped: boolean;
}

/** `performance_metrics`: an account since it was opened, as after a session. Figures of net returns. */
export interface PerformanceMetrics extends About {
  /** Holdings that have ended. */
  readonly sessions: number;
  readonly total_return: number;
  readonly annual_return: number | null;
  readonly volatility: number | null;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
  readonly max_drawdown: number;
  /** As it stands, at or below zero. */
  readonly drawdown: number;
  readonly hit_rate: number | null;
  /** Of the last 60 returns; null while there are fewer. */
  readonly sharpe_60: number | null;
  readonly equity: number;
}

export interface PayloadOf {
  readonly stock_recommendations: Recommendation;
  readonly trading_results: TradingResult;
  readonly performance_metrics: PerformanceMetrics;
}

/** Of length one, or all zero; so that a product of two is their cosine. */
export type UnitVector = Float32Array;
/** `features`: what the model read. `decision`: weight, prediction, return, price and side. */
export type VectorKind = 'features' | 'decision';

export interface DocumentOf<C extends Collection> {
  readonly id: string;
  readonly collection: C;
  readonly payload: PayloadOf[C];
  readonly vectors: Readonly<Partial<Record<VectorKind, UnitVector>>>;
}
export type Document = { [C in Collection]: DocumentOf<C> }[Collection];

/** Namespace of the ids: drawn once, never to be changed. */
const NAMESPACE = Buffer.from('5b0e3c0d5f6f4b0ea1d47a1f1c9c6a52', 'hex');

/** UUID of version 5 (RFC 9562, 5.5) of what a document is about. */
export function documentId(collection: Collection, account: string, day: string, ticker = ''): string {
  const name = [collection, account, day, ticker].join('/');
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const DIGITS = 12;

/** Not every store reads back the very bits of a double. */
export function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/** NaN is null. */
export function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : rounded(value);
}

export function yyyymmdd(day: string): number {
  return Number(day.replaceAll('-', ''));
}
