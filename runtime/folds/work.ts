/** Training and predicting as work that this thread can do, or another one that is sent it as plain data. */
import type { Plan } from '../../compiler/plan.ts';
import type { RunEvent } from '../events.ts';
import type { Axes } from '../market.ts';
import { type EngineConfig, engine } from '../models/engine.ts';
import type { Weights } from '../models/model.ts';
import type { TrainedModel } from '../models/persistence.ts';
import type { EventSink } from '../ports.ts';
import type { FeatureSet, Predictions } from '../results.ts';
import { runPredict } from '../stages/predict.ts';
import { runTrain } from '../stages/train.ts';
import type { ModelUnit } from './units.ts';

interface UnitWork {
  readonly plan: Plan;
  readonly unit: ModelUnit;
  readonly axes: Axes;
  /** Its tensor is shared by all threads. */
  readonly features: FeatureSet;
  readonly engine: EngineConfig;
}

export interface TrainWork extends UnitWork {
  readonly does: 'train';
  readonly start: Weights | null;
  readonly workspace: string;
}

export interface PredictWork extends UnitWork {
  readonly does: 'predict';
  readonly weights: Weights;
}

export interface Surroundings {
  readonly events: EventSink;
  readonly signal: AbortSignal;
}

/** Who does the work: this thread, or another. */
export interface ModelWorker {
  train(work: TrainWork, surroundings: Surroundings): Promise<TrainedModel>;
  predict(work: PredictWork, surroundings: Surroundings): Promise<Predictions>;
}

/** This thread. */
export const here: ModelWorker = {
  train: async (work, surroundings) => runTrain({ ...work, engine: await engine(work.engine), ...surroundings }),
  predict: async (work, surroundings) => runPredict({ ...work, engine: await engine(work.engine), ...surroundings }),
};

/** What a thread says of its work. */
export type Told =
  | { readonly type: 'event'; readonly event: RunEvent }
  | { readonly type: 'done'; readonly result: TrainedModel | Predictions }
  | { readonly type: 'failed'; readonly failure: Failure };

/** An error as plain data: of its kind, if it is one that somebody answers to. */
export type Failure =
  | { readonly kind: 'user'; readonly code: string; readonly message: string; readonly hints: readonly string[] }
  | { readonly kind: 'interrupted'; readonly stage: string; readonly message: string }
  | { readonly kind: 'bug'; readonly error: unknown };
