import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Plan } from '../../../compiler/plan.ts';
import type { RunEvent } from '../../../runtime/events.ts';
import { unitsOf } from '../../../runtime/folds/units.ts';
import { Interrupted } from '../../../runtime/interrupted.ts';
import { engine } from '../../../runtime/models/engine.ts';
import type { CrossSections, ModelEngine } from '../../../runtime/models/model.ts';
import { initialMoments } from '../../../runtime/models/optimizer.ts';
import { initialWeights } from '../../../runtime/models/parameters.ts';
import { loadModel, saveModel, type TrainedModel } from '../../../runtime/models/persistence.ts';
import { UserError } from '../../../runtime/ports.ts';
import type { FeatureSet } from '../../../runtime/results.ts';
import { runTrain } from '../../../runtime/stages/train.ts';
import { readCheckpoint, writeCheckpoint } from '../../../runtime/training/checkpoint.ts';
import { adam } from '../models/support.ts';
import { axes, day, planOf, plantedFeatures, recorder, STOCKS } from '../training/market.ts';

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'train-'));
});
afterEach(() => rm(workspace, { recursive: true, force: true }));

interface Options {
  readonly plan?: Plan;
  readonly features?: FeatureSet;
  readonly engine?: ModelEngine;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

async function train(options: Options = {}): Promise<TrainedModel> {
  const plan = options.plan ?? planOf();
  return runTrain({
    plan,
    unit: unitsOf(plan)[0]!,
    start: null,
    axes,
    features: options.features ?? plantedFeatures(),
    engine: options.engine ?? (await engine({ backend: 'tfjs-wasm', threads: 1 })),
    workspace,
    events: { emit: (event) => options.onEvent?.(event) },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

/** Stops a training right after an event. */
async function interruptAfter(plan: Plan, isTheOne: (event: RunEvent) => boolean): Promise<void> {
  const controller = new AbortController();
  const onEvent = (event: RunEvent) => {
    if (isTheOne(event)) controller.abort();
  };
  await expect(train({ plan, signal: controller.signal, onEvent })).rejects.toThrow(Interrupted);
}

describe('training', () => {
  test('learns a planted signal and tells of it', async () => {
    const { events, emit } = recorder();
    const trained = await train({ plan: planOf({ epochs: 12 }), onEvent: emit });
    const last = trained.history.epochs.at(-1)!;
    expect(last.validationRankIc).toBeGreaterThan(0.7);
    expect(last.trainLoss).toBeLessThan(trained.history.epochs[0]!.trainLoss);
    expect(events.filter(({ type }) => type === 'epoch-finished')).toHaveLength(12);
    // 28 training sessions of 12 stocks, in batches of 4 sessions.
    expect(events.find(({ type }) => type === 'stage-progress')).toEqual({
      type: 'stage-progress',
      stage: 'model',
      done: 0,
      total: 12 * 28 * 12,
      unit: 'sequences',
      note: 'epoch 1 of 12',
    });
    expect(trained.history).toMatchObject({ trainSessions: 28, validationSessions: 13, sequences: 336, bestEpoch: 12 });
  });

  test('the same inputs give the same bits, whatever the number of threads', async () => {
    const one = await train();
    await rm(join(workspace, 'checkpoint.safetensors'));
    const two = await train({ engine: await engine({ backend: 'tfjs-wasm', threads: 2 }) });
    expect(two).toEqual(one);
  });

  test('the seed decides', async () => {
    const one = await train({ plan: planOf({ seed: 1, epochs: 1 }) });
    await rm(join(workspace, 'checkpoint.safetensors'));
    const two = await train({ plan: planOf({ seed: 2, epochs: 1 }) });
    expect(two.weights).not.toEqual(one.weights);
  });
});

/** Records what it is asked and predicts what it is told; `script[e]` is what the model says after epoch e. */
function scripted(script: readonly ((label: number) => number)[], features: FeatureSet) {
  const steps: CrossSections[] = [];
  const seeds: number[] = [];
  const perEpoch = 7;
  const built: ModelEngine = {
    name: 'scripted',
    version: '1',
    description: '',
    async create(spec) {
      const state = () => {
        const weights = initialWeights({ layers: spec.layers, hidden: spec.hidden, features: 3 }, 1);
        weights['head/bias']!.values[0] = Math.floor(steps.length / perEpoch);
        return { weights, moments: {}, steps: steps.length };
      };
      return {
        async step(batch, loss, seed) {
          steps.push(batch);
          seeds.push(seed);
          return loss(new Float32Array(batch.stocks.length).fill(0)).loss;
        },
        async predict(sections) {
          const say = script[Math.floor(steps.length / perEpoch) - 1]!;
          const t = sections.sessions;
          return Float32Array.from(sections.stocks, (stock, k) => {
            const s = t[sections.offsets.findIndex((offset) => offset > k) - 1]!;
            return say(features.labels[stock * axes.sessions.length + s]!);
          });
        },
        state: async () => state(),
        dispose() {},
      };
    },
  };
  return { engine: built, steps, seeds };
}

const right = (label: number) => label;
const wrong = (label: number) => -label;
const half = (label: number) => Math.abs(label);

describe('epochs', () => {
  test('visit every labelled training cross-section once, in another order each time', async () => {
    const features = plantedFeatures();
    // Session 20 has one labelled stock left and drops out; session 21 loses one stock.
    for (let stock = 0; stock < STOCKS - 1; stock++) features.labels[stock * axes.sessions.length + 20] = Number.NaN;
    features.labels[3 * axes.sessions.length + 21] = Number.NaN;
    const { engine: spy, steps, seeds } = scripted([right, right], features);
    await train({ plan: planOf({ epochs: 2 }), features, engine: spy });
    const sessionsOf = (batches: readonly CrossSections[]) => batches.flatMap(({ sessions }) => [...sessions]);
    const first = sessionsOf(steps.slice(0, 7));
    const second = sessionsOf(steps.slice(7));
    // Train is 10 .. 39, the last two purged.
    const expected = Array.from({ length: 28 }, (_, k) => 10 + k).filter((t) => t !== 20);
    expect([...first].sort((a, b) => a - b)).toEqual(expected);
    expect([...second].sort((a, b) => a - b)).toEqual(expected);
    expect(first).not.toEqual(second);
    expect(first).not.toEqual(expected);
    expect(steps.map(({ sessions }) => sessions.length)).toEqual([4, 4, 4, 4, 4, 4, 3, 4, 4, 4, 4, 4, 4, 3]);
    expect(new Set(seeds).size).toBe(14);
    const batch = steps.find(({ sessions }) => sessions.includes(21))!;
    const at = batch.sessions.indexOf(21);
    const stocks = [...batch.stocks.subarray(batch.offsets[at], batch.offsets[at + 1])];
    expect(stocks).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  test('stop when patience is out, and keep the first of the strictly best', async () => {
    const features = plantedFeatures();
    const { engine: spy } = scripted([wrong, half, right, right, half, right], features);
    const stopping = { patience: 3, metric: 'rank_ic' } as const;
    const { weights, history } = await train({
      plan: planOf({ epochs: 20, earlyStopping: stopping }),
      features,
      engine: spy,
    });
    expect(history.epochs.map(({ best }) => best)).toEqual([true, true, true, false, false, false]);
    expect(history).toMatchObject({ bestEpoch: 3, stoppedEarly: true });
    expect(history.epochs[2]).toMatchObject({ validationIc: expect.closeTo(1), validationRankIc: expect.closeTo(1) });
    expect(weights['head/bias']!.values[0]).toBe(3);
  });

  test('a smaller loss is better, an undefined coefficient never is', async () => {
    const features = plantedFeatures();
    const flat = () => 0;
    const byLoss = scripted([wrong, right, wrong], features);
    const losses = await train({
      plan: planOf({ epochs: 3, earlyStopping: { patience: 9, metric: 'loss' } }),
      features,
      engine: byLoss.engine,
    });
    expect(losses.history.bestEpoch).toBe(2);
    await rm(join(workspace, 'checkpoint.safetensors'));
    const byIc = scripted([flat, wrong, flat], features);
    const ics = await train({
      plan: planOf({ epochs: 3, earlyStopping: { patience: 9, metric: 'ic' } }),
      features,
      engine: byIc.engine,
    });
    expect(ics.history.epochs.map(({ validationIc }) => validationIc)).toEqual([null, expect.closeTo(-1), null]);
    expect(ics.history).toMatchObject({ bestEpoch: 2, stoppedEarly: false });
  });
});

describe('an interrupted training', () => {
  const plan = planOf({ earlyStopping: { patience: 8, metric: 'rank_ic' }, dropout: 0.3, layers: 2 });

  test('comes to the same bits as an unbroken one', async () => {
    const unbroken = await train({ plan });
    await rm(join(workspace, 'checkpoint.safetensors'));
    await interruptAfter(plan, (event) => event.type === 'stage-progress' && event.done === 96);
    expect(await readdir(workspace)).toEqual([]);
    await interruptAfter(plan, (event) => event.type === 'epoch-finished' && event.epoch === 1);
    await interruptAfter(plan, (event) => event.type === 'stage-progress' && event.done === 2 * 336 + 48);
    expect(await readdir(workspace)).toEqual(['checkpoint.safetensors']);
    const { events, emit } = recorder();
    const resumed = await train({ plan, onEvent: emit });
    expect(events[0]).toMatchObject({ type: 'training-resumed', epoch: 2, epochs: [{ epoch: 1 }, { epoch: 2 }] });
    expect(resumed).toEqual(unbroken);
  });

  test('that was finished is not trained again', async () => {
    const unbroken = await train({ plan });
    const { events, emit } = recorder();
    expect(await train({ plan, onEvent: emit })).toEqual(unbroken);
    expect(events.map(({ type }) => type)).toEqual(['training-resumed']);
  });

  test('keeps an epoch from before the interruption', async () => {
    const features = plantedFeatures();
    const inputs = { features, plan: planOf({ epochs: 3, earlyStopping: { patience: 9, metric: 'ic' } }) };
    await train({ ...inputs, engine: scripted([wrong, right, half], features).engine });
    const { weights, history } = await train({ ...inputs, engine: scripted([], features).engine });
    expect(history.bestEpoch).toBe(2);
    expect(weights['head/bias']!.values[0]).toBe(2);
  });

  test('with a damaged checkpoint starts over and says so', async () => {
    const unbroken = await train({ plan });
    const file = join(workspace, 'checkpoint.safetensors');
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, bytes.length - 5));
    const { events, emit } = recorder();
    expect(await train({ plan, onEvent: emit })).toEqual(unbroken);
    expect(events[0]).toMatchObject({ type: 'notice', code: 'checkpoint-unusable' });
  });

  test('with one flipped bit in its checkpoint starts over, wherever it is', async () => {
    const short = planOf({ epochs: 2 });
    const unbroken = await train({ plan: short });
    const file = join(workspace, 'checkpoint.safetensors');
    const bytes = await readFile(file);
    const epochs = bytes.indexOf('trainLoss') + 'trainLoss'.length + 5;
    for (const at of [epochs, bytes.length - 1, Math.floor(bytes.length / 2)]) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1;
      await writeFile(file, flipped);
      const { events, emit } = recorder();
      expect(await train({ plan: short, onEvent: emit })).toEqual(unbroken);
      expect(events[0], `byte ${at}`).toMatchObject({ type: 'notice', code: 'checkpoint-unusable' });
    }
  });
});

describe('a checkpoint', () => {
  const architecture = { layers: 1, hidden: 4, features: 3 };
  const owner = { modelHash: 'a', engine: 'one 1', architecture };
  const weights = initialWeights(architecture, 1);
  const moments = initialMoments(adam(0.1), weights);
  const checkpoint = { state: { weights, moments, steps: 7 }, best: initialWeights(architecture, 2), epochs: [] };

  test('is read back by the training it belongs to, and no other', async () => {
    expect(await readCheckpoint(workspace, owner)).toBeNull();
    await writeCheckpoint(workspace, owner, checkpoint);
    expect(await readCheckpoint(workspace, owner)).toEqual(checkpoint);
    expect(await readCheckpoint(workspace, { ...owner, modelHash: 'b' })).toBe('damaged');
    expect(await readCheckpoint(workspace, { ...owner, engine: 'one 2' })).toBe('damaged');
  });

  test.each([
    ['weights of another size', { ...checkpoint, state: { ...checkpoint.state, weights: wider() } }],
    ['a best epoch of another size', { ...checkpoint, best: wider() }],
    [
      'moments of another size',
      { ...checkpoint, state: { ...checkpoint.state, moments: initialMoments(adam(0.1), wider()) } },
    ],
    ['a weight too few', { ...checkpoint, best: without('head/bias') }],
  ])('that holds %s cannot be used', async (_, wrong) => {
    await writeCheckpoint(workspace, owner, wrong);
    expect(await readCheckpoint(workspace, owner)).toBe('damaged');
  });

  function wider() {
    return initialWeights({ ...architecture, hidden: 5 }, 1);
  }

  function without(name: string) {
    return Object.fromEntries(Object.entries(weights).filter(([each]) => each !== name));
  }
});

describe('what cannot be learnt from', () => {
  test('an input that is no number is named', async () => {
    const features = plantedFeatures();
    features.tensor.values[(5 * axes.sessions.length + 21) * 3 + 1] = Number.POSITIVE_INFINITY;
    const failure = await train({ features }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ code: 'training-diverged' });
    expect((failure as UserError).message).toContain('in epoch 1');
    expect((failure as UserError).message).toContain(`value of T05 on ${day(21)} is Infinity`);
  });

  test('nor one of the validation window', async () => {
    const features = plantedFeatures();
    features.tensor.values[(7 * axes.sessions.length + 50) * 3] = Number.NaN;
    const failure = await train({ features }).catch((error: unknown) => error);
    expect((failure as UserError).message).toBe(
      `the validation loss is no longer a number in epoch 1, on 13 sessions, ${day(40)} .. ${day(52)}: ` +
        `momentum of T07 on ${day(50)} is NaN`,
    );
  });

  test('a learning rate that is far too large is suspected', async () => {
    const optimizer = { method: 'sgd', learningRate: 1e38, momentum: 0 } as const;
    const features = plantedFeatures();
    // In every window that is learnt from, so in every batch.
    for (let t = 10; t < 40; t++)
      features.tensor.values[(3 * axes.sessions.length + t) * 3 + 2] = t === 25 ? -400 : 300;
    const failure = await train({ features, plan: planOf({ optimizer }) }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'training-diverged' });
    expect((failure as UserError).message).toMatch(
      new RegExp(`; the largest input is size of T03 on (${day(25)}, -400|20[\\d-]+, 300)$`),
    );
    expect((failure as UserError).hints[0]).toContain('learning_rate');
  });

  test('a window without labels is an error', async () => {
    const features = plantedFeatures();
    const failure = train({ features: { ...features, labels: features.labels.map(() => Number.NaN) } });
    await expect(failure).rejects.toMatchObject({ code: 'no-examples' });
  });
});

test('a model is read back as it was written, in the published format', async () => {
  const trained = await train({ plan: planOf({ epochs: 1 }) });
  await saveModel(workspace, trained);
  expect(await loadModel(workspace)).toEqual(trained);
  const bytes = await readFile(join(workspace, 'weights.safetensors'));
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  expect(header['layer0/input_kernel']).toEqual({ dtype: 'F32', shape: [3, 32], data_offsets: [0, 384] });
  expect(bytes.readFloatLE(8 + length)).toBe(trained.weights['layer0/input_kernel']!.values[0]);
  await writeFile(join(workspace, 'weights.safetensors'), bytes.subarray(0, 300));
  await expect(loadModel(workspace)).rejects.toThrow();
});
