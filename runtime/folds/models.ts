/**
 * A model for each fold and seed, and what it predicts. Each is kept under a key of its own, so that a run that was
 * stopped goes on with the first that is missing, and a fold or a seed that is added leaves the others as they are.
 */
import type { Plan } from '../../compiler/plan.ts';
import { aboutModel } from '../about.ts';
import type { StageKeys } from '../keys.ts';
import type { Market } from '../market.ts';
import type { EngineConfig } from '../models/engine.ts';
import { loadModel, saveModel } from '../models/persistence.ts';
import type { Artifact, ArtifactStore, EventSink } from '../ports.ts';
import type { FeatureSet } from '../results.ts';
import type { StageRunner } from '../stageRunner.ts';
import { type EvaluatedFeatures, layOutFeatures } from '../stages/features.ts';
import { inTurn } from './inTurn.ts';
import { lanesFor } from './lanes.ts';
import { keepPredictions, type MadeModel } from './predictions.ts';
import { ModelThread } from './threads.ts';
import { type ModelUnit, unitsOf } from './units.ts';
import { here, type ModelWorker, type Surroundings } from './work.ts';

export interface ModelsInputs {
  readonly plan: Plan;
  readonly keys: Pick<StageKeys, 'models' | 'modelPredictions'>;
  readonly stages: StageRunner;
  readonly artifacts: ArtifactStore;
  readonly engine: EngineConfig;
  readonly events: EventSink;
  readonly signal: AbortSignal;
  /** Made when first asked for. */
  market(): Promise<Market>;
  features(): Promise<EvaluatedFeatures>;
}

export async function trainModels(inputs: ModelsInputs): Promise<readonly Artifact[]> {
  const all = await eachModel(inputs, async (maker, unit, before) => ({ model: await maker.train(unit, before) }));
  return all.map(({ model }) => model);
}

export async function makeModels(inputs: ModelsInputs): Promise<readonly MadeModel[]> {
  return eachModel(inputs, async (maker, unit, before) => {
    const model = await maker.train(unit, before);
    return { unit, model, predictions: await maker.predict(unit, model) };
  });
}

/**
 * One after the other, or as many side by side as there is room for.
 * @param make is handed the model that its own begins with, or null
 */
async function eachModel<T extends { readonly model: Artifact }>(
  inputs: ModelsInputs,
  make: (maker: ModelMaker, unit: ModelUnit, before: Artifact | null) => Promise<T>,
): Promise<readonly T[]> {
  const units = unitsOf(inputs.plan);
  const lanes = lanesFor(inputs.engine, units);
  const stopped = new AbortController();
  const signal = AbortSignal.any([inputs.signal, stopped.signal]);
  const threads = lanes.count === 1 ? [] : Array.from({ length: lanes.count }, () => new ModelThread());
  const given = { ...inputs, engine: lanes.engine, signal };
  const features = new FoldFeatures(inputs, lanes.count);
  const begun: Promise<T>[] = [];
  const one = async (unit: ModelUnit, lane: number): Promise<T> => {
    const before = unit.startsFrom === null ? null : await begun[unit.startsFrom]!;
    return make(new ModelMaker(given, features, threads[lane] ?? here), unit, before?.model ?? null);
  };
  try {
    const work = (unit: ModelUnit, lane: number) => (begun[unit.index] = one(unit, lane));
    return await inTurn(units, lanes.count, work, () => stopped.abort());
  } finally {
    await Promise.all(threads.map((thread) => thread.close()));
  }
}

/** Features as the models of a fold read them: large, so that only those of the folds at hand are there. */
class FoldFeatures {
  readonly #given: Pick<ModelsInputs, 'plan' | 'market' | 'features'>;
  readonly #most: number;
  readonly #laidOut = new Map<number, FeatureSet>();

  constructor(given: Pick<ModelsInputs, 'plan' | 'market' | 'features'>, most: number) {
    this.#given = given;
    this.#most = most;
  }

  async of({ fold, windows }: ModelUnit): Promise<FeatureSet> {
    const [market, evaluated] = [await this.#given.market(), await this.#given.features()];
    const found = this.#laidOut.get(fold) ?? layOutFeatures(this.#given.plan, windows, market, evaluated);
    // The one asked for last goes last.
    this.#laidOut.delete(fold);
    const [oldest] = this.#laidOut.keys();
    if (this.#laidOut.size >= this.#most && oldest !== undefined) this.#laidOut.delete(oldest);
    this.#laidOut.set(fold, found);
    return found;
  }
}

class ModelMaker {
  readonly #given: ModelsInputs;
  readonly #features: FoldFeatures;
  readonly #worker: ModelWorker;

  constructor(given: ModelsInputs, features: FoldFeatures, worker: ModelWorker) {
    this.#given = given;
    this.#features = features;
    this.#worker = worker;
  }

  /** @param before the model it begins with, or null */
  async train(unit: ModelUnit, before: Artifact | null): Promise<Artifact> {
    const { plan, keys, stages, artifacts } = this.#given;
    const key = keys.models[unit.index]!;
    const result = { stage: 'model', key, part: unit.name } as const;
    const gather = () => this.#inputs(unit);
    return stages.kept(result, aboutModel(plan, unit), gather, async (folder, inputs) => {
      const workspace = await artifacts.workspace('model', key);
      const start = before && (await loadModel(before.folder)).weights;
      const work = { ...inputs, does: 'train', start, workspace } as const;
      const trained = await this.#worker.train(work, this.#surroundings(unit));
      await saveModel(folder, trained);
      return `best epoch ${trained.history.bestEpoch} of ${trained.history.epochs.length}`;
    });
  }

  async predict(unit: ModelUnit, model: Artifact): Promise<Artifact> {
    const { keys, stages } = this.#given;
    const key = keys.modelPredictions[unit.index]!;
    const result = { stage: 'predictions', key, part: unit.name } as const;
    const gather = () => this.#inputs(unit);
    return stages.kept(result, 'validation and test', gather, async (folder, inputs) => {
      const { weights } = await loadModel(model.folder);
      const work = { ...inputs, does: 'predict', weights } as const;
      const made = await this.#worker.predict(work, this.#surroundings(unit));
      await keepPredictions(folder, made, { ...inputs, model: model.key });
      return `${made.evaluation.end - made.evaluation.first} test sessions predicted`;
    });
  }

  async #inputs(unit: ModelUnit) {
    const { plan, market, engine } = this.#given;
    const { sessions, tickers } = await market();
    return { plan, unit, axes: { sessions, tickers }, features: await this.#features.of(unit), engine };
  }

  #surroundings({ name }: ModelUnit): Surroundings {
    const { events, signal } = this.#given;
    return { events: name === null ? events : inPart(events, name), signal };
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
