/** How well predictions ordered the stocks, over the sessions of the test. */
import { type Market, type Panel, toIsoDay } from '../market.ts';
import type { Predictions } from '../results.ts';
import type { Signal } from './input.ts';
import { decileMeans, deviation, mean, over, rankCorrelation, rolling } from './standIn.ts';

export function signalOf(market: Market, predictions: Predictions, labels: Panel, window: number): Signal | null {
  const { first, end, ic, rankIc } = predictions.evaluation;
  if (end <= first) return null;
  const known = [...rankIc].filter((value) => !Number.isNaN(value));
  const sections = [];
  const planted: number[] = [];
  for (let t = first; t < end; t++) {
    const section = sectionAt(market, predictions.values, labels, t);
    if (section.predictions.length === 0) continue;
    sections.push(section);
    const best = market.oracle === null ? null : rankCorrelation(section.oracle, section.labels);
    if (best !== null) planted.push(best);
  }
  const column = [...rankIc].map((value) => (Number.isNaN(value) ? null : value));
  return {
    sessions: column.map((_, i) => toIsoDay(market.sessions[first + i]!)),
    rankIc: column,
    rollingRankIc: rolling(
      [...rankIc].map((value) => (Number.isNaN(value) ? 0 : value)),
      window,
      mean,
    ),
    mean: mean(known),
    icir: over(mean(known), deviation(known), 1),
    pearsonMean: mean([...ic].filter((value) => !Number.isNaN(value))),
    positiveShare: known.length === 0 ? null : known.filter((value) => value > 0).length / known.length,
    deciles: decileMeans(sections),
    planted: mean(planted),
  };
}

function sectionAt({ sessions, tickers, oracle }: Market, predictions: Panel, labels: Panel, t: number) {
  const section = { predictions: [] as number[], labels: [] as number[], oracle: [] as number[] };
  for (let i = 0; i < tickers.length; i++) {
    const at = i * sessions.length + t;
    if (Number.isNaN(predictions[at]!) || Number.isNaN(labels[at]!)) continue;
    section.predictions.push(predictions[at]!);
    section.labels.push(labels[at]!);
    section.oracle.push(oracle?.[at] ?? Number.NaN);
  }
  return section;
}
