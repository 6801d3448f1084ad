import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterEach, describe, expect, test } from 'vitest';
import { dropoutMasks } from '../../../../runtime/models/dropout.ts';
import {
  type KernelOptions,
  type Network,
  type NetworkShape,
  SHARD,
} from '../../../../runtime/models/fused/kernels.ts';
import { portableKernels } from '../../../../runtime/models/fused/portable/portableKernels.ts';
import { compiledCore, instantiate, newMemory, packagedFile } from '../../../../runtime/models/fused/portable/wasm.ts';
import type { FeatureTensor, Weights } from '../../../../runtime/models/model.ts';
import { forwardPass, predictSequences, uploadWeights, zeroGradients } from '../../../../runtime/models/network.ts';
import { initialWeights, parameterCount, parameterShapes } from '../../../../runtime/models/parameters.ts';
import { loadTfjs } from '../../../../runtime/models/tfjs.ts';
import { gatherWindows, type Sequences, sequencesOf } from '../../../../runtime/models/windows.ts';
import { sha256, sourcesHash } from '../../../../scripts/support/portableSources.ts';
import { fullSections, squaredError, tensorOf } from '../support.ts';
import pytorch from '../vectors/lstm.json' with { type: 'json' };

const ROOMY = 1 << 28;
const opened: Network[] = [];
afterEach(() => {
  for (const network of opened.splice(0)) network.dispose();
});

async function open(
  shape: NetworkShape,
  features: FeatureTensor,
  { threads = 2, tapeBytes = ROOMY }: Partial<KernelOptions> = {},
): Promise<Network> {
  const network = await portableKernels().open(shape, features, { threads, tapeBytes });
  opened.push(network);
  return network;
}

/** All weights one after another, as `Network.setWeights` wants them. */
function joined(shape: NetworkShape, weights: Readonly<Record<string, { values: ArrayLike<number> }>>): Float32Array {
  return Float32Array.from(parameterShapes(shape).flatMap(({ name }) => Array.from(weights[name]!.values)));
}

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  for (let k = 0; k < actual.length; k++) {
    const difference = Math.abs(actual[k]! - expected[k]!);
    if (Number.isNaN(difference)) return difference;
    worst = Math.max(worst, difference);
  }
  return worst;
}

function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

describe('the module', () => {
  const stored = Object.fromEntries(
    readFileSync(packagedFile('lstm.wasm.sha256'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('  ').reverse()),
  );

  test('is the one whose hash is beside it', () => {
    expect(sha256(readFileSync(packagedFile('lstm.wasm')))).toBe(stored['lstm.wasm']);
  });

  test('is built from these sources: else run `node scripts/buildPortable.ts`', () => {
    expect(sourcesHash()).toBe(stored.sources);
  });

  test('has the exports that the loader expects, and lays weights out as `parameterShapes` does', () => {
    const memory = newMemory();
    const core = instantiate(compiledCore()!, memory);
    for (const name of ['pack', 'forward', 'backward', 'reduce'] as const) {
      expect(core[`fused_${name}`], name).toBeTypeOf('function');
    }
    const at = core.__heap_base.value;
    for (const [layers, hidden, features] of [
      [1, 1, 1],
      [2, 128, 14],
      [3, 7, 5],
    ] as const) {
      new Int32Array(memory.buffer, Math.ceil(at / 4) * 4, 4).set([layers, hidden, features, 9]);
      expect(core.fused_weights_floats(Math.ceil(at / 4) * 4)).toBe(parameterCount({ layers, hidden, features }));
    }
  });
});

describe('against PyTorch', () => {
  const { hidden, features, window, layers, sequences: count } = pytorch;
  const shape = { layers, hidden, features, window };
  /** One stock per sequence, whose history is just its window. */
  const values = new Float32Array(pytorch.x.length);
  for (let t = 0; t < window; t++) {
    for (let b = 0; b < count; b++) {
      for (let f = 0; f < features; f++) {
        values[(b * window + t) * features + f] = pytorch.x[(t * count + b) * features + f]!;
      }
    }
  }

  test('predictions and gradients', async () => {
    const network = await open(shape, { values, stocks: count, sessions: window, features });
    await network.setWeights(joined(shape, pytorch.weights));
    const predictions = await network.forward(sequencesOf(fullSections(count, [window - 1])), null);
    expect(largestDifference(predictions, pytorch.predictions)).toBeLessThan(1e-6);
    const gradients = await network.backward(squaredError(pytorch.y)(predictions).gradient);
    const expected = joined(shape, pytorch.gradients);
    expect(largestDifference(gradients, expected)).toBeLessThan(1e-5 * largest(expected));
  });
});

const SHAPES = [
  { layers: 2, hidden: 6, features: 4, window: 5, count: 9, dropout: 0 },
  { layers: 3, hidden: 4, features: 2, window: 3, count: 66, dropout: 0.5 },
  { layers: 1, hidden: 3, features: 1, window: 4, count: 33, dropout: 0.3 },
  { layers: 3, hidden: 2, features: 2, window: 1, count: 3, dropout: 0 },
  { layers: 1, hidden: 1, features: 1, window: 2, count: 1, dropout: 0 },
  { layers: 2, hidden: 7, features: 13, window: 6, count: 64, dropout: 0.2 },
  { layers: 2, hidden: 33, features: 17, window: 9, count: 130, dropout: 0.4 },
];

describe.each(SHAPES)(
  '$layers layers of $hidden, $features features, window $window, $count sequences, dropout $dropout',
  ({ count, dropout, ...shape }) => {
    const weights = initialWeights(shape, 3);
    const tensor = tensorOf(count, shape.window + 2, shape.features);
    const sequences: Sequences = {
      stocks: Int32Array.from({ length: count }, (_, b) => count - 1 - b),
      sessions: Int32Array.from({ length: count }, (_, b) => shape.window + (b % 2)),
    };
    const upstream = Float32Array.from({ length: count }, (_, b) => Math.sin(b + 1) / count);

    test('agrees with the plain engine', async () => {
      const tf = await loadTfjs('cpu');
      const uploaded = uploadWeights(tf, shape, weights);
      const windows = gatherWindows(tensor, sequences, 0, count, shape.window);
      const masks = dropoutMasks({ ...shape, dropout }, 21, 0, count);
      const pass = forwardPass(tf, uploaded, windows, count, masks);
      const gradients = zeroGradients(weights);
      pass.backward(upstream, gradients);
      const expected = joined(
        shape,
        Object.fromEntries(Object.entries(gradients).map(([name, values]) => [name, { values }])),
      );

      const network = await open(shape, tensor);
      await network.setWeights(joined(shape, weights));
      const plain = await network.predict(sequences);
      expect(largestDifference(plain, predictSequences(tf, uploaded, windows, count))).toBeLessThan(2e-6);
      const predictions = await network.forward(sequences, dropout === 0 ? null : { rate: dropout, seed: 21 });
      expect(largestDifference(predictions, pass.predictions)).toBeLessThan(5e-6);
      const found = await network.backward(upstream);
      expect(largestDifference(found, expected)).toBeLessThan(1e-5 * Math.max(1e-3, largest(expected)));
      pass.dispose();
      uploaded.dispose();
    });
  },
);

describe('the same bits', () => {
  const shape = { layers: 2, hidden: 10, features: 3, window: 6 };
  const tensor = tensorOf(190, 12, 3);
  const sequences = sequencesOf(fullSections(190, [7, 11]));
  const upstream = Float32Array.from({ length: 380 }, (_, k) => Math.cos(k));
  const weights = joined(shape, initialWeights(shape, 5) as Weights);

  async function trained(options: Partial<KernelOptions>) {
    const network = await open(shape, tensor, options);
    await network.setWeights(weights);
    const predictions = await network.forward(sequences, { rate: 0.25, seed: 9 });
    return { predictions, gradients: await network.backward(upstream) };
  }

  test('for one, two and three threads', async () => {
    const one = await trained({ threads: 1 });
    expect(await trained({ threads: 2 })).toEqual(one);
    expect(await trained({ threads: 3 })).toEqual(one);
  });

  test('when activations do not fit and are computed twice', async () => {
    const roomy = await trained({});
    // A tape takes about 350 kB: room for some of the six shards, and for none.
    expect(await trained({ tapeBytes: 1_600_000 })).toEqual(roomy);
    expect(await trained({ tapeBytes: 0 })).toEqual(roomy);
  });

  test('when batches and predictions take turns, of any size', async () => {
    const first = await trained({});
    const network = await open(shape, tensor);
    await network.setWeights(weights);
    const few = sequencesOf(fullSections(5, [8]));
    const predicted = await network.predict(few);
    await network.forward(few, null);
    const predictions = await network.forward(sequences, { rate: 0.25, seed: 9 });
    expect(await network.predict(few)).toEqual(predicted);
    expect({ predictions, gradients: await network.backward(upstream) }).toEqual(first);
    expect(await network.predict(few)).toEqual(predicted);
  });

  test('for more sequences than are predicted at once', async () => {
    const network = await open({ ...shape, hidden: 2, layers: 1 }, tensor);
    await network.setWeights(
      joined({ ...shape, hidden: 2, layers: 1 }, initialWeights({ ...shape, hidden: 2, layers: 1 }, 1)),
    );
    const many: Sequences = {
      stocks: Int32Array.from({ length: 70 * SHARD }, (_, k) => k % 190),
      sessions: new Int32Array(70 * SHARD).fill(9),
    };
    const all = await network.predict(many);
    const once = await network.predict({ stocks: many.stocks.slice(0, 190), sessions: many.sessions.slice(0, 190) });
    expect(all).toEqual(Float32Array.from(all, (_, k) => once[k % 190]!));
  });
});

test('a feature that is not a number shows in the predictions of its own sequence only', async () => {
  const shape = { layers: 2, hidden: 5, features: 2, window: 4 };
  const tensor = tensorOf(40, 4, 2);
  tensor.values[17 * 8 + 3] = Number.NaN;
  const network = await open(shape, tensor);
  await network.setWeights(joined(shape, initialWeights(shape, 1)));
  const predictions = await network.predict(sequencesOf(fullSections(40, [3])));
  expect([...predictions.keys()].filter((k) => !Number.isFinite(predictions[k]))).toEqual([17]);
});

test.each([
  ['a shard of it', { layers: 8, hidden: 1024, features: 1, window: 400 }],
  ['what 32 bits can count', { layers: 16, hidden: 2048, features: 1, window: 2000 }],
])('a batch larger than WebAssembly can hold says what to lower: %s', async (_, shape) => {
  const run = async () => {
    const network = await open(shape, tensorOf(64, shape.window, 1), { threads: 1 });
    await network.forward(sequencesOf(fullSections(64, [shape.window - 1])), null);
  };
  await expect(run()).rejects.toMatchObject({
    code: 'out-of-memory',
    hints: expect.arrayContaining([expect.stringContaining('batch_sessions')]),
  });
});

/** Two sequences through both passes and a prediction; what `kernels` is comes before. Ends with 1 when it is wrong. */
const TRIAL = `
  const features = { values: new Float32Array(12), stocks: 2, sessions: 6, features: 1 };
  const shape = { layers: 1, hidden: 2, features: 1, window: 3 };
  const network = await kernels.open(shape, features, { threads: 2, tapeBytes: 0 });
  await network.setWeights(new Float32Array(8 + 16 + 8 + 3).fill(0.5));
  const sequences = { stocks: Int32Array.of(0, 1), sessions: Int32Array.of(5, 5) };
  await network.forward(sequences, null);
  await network.backward(Float32Array.of(1, 1));
  const found = await network.predict(sequences);
  process.exitCode = found[0] === found[1] && found[0] > 0.5 ? 0 : 1;
`;

/** Rejects when it fails or does not come to its end. */
async function runScript(script: string): Promise<string> {
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { timeout: 30_000 });
  const { stdout, stderr } = await run;
  return stdout + stderr;
}

test('idle threads do not keep the process alive, and nothing is printed', async () => {
  const script = `
    const { portableKernels } = await import('./runtime/models/fused/portable/portableKernels.ts');
    const kernels = portableKernels();
    ${TRIAL}`;
  expect(await runScript(script)).toBe('');
});

test('finds its module and its worker from a bundle too', async () => {
  // As dist/ does, the bundle lies inside the package.
  await mkdir('.strat', { recursive: true });
  const folder = await mkdtemp(join(process.cwd(), '.strat', 'bundle-'));
  try {
    await build({
      entryPoints: ['runtime/models/fused/portable/portableKernels.ts'],
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      minify: true,
      keepNames: true,
    });
    const script = `
      const { portableKernels } = await import(${JSON.stringify(join(folder, 'portableKernels.mjs'))});
      const kernels = portableKernels();
      ${TRIAL}`;
    expect(await runScript(script)).toBe('');
  } finally {
    await rm(folder, { recursive: true });
  }
});
