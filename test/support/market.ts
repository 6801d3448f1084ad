/** Small markets by hand. */
import { BAR_FIELDS, type BarField, fromIsoDay, type Market, type Panel } from '../../runtime/market.ts';

export interface MarketParts {
  readonly tickers: readonly string[];
  /** ISO days; or how many sessions, on days of no importance. */
  readonly sessions: readonly string[] | number;
  readonly bars?: Partial<Record<BarField, Panel>>;
  readonly members?: Uint8Array;
  readonly benchmark?: Float64Array | null;
}

/** Bars that are not given are missing; all are members unless said. */
export function marketOf({ tickers, sessions, bars = {}, members, benchmark = null }: MarketParts): Market {
  const days =
    typeof sessions === 'number'
      ? Int32Array.from({ length: sessions }, (_, t) => 18_000 + t)
      : Int32Array.from(sessions, fromIsoDay);
  const size = tickers.length * days.length;
  const all = BAR_FIELDS.map((field) => [field, bars[field] ?? new Float64Array(size).fill(Number.NaN)]);
  return {
    tickers,
    sessions: days,
    bars: Object.fromEntries(all) as Record<BarField, Panel>,
    members: members ?? new Uint8Array(size).fill(1),
    benchmark,
    external: {},
    sectors: null,
    delistings: [],
    oracle: null,
    snapshot: 'by hand',
    quality: null,
    assumptions: [],
  };
}
