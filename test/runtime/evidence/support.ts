/** Small markets for tests of the evidence. */
import { groupsForever } from '../../../runtime/groups.ts';
import type { Market } from '../../../runtime/market.ts';
import { random } from '../../../runtime/random.ts';

export interface MadeUp {
  readonly stocks: number;
  readonly sessions: number;
  readonly seed?: number;
  readonly close?: (stock: number, session: number) => number;
  readonly benchmark?: (session: number) => number;
  readonly sectors?: readonly (string | null)[];
  readonly firstDay?: number;
}

/** Every day is a session; every stock a member; closes are random walks unless given. */
export function madeUpMarket({
  stocks,
  sessions,
  seed = 1,
  close,
  benchmark,
  sectors,
  firstDay = 18_000,
}: MadeUp): Market {
  const source = random(seed);
  const prices = new Float64Array(stocks * sessions);
  for (let i = 0; i < stocks; i++) {
    let price = 50 + 100 * source.uniform();
    for (let t = 0; t < sessions; t++) {
      price *= 1 + 0.02 * source.normal();
      prices[i * sessions + t] = close?.(i, t) ?? price;
    }
  }
  const volume = new Float64Array(stocks * sessions).fill(1e6);
  const axes = {
    sessions: Int32Array.from({ length: sessions }, (_, t) => firstDay + t),
    tickers: Array.from({ length: stocks }, (_, i) => `S${String(i).padStart(3, '0')}`),
  };
  return {
    ...axes,
    bars: {
      open: prices,
      high: prices,
      low: prices,
      close: prices,
      volume,
      raw_close: prices,
      dollar_volume: prices.map((price) => price * 1e6),
    },
    members: new Uint8Array(stocks * sessions).fill(1),
    benchmark: benchmark === undefined ? null : Float64Array.from({ length: sessions }, (_, t) => benchmark(t)),
    external: {},
    sectors: sectors === undefined ? null : groupsForever(sectors, axes),
    delistings: [],
    oracle: null,
    snapshot: 'made up',
    quality: null,
    assumptions: [],
  };
}
