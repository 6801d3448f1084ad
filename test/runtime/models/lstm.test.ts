import { describe, expect, test } from 'vitest';
import type { OptimizerSpec } from '../../../compiler/plan.ts';
import { type DropoutMasks, dropoutMasks } from '../../../runtime/models/dropout.ts';
import { engine } from '../../../runtime/models/engine.ts';
import type { ModelState, Weights } from '../../../runtime/models/model.ts';
import { forwardPass, predictSequences, uploadWeights, zeroGradients } from '../../../runtime/models/network.ts';
import { initialMoments } from '../../../runtime/models/optimizer.ts';
import { initialWeights } from '../../../runtime/models/parameters.ts';
import { currentTfjs, loadTfjs } from '../../../runtime/models/tfjs.ts';
import { gatherWindows } from '../../../runtime/models/windows.ts';
import { random } from '../../../runtime/random.ts';
import { fullSections, modelSpec, sgd, squaredError, tensorOf, tfjsBackends } from './support.ts';
import pytorch from './vectors/lstm.json' with { type: 'json' };

type Stored = Readonly<Record<string, { shape: number[]; values: number[] }>>;

function weightsOf(stored: Stored): Weights {
  return Object.fromEntries(
    Object.entries(stored).map(([name, { shape, values }]) => [name, { shape, values: Float32Array.from(values) }]),
  );
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  let worst = 0;
  for (let k = 0; k < actual.length; k++) worst = Math.max(worst, Math.abs(actual[k]! - expected[k]!));
  expect(worst, `${what}: largest difference`).toBeLessThan(tolerance);
}

describe.each(tfjsBackends())('against PyTorch, %s', (backend) => {
  const { hidden, features, window, layers, sequences } = pytorch;
  const weights = weightsOf(pytorch.weights);
  const steps = Array.from({ length: window }, (_, t) =>
    Float32Array.from(pytorch.x.slice(t * sequences * features, (t + 1) * sequences * features)),
  );

  test('predictions and gradients', async () => {
    const tf = await loadTfjs(backend);
    const uploaded = uploadWeights(tf, { layers, hidden, features }, weights);
    const pass = forwardPass(tf, uploaded, steps, sequences, null);
    expectClose(pass.predictions, pytorch.predictions, 1e-6, 'predictions');
    const { loss, gradient } = squaredError(pytorch.y)(pass.predictions);
    expect(loss).toBeCloseTo(pytorch.loss, 6);
    const gradients = zeroGradients(weights);
    pass.backward(gradient, gradients);
    pass.dispose();
    for (const [name, { values }] of Object.entries(pytorch.gradients)) {
      expectClose(gradients[name]!, values, 1e-5 * Math.max(...values.map(Math.abs)), name);
    }
  });

  const shared = { learningRate: 0.01, weightDecay: 0.02, beta1: 0.9, beta2: 0.98, epsilon: 1e-7 };
  const optimizers: [keyof typeof pytorch.trained, OptimizerSpec][] = [
    ['adam', { method: 'adam', ...shared }],
    ['adamw', { method: 'adamw', ...shared }],
    ['sgd', sgd(0.1, 0.9)],
  ];
  test.each(optimizers)('three steps of %s', async (name, optimizer) => {
    // One stock per sequence, whose history is just its window.
    const values = new Float32Array(pytorch.x.length);
    for (let t = 0; t < window; t++) {
      for (let b = 0; b < sequences; b++) {
        for (let f = 0; f < features; f++) {
          values[(b * window + t) * features + f] = steps[t]![b * features + f]!;
        }
      }
    }
    const spec = modelSpec({ layers, hidden, window, optimizer });
    const from: ModelState = { weights, moments: initialMoments(optimizer, weights), steps: 0 };
    const built = await engine({ backend: `tfjs-${backend}`, threads: 1 });
    const model = await built.create(spec, { values, stocks: sequences, sessions: window, features }, from);
    const batch = fullSections(sequences, [window - 1]);
    const expected = pytorch.trained[name];
    for (const [step, loss] of expected.losses.entries()) {
      expect(await model.step(batch, squaredError(pytorch.y), step)).toBeCloseTo(loss, 5);
    }
    const trained = await model.state();
    for (const [key, wanted] of Object.entries(expected.weights)) {
      expectClose(trained.weights[key]!.values, wanted.values, 1e-5, key);
    }
    model.dispose();
  });
});

const SHAPES = [
  { layers: 2, hidden: 6, features: 4, window: 5, sequences: 9, dropout: 0 },
  { layers: 3, hidden: 4, features: 2, window: 3, sequences: 6, dropout: 0.5 },
  { layers: 1, hidden: 3, features: 1, window: 4, sequences: 5, dropout: 0.3 },
  { layers: 3, hidden: 2, features: 2, window: 1, sequences: 3, dropout: 0 },
  { layers: 1, hidden: 1, features: 1, window: 2, sequences: 1, dropout: 0 },
  { layers: 2, hidden: 7, features: 5, window: 6, sequences: 1, dropout: 0 },
];

describe.each(SHAPES)(
  '$layers layers of $hidden, $features features, window $window, $sequences sequences, dropout $dropout',
  (shape) => {
    const { layers, hidden, features, window, sequences } = shape;
    const architecture = { layers, hidden, features };
    const weights = initialWeights(architecture, 3);
    const tensor = tensorOf(sequences, window, features);
    const order = {
      stocks: Int32Array.from({ length: sequences }, (_, b) => b),
      sessions: new Int32Array(sequences).fill(window - 1),
    };
    const windows = gatherWindows(tensor, order, 0, sequences, window);
    const masks = dropoutMasks(shape, 21, 0, sequences);
    const upstream = Float32Array.from({ length: sequences }, (_, b) => Math.sin(b + 1));

    async function analytic() {
      const tf = await loadTfjs('wasm');
      const uploaded = uploadWeights(tf, architecture, weights);
      const pass = forwardPass(tf, uploaded, windows, sequences, masks);
      const plain = predictSequences(tf, uploaded, windows, sequences);
      const gradients = zeroGradients(weights);
      pass.backward(upstream, gradients);
      pass.dispose();
      uploaded.dispose();
      return { predictions: pass.predictions, plain, gradients };
    }

    test('agrees with finite differences of a float64 forward pass', async () => {
      const { predictions, plain, gradients } = await analytic();
      const values = Object.fromEntries(
        Object.entries(weights).map(([name, w]) => [name, Float64Array.from(w.values)]),
      );
      const objective = () => dot(float64Forward(values, windows, masks, shape), upstream);
      expectClose(predictions, float64Forward(values, windows, masks, shape), 1e-6, 'while training');
      expectClose(plain, float64Forward(values, windows, null, shape), 1e-6, 'predictions');
      for (const name of Object.keys(weights)) {
        const column = values[name]!;
        for (let k = 0; k < column.length; k += 1 + Math.floor(column.length / 7)) {
          const at = column[k]!;
          const step = 1e-5;
          column[k] = at + step;
          const up = objective();
          column[k] = at - step;
          const down = objective();
          column[k] = at;
          expect(gradients[name]![k], `${name}[${k}]`).toBeCloseTo((up - down) / (2 * step), 5);
        }
      }
    });
  },
);

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** One number at a time, in float64. */
function float64Forward(
  weights: Readonly<Record<string, Float64Array>>,
  windows: readonly Float32Array[],
  masks: DropoutMasks | null,
  { layers, hidden, sequences }: (typeof SHAPES)[number],
): Float64Array {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const out = new Float64Array(sequences);
  for (let b = 0; b < sequences; b++) {
    let inputs = windows.map((w) =>
      Float64Array.from(w.subarray((b * w.length) / sequences, ((b + 1) * w.length) / sequences)),
    );
    for (let layer = 0; layer < layers; layer++) {
      const kernel = weights[`layer${layer}/input_kernel`]!;
      const recurrent = weights[`layer${layer}/recurrent_kernel`]!;
      const bias = weights[`layer${layer}/bias`]!;
      let h = new Float64Array(hidden);
      let c = new Float64Array(hidden);
      inputs = inputs.map((x, t) => {
        const pre = (gate: number, k: number) => {
          const column = gate * hidden + k;
          let sum = bias[column]!;
          for (let j = 0; j < x.length; j++) sum += x[j]! * kernel[j * 4 * hidden + column]!;
          for (let j = 0; j < hidden; j++) sum += h[j]! * recurrent[j * 4 * hidden + column]!;
          return sum;
        };
        c = c.map((before, k) => sigmoid(pre(1, k)) * before + sigmoid(pre(0, k)) * Math.tanh(pre(2, k)));
        h = c.map((cell, k) => sigmoid(pre(3, k)) * Math.tanh(cell));
        const mask = masks?.between[layer]?.[t];
        return mask === undefined ? h : h.map((value, k) => value * mask[b * hidden + k]!);
      });
    }
    const last = inputs.at(-1)!.map((value, k) => value * (masks?.head[b * hidden + k] ?? 1));
    out[b] = dot(last, weights['head/kernel']!) + weights['head/bias']![0]!;
  }
  return out;
}

describe('a batch in parts', () => {
  test('is the sum of its parts, and dropout does not depend on the cut', async () => {
    const tf = await loadTfjs('wasm');
    const shape = { layers: 2, hidden: 4, window: 3, dropout: 0.4 };
    const architecture = { ...shape, features: 2 };
    const weights = initialWeights(architecture, 1);
    const count = 150;
    const tensor = tensorOf(count, shape.window, 2);
    const order = { stocks: Int32Array.from({ length: count }, (_, b) => b), sessions: new Int32Array(count).fill(2) };
    const uploaded = uploadWeights(tf, architecture, weights);
    const source = random(5);
    const upstream = Float32Array.from({ length: count }, () => source.normal());
    const run = (first: number, n: number, gradients: ReturnType<typeof zeroGradients>) => {
      const windows = gatherWindows(tensor, order, first, n, shape.window);
      const pass = forwardPass(tf, uploaded, windows, n, dropoutMasks(shape, 99, first, n));
      pass.backward(upstream.subarray(first, first + n), gradients);
      pass.dispose();
      return pass.predictions;
    };
    const whole = zeroGradients(weights);
    const predictions = run(0, count, whole);
    const cut = zeroGradients(weights);
    const pieces = [...run(0, 64, cut), ...run(64, count - 64, cut)];
    expectClose(pieces, predictions, 1e-7, 'predictions');
    for (const name of Object.keys(weights)) expectClose(cut[name]!, whole[name]!, 1e-4, name);
  });

  test.each(tfjsBackends())('leaves no tensors behind, %s', async (backend) => {
    const built = await engine({ backend: `tfjs-${backend}`, threads: 1 });
    const tf = await currentTfjs();
    const before = tf.memory().numTensors;
    const model = await built.create(modelSpec({ dropout: 0.2 }), tensorOf(20, 12, 3), null);
    const batch = fullSections(20, [5, 9]);
    await model.step(batch, squaredError(new Float32Array(40)), 1);
    const after = tf.memory().numTensors;
    await model.step(batch, squaredError(new Float32Array(40)), 2);
    await model.predict(batch);
    expect(tf.memory().numTensors).toBe(after);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
