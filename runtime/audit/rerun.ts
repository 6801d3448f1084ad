/** The stages of a run once more, on a market that may end early: as far as what they learnt was known there. */
import type { Plan } from '../../compiler/plan.ts';
import { type Market, sessionsWithin } from '../market.ts';
import type { ModelEngine, Weights } from '../models/model.ts';
import { initialWeights } from '../models/parameters.ts';
import type { EventSink } from '../ports.ts';
import type { BookResult, FeatureSet, Predictions } from '../results.ts';
import { runBook } from '../stages/book.ts';
import { evaluateFeatures, layOutFeatures } from '../stages/features.ts';
import { runPredict } from '../stages/predict.ts';

/** How far the stages go when nothing is known after a cut. */
export interface Reach {
  /** All of train is known, and so mean and sd of the features. */
  readonly scaled: boolean;
  /** A window is reached that is predicted. */
  readonly predicted: boolean;
  readonly booked: boolean;
}

export const EVERYTHING: Reach = { scaled: true, predicted: true, booked: true };

export interface Rerun {
  readonly features: FeatureSet;
  readonly predictions: Predictions | null;
  readonly book: BookResult | null;
}

/** What predicts: the model of a run, or a small one with weights from the seed, for there is nothing to be right about. */
export interface Predictor {
  readonly plan: Plan;
  readonly weights: Weights;
  readonly engine: ModelEngine;
}

const STAND_IN = { layers: 1, hidden: 8 } as const;

export function standIn(plan: Plan, engine: ModelEngine): Predictor {
  const architecture = { ...STAND_IN, features: plan.features.features.length };
  const weights = initialWeights(architecture, plan.model.seed);
  return { plan: { ...plan, model: { ...plan.model, ...STAND_IN } }, weights, engine };
}

export function reachOf({ split }: Plan, { sessions }: Market, cut: number): Reach {
  const first = (range: Plan['split']['test']) => sessionsWithin(sessions, range).first;
  const scaled = cut >= sessionsWithin(sessions, split.train).end - 1;
  const predicted = scaled && cut >= Math.min(first(split.validate), first(split.test));
  return { scaled, predicted, booked: predicted && cut >= first(split.test) };
}

/** Without the verification of a run: a market that ends early need not reach every window of the split. */
export function knownFeatures(plan: Plan, market: Market, { scaled }: Reach): FeatureSet {
  const evaluated = evaluateFeatures(plan, market);
  const asTheyAre = { ...plan, features: { ...plan.features, normalize: null } };
  return layOutFeatures(scaled ? plan : asTheyAre, market, evaluated);
}

export async function rerun(
  { plan, weights, engine }: Predictor,
  market: Market,
  features: FeatureSet,
  reach: Reach,
): Promise<Rerun> {
  if (!reach.predicted) return { features, predictions: null, book: null };
  const predictions = await runPredict({ plan, axes: market, features, engine, weights, events: SILENT });
  if (!reach.booked) return { features, predictions, book: null };
  return { features, predictions, book: runBook({ plan, market, features, predictions, events: SILENT }) };
}

const SILENT: EventSink = { emit() {} };
