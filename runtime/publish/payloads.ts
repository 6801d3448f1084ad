/**
 * What documents say, collection by collection. A store may be anybody's: what it answers is read by these schemas.
 *
 * Shares, weights and returns are fractions, money is USD, days are ISO; null is "there is none". Numbers are rounded to
 * `DIGITS`, so that they read back alike from every store; the ledger's own tables have all bits.
 */
import * as z from 'zod';

const text = z.string();
const figure = z.number().transform(rounded);
const maybe = figure.nullable();

/** What every document says of itself. */
const about = {
  account: text,
  strategy: text,
  /** Hash of the plan that decided. */
  plan: text,
  /** Of the data. */
  snapshot: text,
  day: text,
  /** The day once more, as 20180401: for ranges. */
  yyyymmdd: z.int(),
};

/** A name that a session's decision is about. */
const recommendation = z.object({
  ...about,
  ticker: text,
  side: z.enum(['long', 'short']),
  /** To be held after the decision, of equity; below zero is short. */
  weight: figure,
  /** Before smoothing, scale and limits; null: this session decided on no weights. */
  target: maybe,
  /** Held after the fill of the session. */
  held: figure,
  prediction: maybe,
  /** Of the prediction among the eligible, 1 is the highest. */
  rank: z.int().nullable(),
  /** Adjusted, at the instant at which orders fill. */
  price: maybe,
  /** Of the stock, over the holding that the decision led to; null until it has ended. */
  return: maybe,
  /** The day on which that holding ended. */
  until: text.nullable(),
  /** What the vector of features is made of; null: there is none. Vectors compare within one of these only. */
  feature_set: text.nullable(),
});

/** A session. Returns and costs are those of the holding that ended in it, by its equity before; null: none did. */
const tradingResult = z.object({
  ...about,
  ...{ net: maybe, gross: maybe, long_gross: maybe, short_gross: maybe, turnover: maybe },
  ...{ cost: maybe, spread: maybe, commission: maybe, impact: maybe },
  ...{ borrow: maybe, financing: maybe, interest: maybe },
  /** After the session. */
  equity: figure,
  cash: figure,
  longs: z.int(),
  shorts: z.int(),
  fills: z.int(),
  /** That tripped, as the strategy says them. */
  stops: z.array(text),
  /** Whether a stop keeps the book in cash. */
  stopped: z.boolean(),
});

/** An account since it was opened, as after a session. Figures of net returns; a year is the calendar's. */
const performanceMetrics = z.object({
  ...about,
  /** Holdings that have ended. */
  sessions: z.int(),
  total_return: figure,
  ...{ annual_return: maybe, volatility: maybe, sharpe: maybe, sortino: maybe, calmar: maybe },
  max_drawdown: figure,
  /** As it stands, at or below zero. */
  drawdown: figure,
  hit_rate: maybe,
  /** Of the last 60 returns; null while there are fewer. */
  sharpe_60: maybe,
  equity: figure,
});

export const PAYLOADS = {
  stock_recommendations: recommendation,
  trading_results: tradingResult,
  performance_metrics: performanceMetrics,
} as const;

export type Collection = keyof typeof PAYLOADS;
export const COLLECTIONS = Object.keys(PAYLOADS) as readonly Collection[];
export type PayloadOf = { readonly [C in Collection]: Readonly<z.infer<(typeof PAYLOADS)[C]>> };
export type Recommendation = PayloadOf['stock_recommendations'];
export type TradingResult = PayloadOf['trading_results'];
export type PerformanceMetrics = PayloadOf['performance_metrics'];
export type Side = Recommendation['side'];

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
