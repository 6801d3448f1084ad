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
import { baselineBooks, baselinesOf, isChoice, readsPrediction } from '../evidence/baselines.ts';
import type { RunBook } from '../evidence/books.ts';
import { capacityOf } from '../evidence/capacity.ts';
import { decayOf } from '../evidence/decay.ts';
import { importanceOf } from '../evidence/importance.ts';
import { intervalsOf } from '../evidence/intervals.ts';
import { marketIndex } from '../evidence/marketIndex.ts';
import { modelBooks, seedResults, splitPathsOf } from '../evidence/models.ts';
import { pathsOf } from '../evidence/paths.ts';
import { periodsOf } from '../evidence/periods.ts';
import { Progress } from '../evidence/progress.ts';
import { changesOf, type PlanVariant, sensitivityOf } from '../evidence/sensitivity.ts';
import { shuffledBooks, shuffledOf } from '../evidence/shuffled.ts';
import { tailsOf } from '../evidence/tails.ts';
import type { Evidence, Importance } from '../evidence/types.ts';
import { shapeFigures } from '../figures/shape.ts';
import { minimumTrackRecord, probabilisticSharpe, sharpeMoments } from '../figures/significance.ts';
import type { Market } from '../market.ts';
import type { ModelEngine, Weights } from '../models/model.ts';
import type { EventSink } from '../ports.ts';
import type { BookResult, FeatureSet, ModelPredictions, Predictions } from '../results.ts';

/** Raised whenever results change; part of the artifact key. */
export const EVIDENCE_VERSION = 2;

export interface EvidenceInputs {
  readonly plan: Plan;
  readonly market: Market;
  readonly level: Evidence['level'];
  readonly features: Pick<FeatureSet, 'labels'>;
  /** As the models of a fold read them; made when asked for, and large. */
  featuresOf(fold: number): FeatureSet;
  /** The first seed's model of a fold, and what computes it. */
  modelOf(fold: number): Promise<{ readonly weights: Weights; readonly engine: ModelEngine }>;
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
  const { plan, market, models, predictions, book, level, events, signal, runBook } = inputs;
  const { sessionsPerYear, benchmark } = plan.universe;
  const { seed } = plan.model;
  const { net } = book.holdings;
  const index = marketIndex(market, benchmark, plan.execution.fillAt);
  const changes = changesOf(plan, inputs.variants);
  // Of a choice among stocks, only where there is one.
  const ofChoice = level === 'full' && readsPrediction(plan) && isChoice(market.tickers.length);
  const books = ofChoice ? shuffledBooks(market.tickers.length, net.length) : 0;
  const asked = ofChoice ? plan.features.features.length + 1 : 0;
  const total = baselineBooks(plan, market) + books + modelBooks(plan) + changes.length + asked;
  const progress = new Progress(events, signal, total);

  const baselines = await baselinesOf({ ...inputs, index }, runBook, progress);
  const shuffling = { market, predictions, seed, books, sharpe: book.figures.net.sharpe };
  const shuffled = ofChoice ? await shuffledOf(shuffling, runBook, progress) : null;
  const seeds = await seedResults(plan, models, runBook, progress);
  const splitPaths = await splitPathsOf(plan, models, runBook, progress);
  const sensitivity = await sensitivityOf(changes, runBook, progress);
  const importance = ofChoice ? await lastImportance(inputs, progress) : null;
  const moments = sharpeMoments(net);
  return {
    level,
    baselines,
    shuffled,
    intervals: intervalsOf(net, sessionsPerYear, seed),
    probabilisticSharpe: moments && probabilisticSharpe(moments),
    sessionsNeeded: moments && minimumTrackRecord(moments),
    paths: pathsOf(net, seed),
    tails: tailsOf(net),
    shape: shapeFigures(net, sessionsPerYear),
    seeds,
    splitPaths,
    sensitivity,
    periods: periodsOf({ market, holdings: book.holdings, index, sessionsPerYear }),
    capacity: capacityOf(market, book, sessionsPerYear),
    attribution: attributionOf(inputs, index),
    importance,
    decay: decayOf(plan, market, predictions),
  };
}

/** Of the model that the path ends with. */
async function lastImportance(inputs: EvidenceInputs, progress: Progress): Promise<Importance | null> {
  const { plan, market } = inputs;
  const { fold } = plan.split.paths[0]!.at(-1)!;
  const model = await inputs.modelOf(fold);
  return importanceOf({ plan, axes: market, features: inputs.featuresOf(fold), ...model, fold }, progress);
}
