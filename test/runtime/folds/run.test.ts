/** Runs of several models: the same bits however many are trained at once, and whatever interrupts them. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { openArtifactStore } from '../../../runtime/artifacts/store.ts';
import { importResolver } from '../../../runtime/cli/imports.ts';
import type { RunEvent } from '../../../runtime/events.ts';
import { loadModel } from '../../../runtime/models/persistence.ts';
import type { RunRecord } from '../../../runtime/record.ts';
import { runStrategy } from '../../../runtime/run.ts';
import { openSource } from '../../../runtime/sources/open.ts';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strat-folds-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const WINDOWS = `split {
    train     2021-01-01 .. 2021-09-30
    validate  2021-10-01 .. 2021-12-31
    test      2022-01-01 .. 2022-03-31
  }`;
const walked = (more = '') =>
  smallStrategy({
    [WINDOWS]: `split walk_forward {\n train 6m\n validate 3m\n test 3m\n ${more}\n }`,
    'seed 7': 'seed 7\n seeds 2',
  });
const MODELS = ['fold-1-seed-7', 'fold-1-seed-8', 'fold-2-seed-7', 'fold-2-seed-8'];

interface Start {
  readonly text?: string;
  /** Trained at once. */
  readonly models?: number;
  /** Of artifacts and runs. */
  readonly into?: string;
  readonly signal?: AbortSignal;
  readonly hear?: (event: RunEvent) => void;
}

async function start({ text = walked(), models = 1, into = 'a', signal, hear = () => {} }: Start): Promise<RunRecord> {
  const { plan, diagnostics } = compile({ file: 'small.strat', text, resolve: importResolver(), set: {} });
  if (plan === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return runStrategy(
    {
      plan,
      sources: [{ file: 'small.strat', text }],
      mode: 'backtest',
      engine: { backend: 'tfjs-wasm', threads: 2, models },
      evidence: { level: 'none', variants: [] },
      config: 'test',
      runsFolder: join(folder, into, 'runs'),
      version: '0',
    },
    {
      data: await openSource({ source: 'synthetic', seed: 3, stocks: 24, planted_rank_ic: 0.1 }, folder),
      artifacts: openArtifactStore(join(folder, into, 'artifacts')),
      events: { emit: hear },
      signal: signal ?? new AbortController().signal,
      now: () => 0,
    },
  );
}

/** Every file of a run's folder but its record, which holds what was reused. */
async function filesOf(into: string, { run }: RunRecord): Promise<ReadonlyMap<string, string>> {
  const root = join(folder, into, 'runs', 'small', run);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== 'run.json');
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path.slice(root.length), (await readFile(path)).toString('base64')] as const),
    ),
  );
}

/** Of the stages of models, how many were found and how many made. */
function modelsOf({ stages }: RunRecord) {
  const models = stages.filter(({ stage }) => stage === 'model');
  const reused = models.filter(({ reused: found }) => found).length;
  return { reused, made: models.length - reused };
}

describe('the same bits', () => {
  test('of one model at a time and of two', async () => {
    const [one, two] = [await start({ models: 1, into: 'one' }), await start({ models: 2, into: 'two' })];
    const files = await filesOf('one', one);
    expect([...files.keys()].filter((path) => path.endsWith('weights.safetensors'))).toEqual(
      MODELS.map((name) => `/models/${name}/weights.safetensors`),
    );
    expect(await filesOf('two', two)).toEqual(files);
  });

  test('of a run that was stopped in the middle of two trainings', async () => {
    const whole = await start({ models: 2, into: 'whole' });
    const stop = new AbortController();
    let epochs = 0;
    const hear = (event: RunEvent) => {
      if (event.type === 'epoch-finished' && ++epochs === 7) stop.abort();
    };
    const stopped = start({ models: 2, into: 'stopped', signal: stop.signal, hear });
    await expect(stopped).rejects.toMatchObject({ name: 'Interrupted', stage: 'model' });
    const resumed: RunEvent[] = [];
    const again = await start({ models: 1, into: 'stopped', hear: (event) => resumed.push(event) });
    expect(modelsOf(again)).toEqual({ reused: 2, made: 2 });
    expect(resumed.some(({ type }) => type === 'training-resumed')).toBe(true);
    expect(await filesOf('stopped', again)).toEqual(await filesOf('whole', whole));
  });

  test('of a process that was killed', async () => {
    const place = new Workplace();
    try {
      const strategy = place.write('small.strat', walked());
      const config = place.write('config.yaml', `${SMALL_CONFIG}  models: 2\n`);
      const { child, outcome } = place.start('run', strategy, '--config', config, '--json');
      child.stdout!.on('data', (text: string) => {
        if (text.includes('"epoch":2')) child.kill('SIGKILL');
      });
      expect((await outcome).code).toBeNull();
      const again = await place.strat('run', strategy, '--config', config, '--json');
      expect(again.code).toBe(0);
      const [run] = await readdir(place.path('runs/small'));
      const predictions = await readFile(place.path(`runs/small/${run}/predictions.parquet`));
      const whole = await start({ into: 'whole' });
      expect(predictions).toEqual(await readFile(join(folder, 'whole/runs/small', whole.run, 'predictions.parquet')));
    } finally {
      place.remove();
    }
  });
});

test('another seed or another fold trains nothing again', async () => {
  await start({});
  expect(modelsOf(await start({ text: walked().replace('seeds 2', 'seeds 3') }))).toEqual({ reused: 4, made: 2 });
  const longer = walked()
    .replaceAll('2022-03-31', '2022-06-30')
    .replace('split walk_forward {', 'split walk_forward {\n over 2021-01-01 .. 2022-03-31');
  // Another period is other data, and so another model; within it only `over` differs.
  const first = await start({ text: longer });
  expect(modelsOf(first)).toEqual({ reused: 0, made: 4 });
  const third = longer.replace('over 2021-01-01 .. 2022-03-31', 'over 2021-01-01 .. 2022-06-30');
  expect(modelsOf(await start({ text: third }))).toEqual({ reused: 4, made: 2 });
});

test('with a warm start a fold begins with the weights of the one before, whoever trains it', async () => {
  const text = walked('start warm').replace('epochs 3', 'epochs 1').replace('seeds 2', 'seeds 1');
  const fresh = text.replace('start warm', 'start fresh');
  const losses = async (of: string, into: string, models: number) => {
    const { run } = await start({ text: of, into, models });
    const folds = [1, 2].map((fold) => join(folder, into, 'runs/small', run, `models/fold-${fold}-seed-7`));
    return (await Promise.all(folds.map(loadModel))).map(({ history }) => history.epochs[0]!.trainLoss);
  };
  const [warm, cold] = [await losses(text, 'warm', 1), await losses(fresh, 'cold', 1)];
  expect(warm[0]).toBe(cold[0]);
  expect(warm[1]).toBeLessThan(cold[1]!);
  expect(await losses(text, 'warm too', 2)).toEqual(warm);
});

test('k-fold: every stretch is predicted by the model that judges it, and by no other', async () => {
  const text = smallStrategy({ [WINDOWS]: 'split k_fold { folds 4 }' });
  const record = await start({ text, models: 2 });
  const root = join(folder, 'a/runs/small', record.run);
  const { sql } = await rowsIn(root);
  const joined = await sql("select date::varchar, ticker, prediction from 'predictions.parquet' order by all");
  const parts = await Promise.all(
    [1, 2, 3, 4].map((fold) =>
      sql(`select date::varchar, ticker, prediction from 'models/fold-${fold}-seed-7/predictions.parquet'`),
    ),
  );
  const { split } = JSON.parse(await readFile(join(root, 'plan.json'), 'utf8'));
  const judged = parts.flatMap((rows, fold) => {
    const [{ from, to }] = split.folds[fold].test;
    return rows.filter(([date]) => from <= date! && date! <= to);
  });
  expect(judged.sort()).toEqual(joined.sort());
  expect(joined.length).toBeGreaterThan(1000);
});

async function rowsIn(root: string) {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const sql = async (query: string): Promise<string[][]> => {
    const rooted = query.replace(/'([^']+\.parquet)'/, `read_parquet('${root}/$1')`);
    const rows = (await connection.runAndReadAll(rooted)).getRows();
    return rows.map((row) => row.map(String));
  };
  return { sql };
}
