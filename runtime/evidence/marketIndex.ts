/** What "the market" is to the evidence: the benchmark, or without one the equal-weight mean of the members. */
import type { Plan } from '../../compiler/plan.ts';
import { mean, standardDeviation } from '../figures/moments.ts';
import type { Market } from '../market.ts';

export interface MarketIndex {
  /** As reports call it. */
  readonly name: string;
  /**
   * At the last close by the fill of each session of the run; NaN where there is none. For a book that fills at the open
   * it is that of the session before: from open f to open t it goes through the days f to t − 1.
   */
  readonly level: Float64Array;
}

/** @param benchmark its name, as the strategy says it */
export function marketIndex(
  market: Market,
  benchmark: string | null,
  fillAt: Plan['execution']['fillAt'],
): MarketIndex {
  const atFill = (closes: Float64Array) => (fillAt.endsWith('open') ? sessionBefore(closes) : closes);
  if (market.benchmark !== null) return { name: benchmark ?? 'benchmark', level: atFill(market.benchmark) };
  return { name: 'mean of the universe', level: atFill(equalWeightLevel(market)) };
}

function sessionBefore(closes: Float64Array): Float64Array {
  const shifted = new Float64Array(closes.length).fill(Number.NaN);
  shifted.set(closes.subarray(0, -1), 1);
  return shifted;
}

/** 1 at the first session; each session's return is the mean over its members that have one. */
function equalWeightLevel({ sessions, tickers, bars, members }: Market): Float64Array {
  const n = sessions.length;
  const level = new Float64Array(n).fill(1);
  for (let t = 1; t < n; t++) {
    let sum = 0;
    let count = 0;
    for (let at = t; at < tickers.length * n; at += n) {
      const change = bars.close[at]! / bars.close[at - 1]! - 1;
      if (members[at] !== 1 || Number.isNaN(change)) continue;
      sum += change;
      count++;
    }
    level[t] = level[t - 1]! * (1 + (count === 0 ? 0 : sum / count));
  }
  return level;
}

/** Sessions of the trend and of the volatility that name a regime. */
const TREND = 200;
const VOLATILITY = 20;

export interface Regimes {
  /** Above its mean of 200 sessions: 1, else 0; NaN while there are fewer. As known at the fill of each session. */
  readonly rising: Float64Array;
  /** Sd of the last 20 returns; NaN while there are fewer. */
  readonly volatility: Float64Array;
}

export function regimesOf({ level }: MarketIndex): Regimes {
  const returns = level.map((value, t) => (t === 0 ? Number.NaN : value / level[t - 1]! - 1));
  const over = (values: Float64Array, window: number, figure: (last: Float64Array) => number | null) =>
    values.map((_, t) =>
      t + 1 < window ? Number.NaN : (figure(values.subarray(t + 1 - window, t + 1)) ?? Number.NaN),
    );
  const trend = over(level, TREND, mean);
  return {
    rising: level.map((value, t) =>
      Number.isNaN(value) || Number.isNaN(trend[t]!) ? Number.NaN : Number(value > trend[t]!),
    ),
    volatility: over(returns, VOLATILITY, standardDeviation),
  };
}
