/** The model over every build of the core: training, resumption, memory, and the event loop meanwhile. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OptimizerSpec } from '../../../../compiler/plan.ts';
import { unitsOf } from '../../../../runtime/folds/units.ts';
import { Interrupted } from '../../../../runtime/interrupted.ts';
import { createFusedModel, fusedEngine } from '../../../../runtime/models/fused/fusedModel.ts';
import type { ModelEngine } from '../../../../runtime/models/model.ts';
import { loadTfjs } from '../../../../runtime/models/tfjs.ts';
import { createTfjsModel } from '../../../../runtime/models/tfjsModel.ts';
import { runTrain } from '../../../../runtime/stages/train.ts';
import { axes, planOf, plantedFeatures } from '../../training/market.ts';
import { fullSections, modelSpec, sgd, squaredError, tensorOf } from '../support.ts';
import { builds, relativeError } from './support.ts';

const OPTIONS = { threads: 2, tapeBytes: 2 ** 28 };

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'fused-'));
});
afterEach(() => rm(workspace, { recursive: true, force: true }));

describe.each(builds())('$title', ({ kernels }) => {
  const shared = { learningRate: 0.003, weightDecay: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  const optimizers: OptimizerSpec[] = [{ method: 'adam', ...shared }, { method: 'adamw', ...shared }, sgd(0.05, 0.9)];

  test.each(optimizers)('ten steps of $method go where the plain engine goes', async (optimizer) => {
    const tf = await loadTfjs('wasm');
    const spec = modelSpec({ layers: 2, hidden: 20, window: 8, dropout: 0.2, optimizer });
    const tensor = tensorOf(70, 12, 5);
    const batch = fullSections(70, [8, 11]);
    const loss = squaredError(Float32Array.from({ length: 140 }, (_, k) => Math.sin(k)));
    const plain = createTfjsModel(tf, spec, tensor, null);
    const fused = await createFusedModel(kernels, spec, tensor, null, OPTIONS);
    for (let step = 0; step < 10; step++) {
      expect(await fused.step(batch, loss, step)).toBeCloseTo(await plain.step(batch, loss, step), 5);
    }
    const [expected, found] = [await plain.state(), await fused.state()];
    expect(found.steps).toBe(10);
    for (const [name, { shape, values }] of Object.entries(expected.weights)) {
      expect(found.weights[name]!.shape).toEqual(shape);
      expect(relativeError(found.weights[name]!.values, values), name).toBeLessThan(1e-3);
    }
    expect(Object.keys(found.moments)).toEqual(Object.keys(expected.moments));
    expect(relativeError(await fused.predict(batch), await plain.predict(batch))).toBeLessThan(1e-3);
    plain.dispose();
    fused.dispose();
  });

  function train(engine: ModelEngine, signal?: AbortSignal, stopAfter?: () => void) {
    const plan = planOf({ epochs: 6, layers: 2, dropout: 0.2 });
    return runTrain({
      plan,
      unit: unitsOf(plan)[0]!,
      start: null,
      axes,
      features: plantedFeatures(),
      engine,
      workspace,
      events: {
        emit: (event) => {
          if (event.type === 'epoch-finished' && event.epoch === 3) stopAfter?.();
        },
      },
      ...(signal === undefined ? {} : { signal }),
    });
  }

  test('a training that was interrupted comes to the bits of one that was not, on other threads', async () => {
    const whole = await train(fusedEngine(kernels, { ...OPTIONS, threads: 1 }));
    expect(whole.engine.name).toBe(kernels.name);
    await rm(join(workspace, 'checkpoint.safetensors'));
    const controller = new AbortController();
    const broken = train(fusedEngine(kernels, OPTIONS), controller.signal, () => controller.abort());
    await expect(broken).rejects.toThrow(Interrupted);
    expect(await train(fusedEngine(kernels, { ...OPTIONS, threads: 3 }))).toEqual(whole);
  });

  test('learns a planted signal', async () => {
    const { history } = await train(fusedEngine(kernels, OPTIONS));
    expect(history.epochs.at(-1)!.validationRankIc).toBeGreaterThan(0.5);
  });

  test('leaves the event loop free', async () => {
    const spec = modelSpec({ layers: 2, hidden: 96, window: 60 });
    const model = await createFusedModel(kernels, spec, tensorOf(640, 61, 14), null, { ...OPTIONS, threads: 1 });
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 2);
    await model.predict(fullSections(640, [60]));
    clearInterval(ticking);
    model.dispose();
    expect(ticks).toBeGreaterThan(3);
  });

  test('a state is a copy, and a model that is disposed of is not used', async () => {
    const model = await createFusedModel(kernels, modelSpec(), tensorOf(20, 12, 3), null, OPTIONS);
    const batch = fullSections(20, [5, 9]);
    const before = await model.state();
    const first = before.weights['head/kernel']!.values.slice();
    await model.step(batch, squaredError(new Float32Array(40).fill(1)), 1);
    expect(before.weights['head/kernel']!.values).toEqual(first);
    model.dispose();
    model.dispose();
    await expect(model.predict(batch)).rejects.toThrow();
  });

  test('predicts nothing for no sequences', async () => {
    const model = await createFusedModel(kernels, modelSpec(), tensorOf(20, 12, 3), null, OPTIONS);
    expect(await model.predict(fullSections(0, []))).toEqual(new Float32Array(0));
    model.dispose();
  });
});
