/**
 * A model for each fold and seed, and what it predicts. Each is kept under a key of its own, so that a run that was
 * stopped goes on with the first that is missing, and a fold or a seed that is added leaves the others as they are.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { booked, type Plan } from '../../compiler/plan.ts';
import { aboutModel } from '../about.ts';
import { summarizeInformation } from '../figures/information.ts';
import { invariant } from '../invariant.ts';
import type { StageKeys } from '../keys.ts';
import type { Axes, Market, Panel } from '../market.ts';
import type { ModelEngine } from '../models/model.ts';
import { loadModel, saveModel } from '../models/persistence.ts';
import type { Artifact, ArtifactStore, EventSink } from '../ports.ts';
import type { FeatureSet, ModelPredictions, ModelResult, Predictions } from '../results.ts';
import type { StageRunner } from '../stageRunner.ts';
import { type EvaluatedFeatures, layOutFeatures } from '../stages/features.ts';
import { judgePredictions, readPredictions, runPredict, writePredictions } from '../stages/predict.ts';
import { runTrain } from '../stages/train.ts';
import { joinPath, meanOf } from './join.ts';
import { spanOf } from './sessions.ts';
import { type ModelUnit, unitsOf } from './units.ts';

export interface ModelsInputs {
  readonly plan: Plan;
  readonly keys: Pick<StageKeys, 'models' | 'modelPredictions'>;
  readonly stages: StageRunner;
  readonly artifacts: ArtifactStore;
  readonly events: EventSink;
  readonly signal: AbortSignal;
  /** Made when first asked for. */
  market(): Promise<Market>;
  features(): Promise<EvaluatedFeatures>;
  engine(): Promise<ModelEngine>;
}

/** A trained model, and its predictions over the validate and test windows of its fold. */
export interface MadeModel {
  readonly unit: ModelUnit;
  readonly model: Artifact;
  readonly predictions: Artifact;
}

const PREDICTIONS = 'predictions.parquet';
const JUDGED = 'judged.json';

export async function trainModels(inputs: ModelsInputs): Promise<readonly Artifact[]> {
  const maker = new ModelMaker(inputs);
  const models: Artifact[] = [];
  for (const unit of unitsOf(inputs.plan)) models.push(await maker.train(unit, models));
  return models;
}

export async function makeModels(inputs: ModelsInputs): Promise<readonly MadeModel[]> {
  const maker = new ModelMaker(inputs);
  const made: MadeModel[] = [];
  for (const unit of unitsOf(inputs.plan)) {
    const model = await maker.train(
      unit,
      made.map(({ model: before }) => before),
    );
    made.push({ unit, model, predictions: await maker.predict(unit, model) });
  }
  return made;
}

class ModelMaker {
  readonly #given: ModelsInputs;
  /** Of the fold at hand. */
  #features: { readonly fold: number; readonly laidOut: FeatureSet } | null = null;

  constructor(given: ModelsInputs) {
    this.#given = given;
  }

  /** @param before the models made so far, by index */
  async train(unit: ModelUnit, before: readonly Artifact[]): Promise<Artifact> {
    const { plan, keys, stages, artifacts } = this.#given;
    const key = keys.models[unit.index]!;
    const result = { stage: 'model', key, part: unit.name } as const;
    return stages.kept(
      result,
      aboutModel(plan, unit),
      () => this.#inputs(unit),
      async (folder, inputs) => {
        const workspace = await artifacts.workspace('model', key);
        const start = unit.startsFrom === null ? null : (await loadModel(before[unit.startsFrom]!.folder)).weights;
        const trained = await runTrain({ ...inputs, start, workspace });
        await saveModel(folder, trained);
        return `best epoch ${trained.history.bestEpoch} of ${trained.history.epochs.length}`;
      },
    );
  }

  async predict(unit: ModelUnit, model: Artifact): Promise<Artifact> {
    const { plan, keys, stages } = this.#given;
    const key = keys.modelPredictions[unit.index]!;
    const result = { stage: 'predictions', key, part: unit.name } as const;
    return stages.kept(
      result,
      'validation and test',
      () => this.#inputs(unit),
      async (folder, inputs) => {
        const { weights } = await loadModel(model.folder);
        const made = await runPredict({ ...inputs, weights });
        await writePredictions(join(folder, PREDICTIONS), made, { ...inputs, plan, model: model.key });
        await writeFile(join(folder, JUDGED), `${JSON.stringify(judgedOf(made), null, 2)}\n`);
        return `${made.evaluation.end - made.evaluation.first} test sessions predicted`;
      },
    );
  }

  async #inputs(unit: ModelUnit) {
    const { plan, market, features, engine, events, signal } = this.#given;
    const axes = await market();
    const evaluated = await features();
    if (this.#features?.fold !== unit.fold) {
      this.#features = { fold: unit.fold, laidOut: layOutFeatures(plan, unit.windows, axes, evaluated) };
    }
    const ofUnit: EventSink = unit.name === null ? events : inPart(events, unit.name);
    return { plan, unit, axes, features: this.#features.laidOut, engine: await engine(), events: ofUnit, signal };
  }
}

/** Events of a stage's work say which of several results they are about. */
function inPart(events: EventSink, part: string): EventSink {
  return {
    emit(event) {
      const isOfPart =
        event.type === 'stage-progress' || event.type === 'epoch-finished' || event.type === 'training-resumed';
      events.emit(isOfPart ? { ...event, part } : event);
    },
  };
}

function judgedOf({ evaluation }: Predictions): ModelResult['test'] {
  const { sessions, mean } = summarizeInformation(evaluation.rankIc);
  return { sessions, ic: summarizeInformation(evaluation.ic).mean, rankIc: mean };
}

/** @param labels stock-major */
export async function modelPredictions(
  plan: Plan,
  made: readonly MadeModel[],
  axes: Axes,
  labels: Panel,
): Promise<ModelPredictions> {
  const { paths } = plan.split;
  const days = booked(plan.split);
  const read = async ({ unit, predictions }: MadeModel): Promise<Panel> => {
    const judged = { axes, days: spanOf(unit.windows.test), labels };
    return (await readPredictions(predictions.path(PREDICTIONS), judged)).values;
  };
  const along = async (path: number, isAsked: (unit: ModelUnit) => boolean): Promise<Predictions> => {
    const parts = paths[path];
    invariant(parts, `the plan has no path ${path}`);
    const values = await joinPath(parts, axes, async (fold) => {
      const panels: Panel[] = [];
      for (const each of made) if (each.unit.fold === fold && isAsked(each.unit)) panels.push(await read(each));
      return meanOf(panels);
    });
    return judgePredictions(values, { axes, days, labels });
  };
  return {
    models: await Promise.all(made.map(resultOf)),
    ofSeed: (seed) => along(0, (unit) => unit.seed === seed),
    ofPath: (path) => along(path, () => true),
  };
}

async function resultOf({ unit, model, predictions }: MadeModel): Promise<ModelResult> {
  const { fold, seed, windows } = unit;
  const { history } = await loadModel(model.folder);
  const test = JSON.parse(await readFile(predictions.path(JUDGED), 'utf8')) as ModelResult['test'];
  return { fold, seed, windows, history, test };
}
