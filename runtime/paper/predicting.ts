/**
 * What the book is decided by on the sessions that are due: predictions of the models the account was opened with, made
 * now and for those sessions only; or those that a backtest has kept.
 */
import { booked, type DateRange, type Plan } from '../../compiler/plan.ts';
import { tensorOf } from '../features/tensor.ts';
import { joinPath, meanOf } from '../folds/join.ts';
import { trainModels } from '../folds/models.ts';
import { type ModelUnit, unitsOf } from '../folds/units.ts';
import { invariant } from '../invariant.ts';
import { NO_EVIDENCE, type StageKeys, stageKeys } from '../keys.ts';
import { type Market, type Panel, toIsoDay } from '../market.ts';
import { withTopMembers } from '../members.ts';
import { type EngineConfig, engine } from '../models/engine.ts';
import { loadModel, type TrainedModel } from '../models/persistence.ts';
import { type ArtifactStore, type EventSink, type MarketData, marketRequest, UserError } from '../ports.ts';
import { readRows } from '../predictions/parquet.ts';
import type { FeatureSet } from '../results.ts';
import { StageRunner } from '../stageRunner.ts';
import { type EvaluatedFeatures, runFeatures } from '../stages/features.ts';
import { runPredict } from '../stages/predict.ts';
import { FeatureRows, type SessionFeatures } from './featureRows.ts';

export interface PredictionPorts {
  readonly data: MarketData;
  readonly artifacts: ArtifactStore;
  readonly engine: EngineConfig;
  readonly events: EventSink;
  readonly signal: AbortSignal;
}

/** Keys of what the plan's own run keeps, on the data of now. */
async function keysOf(plan: Plan, { data, engine: config }: PredictionPorts): Promise<StageKeys> {
  const snapshot = await data.snapshot(marketRequest(plan));
  return stageKeys({ plan, snapshot, engine: config, evidence: NO_EVIDENCE, shown: [] });
}

/**
 * The models of the plan, trained where they are not kept already; their keys. An account goes on with these however the
 * data grow.
 */
export async function trainedModels(plan: Plan, ports: PredictionPorts): Promise<readonly string[]> {
  const keys = await keysOf(plan, ports);
  const stages = new StageRunner({ ...ports, now: () => performance.now() });
  let market: Promise<Market> | null = null;
  let features: Promise<EvaluatedFeatures> | null = null;
  const load = async () => withTopMembers(plan, await ports.data.load(marketRequest(plan), ports.events));
  const loaded = () => (market ??= load());
  const inputs = {
    ...{ plan, keys, stages, ...ports },
    market: loaded,
    features: () => (features ??= loaded().then((of) => runFeatures(plan, of))),
  };
  await trainModels(inputs);
  return keys.models;
}

/** Sessions `[first, end)` that are due, of the plan until the last of them. */
export interface Asked {
  readonly plan: Plan;
  readonly market: Market;
  readonly evaluated: EvaluatedFeatures;
  readonly first: number;
  readonly end: number;
}

export interface Predicted {
  /** Stock-major over all sessions; missing outside of what is due and what the book looks back to. */
  readonly values: Panel;
  /** What the models read of each session that is due. */
  features(session: number): SessionFeatures | null;
}

/**
 * @param models keys, in the order of folds and seeds
 * @throws UserError `paper-no-model`
 */
export async function predict(asked: Asked, models: readonly string[], ports: PredictionPorts): Promise<Predicted> {
  const { plan, market, first, end } = asked;
  const from = Math.max(0, first - predictionReach(plan));
  const range = { from: toIsoDay(market.sessions[from]!), to: toIsoDay(market.sessions[end - 1]!) };
  const read = new FeatureRows(asked);
  const panelOf = async (unit: ModelUnit) => {
    const key = models[unit.index];
    invariant(key !== undefined, `the account has no model ${unit.index}`);
    const { validate, test } = unit.windows;
    const windows = { ...unit.windows, validate: within(validate, range), test: within(test, range) };
    const model = await storedModel(key, ports);
    const features = featuresFor(model, asked);
    read.keep(windows.test, features.tensor);
    return predictWith(model, { ...unit, windows }, features, asked, ports);
  };
  const units = unitsOf(plan);
  const [only, ...others] = units;
  const path = within(plan.split.paths[0]!, range);
  const ofFold = async (fold: number) => {
    const panels: Panel[] = [];
    for (const unit of units) if (unit.fold === fold) panels.push(await panelOf(unit));
    return meanOf(panels);
  };
  const values = others.length === 0 ? await panelOf(only!) : await joinPath(path, market, ofFold);
  return { values, features: (session) => read.of(session) };
}

/** Sessions before its own of which the book reads the predictions. */
export function predictionReach({ expressions }: Plan): number {
  const reads = new Map<string, boolean>();
  const isOfPrediction = (id: string): boolean => {
    const { op, name, inputs } = expressions[id]!;
    const found = reads.get(id) ?? ((op === 'field' && name === 'prediction') || inputs.some(isOfPrediction));
    reads.set(id, found);
    return found;
  };
  const reading = Object.values(expressions).filter(({ id }) => isOfPrediction(id));
  return Math.max(0, ...reading.map(({ lookBack }) => (lookBack.recursive ? Infinity : lookBack.sessions)));
}

/** What ranges of days have in common with one. */
function within<Range extends DateRange>(ranges: readonly Range[], { from, to }: DateRange): Range[] {
  const cut = (range: Range): Range => ({
    ...range,
    from: range.from > from ? range.from : from,
    to: range.to < to ? range.to : to,
  });
  return ranges.map(cut).filter((range) => range.from <= range.to);
}

async function storedModel(key: string, { artifacts, events }: PredictionPorts): Promise<TrainedModel> {
  const found = await artifacts.find('model', key, events);
  if (found !== null) return loadModel(found.folder);
  throw new UserError('paper-no-model', `the model ${key.slice(0, 12)} that the account predicts with is not kept`, [
    'put back what was deleted from the folder of artifacts',
    '`strat account migrate` trains the strategy again, and goes on with that',
  ]);
}

/** Normalised as the model has learnt. */
function featuresFor(model: TrainedModel, { plan, evaluated }: Asked): FeatureSet {
  const { columns, ...rest } = evaluated;
  const normalizer = model.normalizer && {
    mean: Float64Array.from(model.normalizer.mean),
    sd: Float64Array.from(model.normalizer.sd),
    clip: model.normalizer.clip,
  };
  const names = plan.features.features.map(({ name }) => name);
  return { ...rest, names, normalizer, tensor: tensorOf(columns, normalizer) };
}

async function predictWith(
  model: TrainedModel,
  unit: ModelUnit,
  features: FeatureSet,
  { plan, market }: Asked,
  { engine: config, events, signal }: PredictionPorts,
): Promise<Panel> {
  const axes = { sessions: market.sessions, tickers: market.tickers };
  const work = { plan, unit, axes, features, engine: await engine(config), weights: model.weights, events, signal };
  return (await runPredict(work)).values;
}

/**
 * @param market until the last day that is asked for: a backtest's predictions end with its test window
 * @throws UserError `paper-no-predictions`
 */
export async function storedPredictions(plan: Plan, market: Market, ports: PredictionPorts): Promise<Panel> {
  const { to } = booked(plan.split);
  if (toIsoDay(market.sessions.at(-1)!) > to) {
    throw new UserError('paper-no-predictions', `predictions are stored until ${to}, the end of the test window`, [
      'open an account that predicts with the model: `--predictions model`',
    ]);
  }
  const { predictions } = await keysOf(plan, ports);
  const found = await ports.artifacts.find('predictions', predictions, ports.events);
  if (found !== null) return readRows(found.path('predictions.parquet'), market, 'a part of it');
  throw new UserError('paper-no-predictions', `no predictions of this plan are stored for ${ports.data.description}`, [
    'make them: `strat run FILE --mode backtest` with the same config',
    'or open an account that predicts with the model: `--predictions model`',
  ]);
}

/** Whether all models are there, whole. */
export async function isKept(models: readonly string[], artifacts: ArtifactStore): Promise<boolean> {
  const found = await Promise.all(models.map((key) => artifacts.find('model', key, { emit() {} })));
  return !found.includes(null);
}
