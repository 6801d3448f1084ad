/** What every result of a run is kept under: hashes over all that it depends on, and nothing else. */
import type { Plan } from '../compiler/plan.ts';
import { artifactKey } from './artifacts/keys.ts';
import { type EngineConfig, engineIdentity } from './models/engine.ts';
import { BOOK_VERSION } from './stages/book.ts';
import { FEATURES_VERSION } from './stages/features.ts';
import { PREDICT_VERSION } from './stages/predict.ts';
import { REPORT_VERSION } from './stages/report.ts';
import { TRAIN_VERSION } from './stages/train.ts';

export const KEPT_STAGES = ['model', 'predictions', 'book', 'report'] as const;
export type KeptStage = (typeof KEPT_STAGES)[number];
export type StageKeys = Readonly<Record<KeptStage, string>>;

export interface KeyedBy {
  readonly plan: Plan;
  readonly snapshot: string;
  readonly engine: EngineConfig;
  /** What only the report shows: sources, the names of config and data, this program's version. */
  readonly shown: readonly string[];
}

/** The plan's stage hash, the versions of the code, and what the stage is fed. */
export function stageKeys({ plan, snapshot, engine, shown }: KeyedBy): StageKeys {
  const { name, version } = engineIdentity(engine);
  const versions = (...all: readonly number[]) => all.join('.');
  const training = versions(FEATURES_VERSION, TRAIN_VERSION);
  const model = artifactKey('model', plan.stages.model, snapshot, name, version, training);
  const predictions = artifactKey('predictions', model, plan.stages.predictions, versions(PREDICT_VERSION));
  // Stops are told in the author's words, which are in no hash of the plan.
  const words = plan.risk.stops.map(({ text }) => text);
  const book = artifactKey('book', predictions, plan.stages.book, versions(BOOK_VERSION), ...words);
  const report = artifactKey('report', book, plan.hash, versions(REPORT_VERSION), ...shown);
  return { model, predictions, book, report };
}

/** Names a run: the same plan on the same data with the same engine, however its files are called. */
export function runId(mode: 'train' | 'backtest', plan: Plan, keys: StageKeys): string {
  return artifactKey('run', mode, plan.hash, keys.book).slice(0, 12);
}
