/** For how long the predictions order returns, from the price at which they are traded. */
import type { Plan } from '../../compiler/plan.ts';
import { fillPrices } from '../book/fillPrices.ts';
import { informationDecay } from '../figures/decay.ts';
import type { Market } from '../market.ts';
import type { Predictions } from '../results.ts';
import type { HorizonIc } from './types.ts';

const HORIZONS = [1, 2, 3, 5, 10, 15, 20, 40, 60];

/** Horizons that the test is long enough for. */
export function decayOf(plan: Plan, market: Market, { values, evaluation }: Predictions): HorizonIc[] {
  const input = {
    predictions: values,
    prices: fillPrices(plan, market.bars),
    sessions: market.sessions.length,
    first: evaluation.first,
    end: evaluation.end,
    delay: plan.execution.fillAt.startsWith('next') ? 1 : 0,
  };
  const sessions = evaluation.end - evaluation.first;
  const horizons = HORIZONS.filter((horizon) => 2 * horizon <= sessions);
  return informationDecay(input, horizons).map(({ horizon, rankIc }) => ({
    horizon,
    rankIc: rankIc?.mean ?? null,
    t: rankIc?.t ?? null,
  }));
}
