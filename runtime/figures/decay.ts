/** For how long predictions keep ordering what happens: rank IC by horizon (Grinold and Kahn 1999, chapter 13). */
import type { Panel } from '../market.ts';
import { informationBySession } from './information.ts';
import { type MeanTest, meanTest } from './neweyWest.ts';

export interface Decay {
  /** Sessions. */
  readonly horizon: number;
  /** Of the rank IC by session, whose values span the horizon each; null where it is undefined or has one session. */
  readonly rankIc: MeanTest | null;
}

export interface DecayInput {
  readonly predictions: Panel;
  /** Of the same shape: what a position is entered and left at. */
  readonly prices: Panel;
  /** Sessions of the panels. */
  readonly sessions: number;
  /** Sessions of predictions looked at: `[first, end)`. */
  readonly first: number;
  readonly end: number;
  /** Sessions from prediction to entry: 0 for the price of the session itself. */
  readonly delay: number;
}

/**
 * Rank IC of the prediction of t with the return from t + delay to t + delay + horizon. No price from `end` on is
 * read, so the longer the horizon, the fewer sessions it has.
 */
export function informationDecay(input: DecayInput, horizons: readonly number[]): readonly Decay[] {
  return horizons.map((horizon) => {
    const { rankIc } = informationBySession({ ...input, labels: returnsAhead(input, horizon) });
    const defined = rankIc.filter((value) => !Number.isNaN(value));
    return { horizon, rankIc: meanTest(defined, horizon - 1) };
  });
}

function returnsAhead({ prices, sessions, delay, first, end }: DecayInput, horizon: number): Panel {
  const ahead = new Float64Array(prices.length).fill(Number.NaN);
  for (let start = 0; start < prices.length; start += sessions) {
    for (let t = start + first; t + delay + horizon < start + end; t++)
      ahead[t] = prices[t + delay + horizon]! / prices[t + delay]! - 1;
  }
  return ahead;
}
