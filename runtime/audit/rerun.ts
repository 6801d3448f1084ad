/** The stages of a run once more, on a market that may end early: as far as what they learnt was known there. */
import { booked, type Plan } from '../../compiler/plan.ts';
import { joinPath, meanOf } from '../folds/join.ts';
import { type ModelUnit, unitsOf } from '../folds/units.ts';
import { type Market, type Panel, sessionsWithin } from '../market.ts';
import type { ModelEngine, Weights } from '../models/model.ts';
import { initialWeights } from '../models/parameters.ts';
import type { EventSink } from '../ports.ts';
import type { BookResult, FeatureSet } from '../results.ts';
import { runBook } from '../stages/book.ts';
import { type EvaluatedFeatures, evaluateFeatures, layOutFeatures } from '../stages/features.ts';
import { runPredict } from '../stages/predict.ts';

/** How far the stages go when nothing is known after a cut. */
export interface Reach {
  /** Of which all of train is known, and so mean and sd of the features; ascending. */
  readonly scaled: readonly number[];
  /** A window is reached that is predicted, and the model of every day until the cut is known. */
  readonly predicted: boolean;
  readonly booked: boolean;
}

export interface Rerun {
  /** The same for all folds. */
  readonly evaluated: EvaluatedFeatures;
  /** As the models of a fold read them. */
  featuresOf(fold: number): FeatureSet;
  /** Stock-major: what the book is decided by. */
  readonly predictions: Panel | null;
  readonly book: BookResult | null;
}

/** Who predicts: the models of a run, or small ones with weights from the seed, for there is nothing to be right about. */
export interface Predictor {
  readonly plan: Plan;
  weightsOf(unit: ModelUnit): Promise<Weights>;
  readonly engine: ModelEngine;
}

const STAND_IN = { layers: 1, hidden: 8 } as const;

export function standIn(plan: Plan, engine: ModelEngine): Predictor {
  const architecture = { ...STAND_IN, features: plan.features.features.length };
  return {
    plan: { ...plan, model: { ...plan.model, ...STAND_IN } },
    weightsOf: async ({ seed }) => initialWeights(architecture, seed),
    engine,
  };
}

export function everything({ split }: Plan): Reach {
  return { scaled: [...split.folds.keys()], predicted: true, booked: true };
}

export function reachOf({ split }: Plan, { sessions }: Market, cut: number): Reach {
  const within = (range: Plan['universe']['period']) => sessionsWithin(sessions, range);
  const scaled = [...split.folds.keys()].filter((fold) =>
    split.folds[fold]!.train.every((range) => cut >= within(range).end - 1),
  );
  const begun = split.paths[0]!.filter((part) => cut >= within(part).first);
  const known = begun.every(({ fold }) => scaled.includes(fold));
  const [only, ...others] = split.folds;
  const predicted =
    others.length === 0
      ? scaled.length === 1 && cut >= Math.min(within(only!.validate[0]!).first, within(only!.test[0]!).first)
      : known && begun.length > 0;
  return { scaled, predicted, booked: predicted && cut >= within(booked(split)).first };
}

/** Without the verification of a run: a market that ends early need not reach every window of the split. */
export async function rerun(predictor: Predictor, market: Market, reach: Reach): Promise<Rerun> {
  const { plan } = predictor;
  const evaluated = evaluateFeatures(plan, market);
  const featuresOf = lastOf((fold: number) => layOutFeatures(plan, plan.split.folds[fold]!, market, evaluated));
  const made = { evaluated, featuresOf };
  if (!reach.predicted) return { ...made, predictions: null, book: null };
  const predictions = await predict(predictor, market, featuresOf, reach);
  if (!reach.booked) return { ...made, predictions, book: null };
  const book = runBook({ plan, market, features: evaluated, predictions: { values: predictions }, events: SILENT });
  return { ...made, predictions, book };
}

/** Of a single model all that it predicts, as a run keeps it. */
async function predict(
  predictor: Predictor,
  market: Market,
  featuresOf: (fold: number) => FeatureSet,
  { scaled }: Reach,
): Promise<Panel> {
  const { plan } = predictor;
  const ofFold = async (fold: number): Promise<Panel> => {
    const panels: Panel[] = [];
    for (const unit of unitsOf(plan).filter((each) => each.fold === fold)) panels.push(await ofUnit(unit));
    return meanOf(panels);
  };
  const ofUnit = async (unit: ModelUnit): Promise<Panel> => {
    const weights = await predictor.weightsOf(unit);
    const { engine } = predictor;
    const inputs = { plan, unit, axes: market, features: featuresOf(unit.fold), engine, weights, events: SILENT };
    return (await runPredict(inputs)).values;
  };
  if (plan.split.folds.length === 1) return ofFold(0);
  const reached = plan.split.paths[0]!.filter(({ fold }) => scaled.includes(fold));
  return joinPath(reached, market, ofFold);
}

/** Keeps the last answer. */
function lastOf<T>(make: (key: number) => T): (key: number) => T {
  let last: { readonly key: number; readonly made: T } | null = null;
  return (key) => {
    if (last?.key !== key) last = { key, made: make(key) };
    return last.made;
  };
}

const SILENT: EventSink = { emit() {} };
