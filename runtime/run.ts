/**
 * The run loop: a plan becomes artifacts, one stage after the other.
 *
 *   market ──▶ features ──▶ model ──▶ predictions ──▶ book ──▶ evidence ──▶ report ──▶ run folder
 *   (in memory, on demand)  └─────────────── kept under a key of all they depend on ────────────┘
 *
 * Each kept stage is looked up first and made only when missing, so a second run computes nothing and a changed
 * number recomputes just what depends on it (docs/decisions/what-is-kept.md). Market and features are made at most
 * once, and only when a missing stage asks for them. Stages don't know each other; they meet here. Everything a person
 * sees is a view over the events.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { booked, type Plan } from '../compiler/plan.ts';
import { aboutBook, aboutEvidence } from './about.ts';
import { verifyWritable } from './artifacts/folders.ts';
import { readLedger, writeLedger } from './book/persistence.ts';
import { readEvidence, writeEvidence } from './evidence/persistence.ts';
import { readTrials, writeTrial } from './evidence/records.ts';
import type { PlanVariant } from './evidence/sensitivity.ts';
import { trialOf, triedOnSameUniverse } from './evidence/trials.ts';
import type { EvidenceLevel } from './evidence/types.ts';
import { makeModels, trainModels } from './folds/models.ts';
import { modelPredictions } from './folds/predictions.ts';
import { modelFolder, unitsOf } from './folds/units.ts';
import { runId, stageKeys } from './keys.ts';
import { withTopMembers } from './members.ts';
import { type EngineConfig, engine, engineIdentity } from './models/engine.ts';
import { loadModel } from './models/persistence.ts';
import {
  type Artifact,
  type ArtifactStore,
  type EventSink,
  type MarketData,
  marketRequest,
  UserError,
} from './ports.ts';
import { type Published, publishRun, type RunRecord } from './record.ts';
import type { RunMetrics } from './report/metrics.ts';
import { StageRunner } from './stageRunner.ts';
import { runBook } from './stages/book.ts';
import { runEvidence } from './stages/evidence.ts';
import { layOutFeatures, runFeatures } from './stages/features.ts';
import { readPredictions, writePredictions } from './stages/predict.ts';
import { runReport } from './stages/report.ts';

export interface RunRequest {
  readonly plan: Plan;
  /** Every file the strategy was compiled from, itself first; printed in the report. */
  readonly sources: readonly { readonly file: string; readonly text: string }[];
  readonly mode: 'train' | 'backtest';
  readonly engine: EngineConfig;
  readonly evidence: { readonly level: EvidenceLevel; readonly variants: readonly PlanVariant[] };
  /** How the config is called in outputs. */
  readonly config: string;
  readonly runsFolder: string;
  /** Of this program. */
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

/** @throws UserError what the user must act on; Interrupted when asked to stop, with finished work kept. */
export async function runStrategy(request: RunRequest, ports: RunPorts): Promise<RunRecord> {
  const { plan, mode } = request;
  const { data, events } = ports;

  // 1. What the inputs are, to the bit, and so what every result is kept under.
  await verifyWritable(request.runsFolder);
  const asked = marketRequest(plan);
  const snapshot = await data.snapshot(asked);
  const origin = data.origin ?? data.description;
  const trials = mode === 'train' ? [] : triedOnSameUniverse(plan, origin, await readTrials(request.runsFolder));
  const shown = [
    ...request.sources.flatMap(({ file, text }) => [file, text]),
    request.config,
    data.description,
    data.judged ?? '',
    ...trials.map((trial) => JSON.stringify(trial)),
    request.version,
  ];
  const { level, variants } = request.evidence;
  const evidenceKey = { level, variants: variants.map(({ param, text, plan: of }) => `${param} ${text} ${of?.hash}`) };
  const keys = stageKeys({ plan, snapshot, engine: request.engine, evidence: evidenceKey, shown });
  const run = runId(mode, plan, keys);
  events.emit({
    type: 'run-started',
    run,
    strategy: plan.strategy,
    mode,
    planHash: plan.hash,
    config: request.config,
    data: data.description,
  });

  // 2. What missing stages will ask for.
  const stages = new StageRunner(ports);
  const market = once(() =>
    stages.inMemory('market', data.description, async () => {
      const loaded = await data.load(asked, events);
      if (loaded.snapshot !== snapshot) throw dataChanged(data.description);
      return [withTopMembers(plan, loaded), `${loaded.tickers.length} stocks, ${loaded.sessions.length} sessions`];
    }),
  );
  const features = once(async () => {
    const loaded = await market();
    return stages.inMemory('features', `${plan.features.features.length} features`, async () => {
      const made = runFeatures(plan, loaded);
      return [made, `${made.columns.features} features, ${made.sections.sessions.length} cross-sections`];
    });
  });

  // 3. The models, one for each fold and seed, and what each predicts over its validate and test windows.
  const modelInputs = { plan, keys, stages, market, features, engine: request.engine, ...ports };
  if (mode === 'train') {
    const models = await trainModels(modelInputs);
    const artifacts = models.map((artifact, k) => ({ artifact, into: modelFolder(unitsOf(plan)[k]!) }));
    return finish(request, ports, stages, { run, snapshot, artifacts, headlines: {}, suspicions: [] });
  }
  const models = await makeModels(modelInputs);

  // 4. What the book is decided by: the predictions of the one model, or of all joined, the newest fold's on each day.
  const days = booked(plan.split);
  const ofModels = once(async () => modelPredictions(plan, models, await market(), (await features()).labels));
  const [only, ...otherModels] = models;
  const joined = { stage: 'predictions', key: keys.predictions, part: null } as const;
  const predictions =
    otherModels.length === 0
      ? only!.predictions
      : await stages.kept(joined, `${models.length} models as one`, ofModels, async (folder, { ofPath }) => {
          const file = join(folder, 'predictions.parquet');
          await writePredictions(file, await ofPath(0), { axes: await market(), plan, model: keys.predictions });
          return `${days.from} .. ${days.to}`;
        });
  const bookInputs = async () => {
    const axes = await market();
    const made = await features();
    const file = predictions.path('predictions.parquet');
    return {
      plan,
      market: axes,
      features: made,
      predictions: await readPredictions(file, { axes, days, labels: made.labels }),
      events,
    };
  };

  const result = (stage: 'book' | 'evidence' | 'report') => ({ stage, key: keys[stage], part: null });

  // 5. The book, session by session.
  const book = await stages.kept(result('book'), aboutBook(plan), bookInputs, async (folder, inputs) => {
    const result = runBook(inputs);
    await writeLedger(folder, result, inputs.market);
    return `${result.holdings.count} sessions held`;
  });

  // 6. How much of it may be luck: no rule depends on it.
  const gatherEvidence = async (folder: string, inputs: Awaited<ReturnType<typeof bookInputs>>) => {
    const made = await runEvidence({
      ...inputs,
      featuresOf: (fold) => layOutFeatures(plan, plan.split.folds[fold]!, inputs.market, inputs.features),
      modelOf: async (fold) => {
        const first = models.find(({ unit }) => unit.fold === fold)!;
        return { weights: (await loadModel(first.model.folder)).weights, engine: await engine(request.engine) };
      },
      models: await ofModels(),
      level: level === 'full' ? 'full' : 'quick',
      variants,
      book: await readLedger(book.folder, inputs.market),
      runBook: (change) => runBook({ ...inputs, ...change, events: { emit() {} } }),
      signal: ports.signal,
    });
    await writeEvidence(folder, made);
    return `${made.baselines.length} baselines, ${made.shuffled?.books ?? 0} shuffled books`;
  };
  const evidence =
    level === 'none' ? null : await stages.kept(result('evidence'), aboutEvidence(level), bookInputs, gatherEvidence);

  // 7. The report.
  const report = await stages.kept(result('report'), 'plots and tables', bookInputs, async (folder, inputs) => {
    const ledger = await readLedger(book.folder, inputs.market);
    const trial = trialOf(plan, origin, inputs.market, ledger.holdings);
    const facts = {
      ...inputs,
      sources: request.sources,
      dataDescription: data.description,
      models: (await ofModels()).models,
      book: ledger,
      evidence: evidence && (await readEvidence(evidence.folder)),
      trial,
      trials,
      engine: engineIdentity(request.engine).name,
      versions: [{ name: 'strat', version: request.version }],
      config: request.config,
    };
    const { html, text, metrics } = await runReport(facts);
    await writeFile(join(folder, 'report.html'), html);
    await writeFile(join(folder, 'report.txt'), text);
    await writeFile(join(folder, 'metrics.json'), `${JSON.stringify(metrics, null, 2)}\n`);
    await writeTrial(folder, trial);
    return 'written';
  });
  const atTop = [predictions, book, ...(evidence === null ? [] : [evidence]), report].map(publishedAtTop);
  const modelFolders = models.flatMap(({ unit, model, predictions: own }) => {
    const into = modelFolder(unit);
    return [model, ...(own === predictions ? [] : [own])].map((artifact) => ({ artifact, into }));
  });
  const { headlines, suspicions } = JSON.parse(await readFile(report.path('metrics.json'), 'utf8')) as RunMetrics;
  return finish(request, ports, stages, {
    run,
    snapshot,
    artifacts: [...modelFolders, ...atTop],
    headlines,
    suspicions,
  });
}

function publishedAtTop(artifact: Artifact): Published {
  return { artifact, into: '' };
}

async function finish(
  request: RunRequest,
  ports: RunPorts,
  stages: StageRunner,
  made: Pick<RunMetrics, 'headlines' | 'suspicions'> & {
    readonly run: string;
    readonly snapshot: string;
    readonly artifacts: readonly Published[];
  },
): Promise<RunRecord> {
  const { plan, mode, config, version } = request;
  const folder = join(request.runsFolder, plan.strategy, made.run);
  const record: RunRecord = {
    run: made.run,
    outcome: 'finished',
    mode,
    strategy: plan.strategy,
    planHash: plan.hash,
    stageHashes: plan.stages,
    params: plan.params,
    config,
    data: storedOf(ports.data, made.snapshot),
    engine: engineIdentity(request.engine).name,
    seed: plan.model.seed,
    seeds: plan.model.seeds,
    version,
    node: process.versions.node,
    figures: made.headlines,
    stages: stages.done,
  };
  await publishRun({ folder, plan, sources: request.sources, artifacts: made.artifacts, record });
  ports.events.emit({
    type: 'run-finished',
    run: made.run,
    folder,
    report: mode === 'train' ? null : join(folder, 'report.html'),
    figures: made.headlines,
    suspicions: made.suspicions,
  });
  return record;
}

function storedOf({ description, stored }: MarketData, snapshot: string): RunRecord['data'] {
  return { description, snapshot, ...(stored !== undefined && { stored }) };
}

/** Results are kept under the snapshot asked for first; other data must never be stored under it. */
function dataChanged(description: string): UserError {
  return new UserError('data-changed', `${description} changed while it was being read`, [
    'run the same command again once the data are at rest',
  ]);
}

/** Made at most once, when first asked for. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
