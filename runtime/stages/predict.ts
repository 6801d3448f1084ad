/** The predict stage: a trained model over the validate and test windows of its fold, and how well it did in the latter. */
import type { DateRange, Plan } from '../../compiler/plan.ts';
import { panelOfSections, sectionsWhere } from '../features/crossSections.ts';
import { informationBySession } from '../figures/information.ts';
import { isWithin, sessionsOf, spanOf } from '../folds/sessions.ts';
import type { ModelUnit } from '../folds/units.ts';
import { Interrupted } from '../interrupted.ts';
import { type Axes, type Panel, sessionsWithin, toIsoDay } from '../market.ts';
import { predictInParts } from '../models/inference.ts';
import type { CrossSections, ModelEngine, Weights } from '../models/model.ts';
import { type EventSink, UserError } from '../ports.ts';
import { readRows, writeRows } from '../predictions/parquet.ts';
import type { FeatureSet, Predictions } from '../results.ts';

/** Raised whenever results change; part of the artifact key. */
export const PREDICT_VERSION = 2;

const STAGE = 'predictions';

export interface PredictInputs {
  readonly plan: Plan;
  readonly unit: ModelUnit;
  readonly axes: Axes;
  readonly features: FeatureSet;
  readonly engine: ModelEngine;
  readonly weights: Weights;
  readonly events: EventSink;
  readonly signal?: AbortSignal;
}

/**
 * Every session of both windows that has a cross-section is predicted.
 * @throws Interrupted when `signal` says so
 * @throws UserError when a prediction is no number (`prediction-not-a-number`)
 */
export async function runPredict(inputs: PredictInputs): Promise<Predictions> {
  const { plan, axes, features, engine, weights, events, signal } = inputs;
  const sections = sectionsToPredict(inputs);
  const model = await engine.create(plan.model, features.tensor, { weights, moments: {}, steps: 0 });
  try {
    const total = sections.stocks.length;
    const found = await predictInParts(model, sections, plan.model.batchSessions, (done) => {
      if (signal?.aborted) throw new Interrupted(STAGE, 'predicting stopped; the same command starts it again');
      events.emit({ type: 'stage-progress', stage: STAGE, done, total, unit: 'sequences', note: null });
    });
    verifyNumbers(sections, found, axes);
    const values = panelOfSections(sections, found, axes);
    return { values, evaluation: judgeTest(values, inputs) };
  } finally {
    model.dispose();
  }
}

/** As Parquet; `model` names who made them. The columns are in `predictions/parquet.ts`. */
export async function writePredictions(
  file: string,
  { values }: Pick<Predictions, 'values'>,
  { axes, plan, model }: { readonly axes: Axes; readonly plan: Pick<Plan, 'label'>; readonly model: string },
): Promise<void> {
  await writeRows(file, { axes, values, horizon: plan.label.horizon, model });
}

export interface Judged {
  readonly axes: Axes;
  /** On which predictions are judged. */
  readonly days: DateRange;
  /** Stock-major. */
  readonly labels: Panel;
}

/** What `writePredictions` wrote, judged again. */
export async function readPredictions(file: string, judged: Judged): Promise<Predictions> {
  return judgePredictions(await readRows(file, judged.axes), judged);
}

/** IC and rank IC by session. */
export function judgePredictions(predictions: Panel, { axes, days, labels }: Judged): Predictions {
  const { first, end } = sessionsWithin(axes.sessions, days);
  const judged = { predictions, labels, sessions: axes.sessions.length, first, end };
  return { values: predictions, evaluation: { first, end, ...informationBySession(judged) } };
}

function sectionsToPredict({ unit, axes, features: { sections } }: PredictInputs): CrossSections {
  const asked = sessionsOf([...unit.windows.validate, ...unit.windows.test], axes.sessions);
  return sectionsWhere(sections, (session) => isWithin(asked, session));
}

/** Between two stretches that judge there may be one that chose the epoch: it is predicted, and judges nothing. */
function judgeTest(values: Panel, { unit, axes, features }: PredictInputs): Predictions['evaluation'] {
  const judged = { axes, days: spanOf(unit.windows.test), labels: features.labels };
  const { evaluation } = judgePredictions(values, judged);
  const test = sessionsOf(unit.windows.test, axes.sessions);
  const inTest = (figures: Float64Array) =>
    figures.map((value, k) => (isWithin(test, evaluation.first + k) ? value : Number.NaN));
  return { ...evaluation, ic: inTest(evaluation.ic), rankIc: inTest(evaluation.rankIc) };
}

function verifyNumbers(sections: CrossSections, predictions: Float32Array, axes: Axes): void {
  const at = predictions.findIndex((value) => !Number.isFinite(value));
  if (at === -1) return;
  const session = sections.sessions[sections.offsets.findIndex((offset) => offset > at) - 1]!;
  throw new UserError(
    'prediction-not-a-number',
    `the prediction for ${axes.tickers[sections.stocks[at]!]} on ${toIsoDay(axes.sessions[session]!)} is not a number`,
    ['look at the features of this stock in the window that ends there, or keep it out with a `require`'],
  );
}
