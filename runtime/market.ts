/**
 * Market data as columns. A panel is one Float64Array, **stock-major**: the value of stock i at session t is
 * `panel[i * sessions + t]`, so a stock's history is one contiguous column
 * (docs/decisions/panels-are-stock-major.md says why). NaN is missing. Nothing is filled.
 */
import type { Groups } from './groups.ts';
import type { QualityReport } from './quality/check.ts';

export type Panel = Float64Array;

/** A panel of zeros that threads can share: evaluation divides the stocks among them. */
export function newPanel(length: number): Panel {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));
}

/** A mask of zeros that threads can share. */
export function newMask(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/** The two axes every panel of a run shares. */
export interface Axes {
  /** Days since 1970-01-01, ascending. */
  readonly sessions: Int32Array;
  /** Ascending by code point: sums over stocks run in this order. */
  readonly tickers: readonly string[];
}

/** Prices `open high low close` are adjusted for splits and dividends, `volume` for splits only. */
export const BAR_FIELDS = ['open', 'high', 'low', 'close', 'volume', 'raw_close', 'dollar_volume'] as const;
export type BarField = (typeof BAR_FIELDS)[number];

export interface Delisting {
  readonly stock: number;
  /** Index of the session in which it is booked. */
  readonly session: number;
  /** Simple return on the last price. */
  readonly return: number;
}

/** A series from outside the market. */
export interface ExternalSeries {
  /** By session; NaN where nothing has been published yet. */
  readonly values: Float64Array;
  /** When the value of session t is known, by what the source says: at the open or the close of session t + `shift`. */
  readonly known: { readonly at: 'open' | 'close'; readonly shift: number };
}

export interface Market extends Axes {
  readonly bars: Readonly<Record<BarField, Panel>>;
  /** 1 where the stock is a member on that session, stock-major. */
  readonly members: Uint8Array;
  /** Adjusted closes of the benchmark by session, or null when the strategy names none. */
  readonly benchmark: Float64Array | null;
  /** By the name the config gives it. */
  readonly external: Readonly<Record<string, ExternalSeries>>;
  /** Null where the data have none. */
  readonly sectors: Groups | null;
  readonly delistings: readonly Delisting[];
  /** The planted expected return of each stock and session, known to the synthetic source only. */
  readonly oracle: Panel | null;
  /** Hash of the exact bits used. */
  readonly snapshot: string;
  /** What rules found in the bars as they were read; null: nobody looked, since they are made up. */
  readonly quality: QualityReport | null;
  /** What a reader of the report must know about this data, in full sentences. */
  readonly assumptions: readonly string[];
}

/** The same series with other values. */
export function mapSeries(
  external: Market['external'],
  change: (values: Float64Array, known: ExternalSeries['known'], name: string) => Float64Array,
): Record<string, ExternalSeries> {
  const changed = Object.entries(external).map(([name, { values, known }]) => {
    return [name, { values: change(values, known, name), known }] as const;
  });
  return Object.fromEntries(changed);
}

export const DAY_MS = 86_400_000;

export function toIsoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function fromIsoDay(iso: string): number {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY_MS);
}

/** Indices of the sessions within a range of days, both ends included: `[first, end)`. */
export function sessionsWithin(
  sessions: Int32Array,
  range: { readonly from: string; readonly to: string },
): { first: number; end: number } {
  const from = fromIsoDay(range.from);
  const to = fromIsoDay(range.to);
  let first = 0;
  while (first < sessions.length && sessions[first]! < from) first++;
  let end = first;
  while (end < sessions.length && sessions[end]! <= to) end++;
  return { first, end };
}
