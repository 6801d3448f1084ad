import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rankIc } from '../../../runtime/figures/information.ts';
import { type ModelUnit, unitsOf } from '../../../runtime/folds/units.ts';
import { Interrupted } from '../../../runtime/interrupted.ts';
import { engine } from '../../../runtime/models/engine.ts';
import { initialWeights } from '../../../runtime/models/parameters.ts';
import { readPredictions, runPredict, writePredictions } from '../../../runtime/stages/predict.ts';
import { axes, day, planOf, plantedFeatures, recorder, SESSIONS, STOCKS } from '../training/market.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'predict-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const plan = planOf({}, { test: { from: day(57), to: day(69) } });
const [unit] = unitsOf(plan) as [ModelUnit];
const features = plantedFeatures();

async function predict(signal?: AbortSignal, of = unit) {
  const weights = initialWeights({ layers: 1, hidden: 8, features: 3 }, 5);
  const { events, emit } = recorder();
  const inputs = {
    plan,
    unit: of,
    axes,
    features,
    weights,
    events: { emit },
    engine: await engine({ backend: 'tfjs-wasm', threads: 1 }),
  };
  return { made: await runPredict(signal === undefined ? inputs : { ...inputs, signal }), events };
}

test('predicts the validate and test windows and nothing else', async () => {
  const { made, events } = await predict();
  for (let t = 0; t < SESSIONS; t++) {
    const isAsked = (t >= 40 && t <= 54) || t >= 57;
    for (let stock = 0; stock < STOCKS; stock++) {
      expect(Number.isNaN(made.values[stock * SESSIONS + t]), `stock ${stock}, session ${t}`).toBe(!isAsked);
    }
  }
  expect(made.evaluation).toMatchObject({ first: 57, end: 70 });
  const column = (panel: Float64Array) => Array.from({ length: STOCKS }, (_, stock) => panel[stock * SESSIONS + 60]!);
  expect(made.evaluation.rankIc[3]).toBeCloseTo(rankIc(column(made.values), column(features.labels)), 12);
  expect(events[0]).toMatchObject({ stage: 'predictions', done: 0, total: 28 * STOCKS, unit: 'sequences' });
});

test('a stretch that chose the epoch judges nothing, though it lies between two that do', async () => {
  // As in `split combinatorial` where the first and the last stretch judge.
  const range = (first: number, last: number) => ({ from: day(first), to: day(last) });
  const windows = { train: [range(20, 39)], validate: [range(40, 54)], test: [range(10, 19), range(55, 69)] };
  const { made } = await predict(undefined, { ...unit, windows });
  expect(made.evaluation).toMatchObject({ first: 10, end: 70 });
  for (const figures of [made.evaluation.ic, made.evaluation.rankIc]) {
    const judged = [...figures.keys()].filter((k) => !Number.isNaN(figures[k]!)).map((k) => 10 + k);
    expect(judged).toEqual([
      ...Array.from({ length: 10 }, (_, k) => 10 + k),
      ...Array.from({ length: 15 }, (_, k) => 55 + k),
    ]);
  }
  expect(made.values[45]).not.toBeNaN();
});

test('a prediction depends on its own window only', async () => {
  const { made } = await predict();
  const changed = plantedFeatures();
  // Everything before the window of session 60, and after it, becomes something else.
  for (let t = 0; t < SESSIONS; t++) {
    if (t >= 57 && t <= 60) continue;
    for (let k = 0; k < 3; k++) changed.tensor.values[(4 * SESSIONS + t) * 3 + k] = 9;
  }
  const built = await engine({ backend: 'tfjs-wasm', threads: 1 });
  const weights = initialWeights({ layers: 1, hidden: 8, features: 3 }, 5);
  const other = await runPredict({ plan, unit, axes, features: changed, weights, events: recorder(), engine: built });
  expect(other.values[4 * SESSIONS + 60]).toBe(made.values[4 * SESSIONS + 60]);
  expect(other.values[4 * SESSIONS + 61]).not.toBe(made.values[4 * SESSIONS + 61]);
});

test('a prediction that is no number is an error, not a gap', async () => {
  const broken = plantedFeatures();
  broken.tensor.values[(4 * SESSIONS + 50) * 3] = Number.NaN;
  const built = await engine({ backend: 'tfjs-wasm', threads: 1 });
  const weights = initialWeights({ layers: 1, hidden: 8, features: 3 }, 5);
  const failure = runPredict({ plan, unit, axes, features: broken, weights, events: recorder(), engine: built });
  await expect(failure).rejects.toThrow(`T04 on ${day(50)}`);
});

test('stops when asked to', async () => {
  await expect(predict(AbortSignal.abort())).rejects.toThrow(Interrupted);
});

test('a file holds what was predicted, and the same bytes each time', async () => {
  const { made } = await predict();
  made.values[3 * SESSIONS + 45] = Number.NaN;
  const [one, two] = [join(folder, 'one.parquet'), join(folder, "it's two.parquet")];
  await writePredictions(one, made, { axes, plan, model: 'lstm' });
  await writePredictions(two, made, { axes, plan, model: 'lstm' });
  expect(await readFile(two)).toEqual(await readFile(one));
  const back = await readPredictions(two, { axes, days: unit.windows.test[0]!, labels: features.labels });
  expect(back).toEqual(made);
});

test('the columns of the file', async () => {
  const values = new Float64Array(STOCKS * SESSIONS).fill(Number.NaN);
  // Session 2: 4 stocks, two of them tied.
  for (const [stock, value] of [
    [1, 0.3],
    [4, -0.1],
    [7, 0.3],
    [9, 0.9],
  ] as const)
    values[stock * SESSIONS + 2] = value;
  values[0 * SESSIONS + 5] = 1;
  const file = join(folder, 'predictions.parquet');
  await writePredictions(file, { values }, { axes, plan, model: 'lstm-7' });
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const reader = await connection.runAndReadAll(
    `select ticker, date::varchar as date, horizon, prediction, confidence, model from read_parquet('${file}')`,
  );
  expect(reader.columnNames()).toEqual(['ticker', 'date', 'horizon', 'prediction', 'confidence', 'model']);
  // Ranks 2½, 1, 2½ and 4 of 4; alone in the middle.
  expect(reader.getRows()).toEqual([
    ['T01', day(2), 1, 0.3, 0, 'lstm-7'],
    ['T04', day(2), 1, -0.1, 0.75, 'lstm-7'],
    ['T07', day(2), 1, 0.3, 0, 'lstm-7'],
    ['T09', day(2), 1, 0.9, 0.75, 'lstm-7'],
    ['T00', day(5), 1, 1, 0, 'lstm-7'],
  ]);
  connection.closeSync();
});
