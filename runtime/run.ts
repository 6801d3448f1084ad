/**
 * The run loop: a plan becomes artifacts, one stage after the other.
 *
 *   market ──▶ features ──▶ model ──▶ predictions ──▶ book ──▶ report ──▶ run folder
 *   (in memory, on demand)  └──────── kept under a key of all they depend on ───────┘
 *
 * Each kept stage is looked up first and made only when missing, so a second run computes nothing and a changed
 * number recomputes just what depends on it. Market and features are cheaper to compute than to read back; they are
 * made at most once, and only when a stage that is missing asks for them. Stages don't know each other; they meet
 * here. Everything a person sees is a view over the events.
 */
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../compiler/plan.ts';
import { artifactKey } from './artifacts/keys.ts';
import type { Market } from './market.ts';
import { type EngineConfig, engine, engineIdentity } from './models/engine.ts';
import { loadModel, saveModel } from './models/persistence.ts';
import type { Artifact, ArtifactStore, EventSink, MarketData } from './ports.ts';
import { publishRun, type RunRecord } from './record.ts';
import type { FeatureSet } from './results.ts';
import { BOOK_VERSION, runBook } from './stages/book.ts';
import { FEATURES_VERSION, runFeatures } from './stages/features.ts';
import { PREDICT_VERSION, runPredict } from './stages/predict.ts';
import { REPORT_VERSION, runReport } from './stages/report.ts';
import { runTrain, TRAIN_VERSION } from './stages/train.ts';

export interface RunRequest {
  readonly plan: Plan;
  /** The strategy as written, printed in the report. */
  readonly source: { readonly file: string; readonly text: string };
  readonly mode: 'train' | 'backtest';
  readonly engine: EngineConfig;
  /** How the config is called in outputs. */
  readonly config: string;
  readonly runsFolder: string;
  readonly version: string;
}

export interface RunPorts {
  readonly data: MarketData;
  readonly artifacts: ArtifactStore;
  readonly events: EventSink;
  readonly signal: AbortSignal;
  /** Milliseconds, for the record's timings only; no result depends on it. */
  now(): number;
}

export async function runStrategy(request: RunRequest, ports: RunPorts): Promise<RunRecord> {
  throw new Error('not wired yet', { cause: [request, ports, join, copyFile, readFile, writeFile, artifactKey] });
}
void [engine, engineIdentity, loadModel, saveModel, publishRun, runBook, runFeatures, runPredict, runReport, runTrain];
void [BOOK_VERSION, FEATURES_VERSION, PREDICT_VERSION, REPORT_VERSION, TRAIN_VERSION];

export type { Artifact, FeatureSet, Market };
