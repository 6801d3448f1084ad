/** What every result of a run is kept under: hashes over all that it depends on, and nothing else. */
import type { Plan } from '../compiler/plan.ts';
import { artifactKey } from './artifacts/keys.ts';
import type { EvidenceLevel } from './evidence/types.ts';
import { type EngineConfig, engineIdentity } from './models/engine.ts';
import { BOOK_VERSION } from './stages/book.ts';
import { EVIDENCE_VERSION } from './stages/evidence.ts';
import { FEATURES_VERSION } from './stages/features.ts';
import { PREDICT_VERSION } from './stages/predict.ts';
import { REPORT_VERSION } from './stages/report.ts';
import { TRAIN_VERSION } from './stages/train.ts';

export const KEPT_STAGES = ['model', 'predictions', 'book', 'evidence', 'report'] as const;
export type KeptStage = (typeof KEPT_STAGES)[number];
export type StageKeys = Readonly<Record<KeptStage, string>>;

/** For whoever asks for the keys of the stages before it. */
export const NO_EVIDENCE = { level: 'none', variants: [] } as const;

export interface KeyedBy {
  readonly plan: Plan;
  readonly snapshot: string;
  readonly engine: EngineConfig;
  readonly evidence: {
    readonly level: EvidenceLevel;
    /** Of the plans with other values of its params, in order. */
    readonly variants: readonly string[];
  };
  /** What only the report shows: sources, the names of config and data, this program's version. */
  readonly shown: readonly string[];
}

/** The plan's stage hash, the versions of the code, and what the stage is fed. */
export function stageKeys({ plan, snapshot, engine, evidence: { level, variants }, shown }: KeyedBy): StageKeys {
  const { name, version } = engineIdentity(engine);
  const versions = (...all: readonly number[]) => all.join('.');
  const training = versions(FEATURES_VERSION, TRAIN_VERSION);
  const model = artifactKey('model', plan.stages.model, snapshot, name, version, training);
  const predictions = artifactKey('predictions', model, plan.stages.predictions, versions(PREDICT_VERSION));
  // Stops are told in the author's words, which are in no hash of the plan.
  const words = plan.risk.stops.map(({ text }) => text);
  const book = artifactKey('book', predictions, plan.stages.book, versions(BOOK_VERSION), ...words);
  const evidence = artifactKey('evidence', book, plan.hash, versions(EVIDENCE_VERSION), level, ...variants);
  const report = artifactKey('report', evidence, plan.hash, versions(REPORT_VERSION), ...shown);
  return { model, predictions, book, evidence, report };
}

/** Names a run: the same plan on the same data with the same engine, however its files are called. */
export function runId(mode: 'train' | 'backtest', plan: Plan, keys: StageKeys): string {
  return artifactKey('run', mode, plan.hash, keys.book).slice(0, 12);
}
