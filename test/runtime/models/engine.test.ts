import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { engine, engineIdentity, engineMissing, precisionMissing } from '../../../runtime/models/engine.ts';
import { TFJS_VERSION } from '../../../runtime/models/tfjsVersion.ts';
import { fullSections, modelSpec, squaredError, tensorOf } from './support.ts';

test('the version of tfjs that engines are kept under is the installed one', () => {
  const require = createRequire(import.meta.url);
  for (const part of ['core', 'backend-wasm', 'backend-cpu']) {
    expect(require(`@tensorflow/tfjs-${part}/package.json`).version).toBe(TFJS_VERSION);
  }
});

test('an engine is what its identity says, and names its tfjs', async () => {
  const present: string[] = [];
  for (const backend of ['native', 'portable', 'tfjs-wasm', 'tfjs-cpu'] as const) {
    const missing = engineMissing(backend);
    if (missing !== null) {
      await expect(engine({ backend, threads: 1 })).rejects.toThrow(missing);
      continue;
    }
    const built = await engine({ backend, threads: 'auto' });
    expect(built).toMatchObject(engineIdentity({ backend, threads: 1 }));
    expect(built.name).toBe(backend.startsWith('tfjs') ? backend : `fused-${backend}`);
    expect(built.version).toContain(`tfjs-${TFJS_VERSION}`);
    present.push(built.name);
  }
  expect(engineIdentity({ backend: 'auto', threads: 'auto' }).name).toBe(present[0]);
});

test('bf16 is an engine of its own where it is, and nothing is taken for it where it is not', async () => {
  for (const backend of ['native', 'portable', 'tfjs-wasm'] as const) {
    if (engineMissing(backend) !== null) continue;
    const config = { backend, threads: 1, precision: 'bf16' } as const;
    const missing = precisionMissing(backend, 'bf16');
    if (missing === null) {
      expect(engineIdentity(config).name).toBe('fused-native-bf16');
      continue;
    }
    const refusal = { code: 'no-bf16', message: `the config asks for \`precision: bf16\`, but ${missing}` };
    expect(() => engineIdentity(config)).toThrow(expect.objectContaining(refusal));
    await expect(engine(config)).rejects.toMatchObject(refusal);
  }
  expect(precisionMissing('portable', 'bf16')).toContain('float32 only');
});

test.each(['auto', 'tfjs-wasm', 'tfjs-cpu'])('%s prints nothing', async (backend) => {
  const script = `
    const { engine } = await import('./runtime/models/engine.ts');
    const built = await engine({ backend: '${backend}', threads: 1 });
    const values = new Float32Array(2 * 6 * 3);
    const spec = { layers: 1, hidden: 2, window: 3, seed: 1, dropout: 0, optimizer: { method: 'sgd', learningRate: 1, momentum: 0 } };
    const model = await built.create(spec, { values, stocks: 2, sessions: 6, features: 3 }, null);
    await model.predict({ sessions: Int32Array.of(5), offsets: Int32Array.of(0, 2), stocks: Int32Array.of(0, 1) });
  `;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout).toBe('');
  expect(stderr).toBe('');
});

test('the dropout seed of a step decides its masks, and nothing else', async () => {
  const built = await engine({ backend: 'tfjs-wasm', threads: 1 });
  const tensor = tensorOf(20, 8, 3);
  const batch = fullSections(20, [6, 7]);
  const after = async (dropout: number, seed: number) => {
    const model = await built.create(modelSpec({ dropout }), tensor, null);
    await model.step(batch, squaredError(new Float32Array(40).fill(1)), seed);
    const { weights } = await model.state();
    model.dispose();
    return weights;
  };
  expect(await after(0.3, 1)).toEqual(await after(0.3, 1));
  expect(await after(0.3, 2)).not.toEqual(await after(0.3, 1));
  expect(await after(0, 2)).toEqual(await after(0, 1));
});

test('a batch that does not fit into memory is computed twice, to the same gradients', async () => {
  // 1,700 sequences in three parts; with `memory` for one part only, nothing can be held.
  const tensor = tensorOf(850, 12, 3);
  const batch = fullSections(850, [8, 11]);
  const labels = Float32Array.from({ length: 1700 }, (_, k) => Math.sin(k));
  const { createTfjsModel } = await import('../../../runtime/models/tfjsModel.ts');
  const { loadTfjs } = await import('../../../runtime/models/tfjs.ts');
  const tf = await loadTfjs('wasm');
  const spec = modelSpec({ dropout: 0.3 });
  const roomy = createTfjsModel(tf, spec, tensor, null);
  const tight = createTfjsModel(tf, spec, tensor, null, { floats: 640 * 5 * (3 + 2 * 6 * 13) });
  for (let k = 0; k < 3; k++) {
    const expected = await roomy.step(batch, squaredError(labels), k);
    expect(await tight.step(batch, squaredError(labels), k)).toBe(expected);
  }
  expect(await tight.state()).toEqual(await roomy.state());
});
