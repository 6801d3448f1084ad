/**
 * The run loop: a plan becomes artifacts, one stage after the other.
 *
 *   market ──▶ features ──▶ model ──▶ predictions ──▶ book ──▶ report ──▶ run folder
 *   (in memory, on demand)  └──────── kept under a key of all they depend on ───────┘
 *
 * Each kept stage is looked up first and made only when missing, so a second run computes nothing and a changed
 * number recomputes just what depends on it (docs/decisions/what-is-kept.md). Market and features are made at most
 * once, and only when a missing stage asks for them. Stages don't know each other; they meet here. Everything a person
 * sees is a view over the events.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../compiler/plan.ts';
import { aboutBook, aboutModel } from './about.ts';
import { verifyWritable } from './artifacts/folders.ts';
import { figuresToJson } from './book/figuresJson.ts';
import { readLedger, writeLedger } from './book/persistence.ts';
import { runId, stageKeys } from './keys.ts';
import { type EngineConfig, engine, engineIdentity } from './models/engine.ts';
import { loadModel, saveModel } from './models/persistence.ts';
import {
  type Artifact,
  type ArtifactStore,
  type EventSink,
  type MarketData,
  marketRequest,
  UserError,
} from './ports.ts';
import { publishRun, type RunRecord } from './record.ts';
import { StageRunner } from './stageRunner.ts';
import { runBook } from './stages/book.ts';
import { runFeatures } from './stages/features.ts';
import { readPredictions, runPredict, writePredictions } from './stages/predict.ts';
import { runReport } from './stages/report.ts';
import { runTrain } from './stages/train.ts';

export interface RunRequest {
  readonly plan: Plan;
  /** Every file the strategy was compiled from, itself first; printed in the report. */
  readonly sources: readonly { readonly file: string; readonly text: string }[];
  readonly mode: 'train' | 'backtest';
  readonly engine: EngineConfig;
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
  const shown = [
    ...request.sources.flatMap(({ file, text }) => [file, text]),
    request.config,
    data.description,
    data.judged ?? '',
  ];
  const keys = stageKeys({ plan, snapshot, engine: request.engine, shown: [...shown, request.version] });
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
  const stages = new StageRunner(ports, keys);
  const market = once(() =>
    stages.inMemory('market', data.description, async () => {
      const loaded = await data.load(asked, events);
      if (loaded.snapshot !== snapshot) throw dataChanged(data.description);
      return [loaded, `${loaded.tickers.length} stocks, ${loaded.sessions.length} sessions`];
    }),
  );
  const features = once(async () => {
    const loaded = await market();
    return stages.inMemory('features', `${plan.features.features.length} features`, async () => {
      const made = runFeatures(plan, loaded);
      return [made, `${made.names.length} features, ${made.sections.sessions.length} cross-sections`];
    });
  });
  const numericEngine = once(() => engine(request.engine));
  const modelInputs = async () => ({
    plan,
    axes: await market(),
    features: await features(),
    engine: await numericEngine(),
    events,
    signal: ports.signal,
  });

  // 3. The model.
  const model = await stages.kept('model', aboutModel(plan), modelInputs, async (folder, inputs) => {
    const workspace = await ports.artifacts.workspace('model', keys.model);
    const trained = await runTrain({ ...inputs, workspace });
    await saveModel(folder, trained);
    return `best epoch ${trained.history.bestEpoch} of ${trained.history.epochs.length}`;
  });
  if (mode === 'train') return finish(request, ports, stages, { run, snapshot, artifacts: [model], headlines: {} });

  // 4. Predictions over validation and test.
  const predictions = await stages.kept('predictions', 'validation and test', modelInputs, async (folder, inputs) => {
    const { weights } = await loadModel(model.folder);
    const made = await runPredict({ ...inputs, weights });
    await writePredictions(join(folder, 'predictions.parquet'), made, { ...inputs, model: keys.model });
    return `${made.evaluation.end - made.evaluation.first} test sessions predicted`;
  });
  const bookInputs = async () => {
    const axes = await market();
    const made = await features();
    const file = predictions.path('predictions.parquet');
    return {
      plan,
      market: axes,
      features: made,
      predictions: await readPredictions(file, { axes, plan, labels: made.labels }),
      events,
    };
  };

  // 5. The book, session by session.
  const book = await stages.kept('book', aboutBook(plan), bookInputs, async (folder, inputs) => {
    const result = runBook(inputs);
    await writeLedger(folder, result, inputs.market);
    return `${result.holdings.count} sessions held`;
  });

  // 6. The report.
  const report = await stages.kept('report', 'plots and tables', bookInputs, async (folder, inputs) => {
    const facts = {
      ...inputs,
      sources: request.sources,
      dataDescription: data.description,
      history: (await loadModel(model.folder)).history,
      book: await readLedger(book.folder, inputs.market),
      engine: engineIdentity(request.engine).name,
      versions: [{ name: 'strat', version: request.version }],
      config: request.config,
    };
    const { html, text, headlines } = await runReport(facts);
    await writeFile(join(folder, 'report.html'), html);
    await writeFile(join(folder, 'report.txt'), text);
    await writeFile(join(folder, 'metrics.json'), `${JSON.stringify(figuresToJson(facts.book, headlines), null, 2)}\n`);
    return 'written';
  });
  const { headlines } = JSON.parse(await readFile(report.path('metrics.json'), 'utf8')) as {
    headlines: Record<string, number | null>;
  };
  return finish(request, ports, stages, { run, snapshot, artifacts: [model, predictions, book, report], headlines });
}

async function finish(
  request: RunRequest,
  ports: RunPorts,
  stages: StageRunner,
  made: { run: string; snapshot: string; artifacts: readonly Artifact[]; headlines: Record<string, number | null> },
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
