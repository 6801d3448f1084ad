/**
 * One random stream for each thing that is drawn, and one per stock within it, so that a feature added later, or one
 * more stock, shifts nobody else's numbers. Never renumber: results of a seed hang on it.
 */
import { type Random, random } from '../../random.ts';

export const STREAMS = {
  tickers: 1,
  profile: 2,
  life: 3,
  market: 4,
  sector: 5,
  idiosyncratic: 6,
  volatility: 7,
  jumps: 8,
  volume: 9,
  intraday: 10,
  splits: 11,
  dividends: 12,
  marketVolume: 13,
} as const;

export function stream(seed: number, name: keyof typeof STREAMS, stock = 0): Random {
  return random(seed, STREAMS[name], stock);
}

export function uniformBetween(source: Random, lo: number, hi: number): number {
  return lo + (hi - lo) * source.uniform();
}
