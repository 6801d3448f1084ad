/**
 * The evidence stage: how much of the backtest is luck, and what it rests on. Nothing of it decides anything.
 *
 *   baselines, shuffled predictions, seeds    the same book on other predictions
 *   sensitivity                               … with one thing changed
 *   intervals, paths                          other histories drawn from the returns there were
 *   periods, attribution, capacity            the returns there were, divided
 *   importance, decay                         the predictions themselves
 */
import type { Plan } from '../../compiler/plan.ts';
import { attributionOf } from '../evidence/attribution.ts';
import { BASELINE_BOOKS, baselinesOf } from '../evidence/baselines.ts';
import type { RunBook } from '../evidence/books.ts';
import { intervalsOf } from '../evidence/intervals.ts';
import { marketIndex } from '../evidence/marketIndex.ts';
import { periodsOf } from '../evidence/periods.ts';
import { Progress } from '../evidence/progress.ts';
import { changesOf, type PlanVariant, sensitivityOf } from '../evidence/sensitivity.ts';
import { shuffledBooks, shuffledOf } from '../evidence/shuffled.ts';
import type { Evidence } from '../evidence/types.ts';
import { probabilisticSharpe, sharpeMoments } from '../figures/significance.ts';
import type { Market } from '../market.ts';
import type { EventSink } from '../ports.ts';
import type { BookResult, FeatureSet, ModelPredictions, Predictions } from '../results.ts';
import type { EvaluatedFeatures } from './features.ts';

/** Raised whenever results change; part of the artifact key. */
export const EVIDENCE_VERSION = 1;

export interface EvidenceInputs {
  readonly plan: Plan;
  readonly market: Market;
  readonly level: Evidence['level'];
  readonly features: EvaluatedFeatures;
  /** As the models of a fold read them; made when asked for, and large. */
  featuresOf(fold: number): FeatureSet;
  /** Each model's own predictions, and those along every path. */
  readonly models: ModelPredictions;
  readonly predictions: Predictions;
  readonly book: BookResult;
  /** The strategy with other values of its params. */
  readonly variants: readonly PlanVariant[];
  /** For books with something changed. */
  readonly runBook: RunBook;
  readonly events: EventSink;
  readonly signal?: AbortSignal;
}

/** @throws Interrupted when `signal` says so */
export async function runEvidence(inputs: EvidenceInputs): Promise<Evidence> {
  const { plan, market, predictions, book, level, events, signal, runBook } = inputs;
  const { sessionsPerYear, benchmark } = plan.universe;
  const { seed } = plan.model;
  const { net } = book.holdings;
  const index = marketIndex(market, benchmark);
  const changes = changesOf(plan, inputs.variants);
  const books = level === 'full' && readsPrediction(plan) ? shuffledBooks(market.tickers.length, net.length) : 0;
  const progress = new Progress(events, signal, BASELINE_BOOKS + books + changes.length);

  const baselines = await baselinesOf({ ...inputs, index }, runBook, progress);
  const { sharpe } = book.figures.net;
  const shuffling = { market, predictions: predictions.values, seed, books, sharpe };
  const shuffled = books === 0 ? null : await shuffledOf(shuffling, runBook, progress);
  const sensitivity = await sensitivityOf(changes, runBook, progress);
  const moments = sharpeMoments(net);
  return {
    level,
    baselines,
    shuffled,
    intervals: intervalsOf(net, sessionsPerYear, seed),
    probabilisticSharpe: moments && probabilisticSharpe(moments),
    sessionsNeeded: null,
    paths: null,
    seeds: [],
    sensitivity,
    periods: periodsOf({ sessions: market.sessions, holdings: book.holdings, index, sessionsPerYear }),
    capacity: null,
    attribution: attributionOf(inputs, index),
    importance: null,
    decay: [],
  };
}

/** A book by market data alone is the same whatever is predicted. */
function readsPrediction({ expressions }: Plan): boolean {
  return Object.values(expressions).some(({ op, name }) => op === 'field' && name === 'prediction');
}
