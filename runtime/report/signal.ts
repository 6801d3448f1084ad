/** How well predictions ordered the stocks, over the sessions of the test. */
import { informationBySession, type Judged, labelByPrediction, summarizeInformation } from '../figures/information.ts';
import { type Market, type Panel, toIsoDay } from '../market.ts';
import type { Predictions } from '../results.ts';
import { known, trailingMean } from './columns.ts';
import type { Signal } from './input.ts';

export function signalOf(market: Market, predictions: Predictions, labels: Panel, window: number): Signal | null {
  const { first, end, ic, rankIc } = predictions.evaluation;
  if (end <= first) return null;
  const judged = { predictions: predictions.values, labels, sessions: market.sessions.length, first, end };
  const summary = summarizeInformation(rankIc);
  return {
    sessions: Array.from(market.sessions.subarray(first, end), toIsoDay),
    rankIc: known(rankIc),
    rollingRankIc: trailingMean(known(rankIc), window),
    mean: summary.mean,
    icir: summary.ratio,
    pearsonMean: summarizeInformation(ic).mean,
    positiveShare: summary.positive,
    deciles: labelByPrediction(judged).meanLabel,
    planted: market.oracle === null ? null : plantedRankIc(judged, market.oracle),
  };
}

/** What a model that knew the planted expected returns would have reached, on the very stocks that were predicted. */
function plantedRankIc(judged: Judged, oracle: Panel): number | null {
  const predictions = judged.predictions.map((value, at) => (Number.isNaN(value) ? value : oracle[at]!));
  return summarizeInformation(informationBySession({ ...judged, predictions }).rankIc).mean;
}
