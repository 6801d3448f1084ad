/** What every result of a run is kept under: hashes over all that it depends on, and nothing else. */
import type { Plan } from '../compiler/plan.ts';
import { artifactKey } from './artifacts/keys.ts';
import type { EvidenceLevel } from './evidence/types.ts';
import { unitsOf } from './folds/units.ts';
import { type EngineConfig, engineIdentity } from './models/engine.ts';
import { BOOK_VERSION } from './stages/book.ts';
import { EVIDENCE_VERSION } from './stages/evidence.ts';
import { FEATURES_VERSION } from './stages/features.ts';
import { PREDICT_VERSION } from './stages/predict.ts';
import { REPORT_VERSION } from './stages/report.ts';
import { TRAIN_VERSION } from './stages/train.ts';

export const KEPT_STAGES = ['model', 'predictions', 'book', 'evidence', 'report'] as const;
export type KeptStage = (typeof KEPT_STAGES)[number];

export interface StageKeys {
  /** By model, in the order of `unitsOf`. */
  readonly models: readonly string[];
  readonly modelPredictions: readonly string[];
  /** Of what the book is decided by: those of the one model, or of all of them joined. */
  readonly predictions: string;
  readonly book: string;
  readonly evidence: string;
  readonly report: string;
}

export interface KeyedBy {
  readonly plan: Plan;
  readonly snapshot: string;
  readonly engine: EngineConfig;
  /** How much of it, and the other values of params it tries. */
  readonly evidence: { readonly level: EvidenceLevel; readonly variants: readonly string[] };
  /** What only the report shows: sources, the names of config and data, this program's version. */
  readonly shown: readonly string[];
}

/** For who asks about stages before the evidence. */
export const NO_EVIDENCE: KeyedBy['evidence'] = { level: 'none', variants: [] };

/** The plan's stage hash, the versions of the code, and what the stage is fed. */
export function stageKeys({ plan, snapshot, engine, evidence: asked, shown }: KeyedBy): StageKeys {
  const { name, version } = engineIdentity(engine);
  const versions = (...all: readonly number[]) => all.join('.');
  const training = versions(FEATURES_VERSION, TRAIN_VERSION);
  const units = unitsOf(plan);
  const models = units.map(({ hashes }) => artifactKey('model', hashes.model, snapshot, name, version, training));
  const predicting = versions(PREDICT_VERSION);
  const modelPredictions = units.map(({ index, hashes }) =>
    artifactKey('predictions', models[index]!, hashes.predictions, predicting),
  );
  const [only, ...others] = modelPredictions;
  const joined = () => artifactKey('predictions', ...modelPredictions, plan.stages.predictions, predicting);
  const predictions = others.length === 0 ? only! : joined();
  // Stops are told in the author's words, which are in no hash of the plan.
  const words = plan.risk.stops.map(({ text }) => text);
  const bookVersion = versions(BOOK_VERSION);
  const book = artifactKey('book', predictions, plan.stages.book, bookVersion, ...words);
  const evidence = artifactKey('evidence', book, asked.level, versions(EVIDENCE_VERSION), ...asked.variants);
  const report = artifactKey('report', evidence, plan.hash, versions(REPORT_VERSION), ...shown);
  return { models, modelPredictions, predictions, book, evidence, report };
}

/** Names a run: the same plan on the same data with the same engine, however its files are called. */
export function runId(mode: 'train' | 'backtest', plan: Plan, keys: StageKeys): string {
  return artifactKey('run', mode, plan.hash, keys.book).slice(0, 12);
}
