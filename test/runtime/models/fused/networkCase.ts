/** Networks of odd sizes, what a build makes of them, and what float64 does. */
import { dropoutMasks } from '../../../../runtime/models/dropout.ts';
import { namedColumns, packedWeights } from '../../../../runtime/models/fused/fusedModel.ts';
import type { KernelOptions, Kernels } from '../../../../runtime/models/fused/kernels.ts';
import type { FeatureTensor, Weights } from '../../../../runtime/models/model.ts';
import { initialWeights } from '../../../../runtime/models/parameters.ts';
import type { Sequences } from '../../../../runtime/models/windows.ts';
import { random } from '../../../../runtime/random.ts';
import { tensorOf } from '../support.ts';
import { float64Weights, referenceSequence } from './reference.ts';

export const ONE_THREAD: KernelOptions = { threads: 1, tapeBytes: 2 ** 28 };
const DROPOUT_SEED = 3_000_000_019;

export interface Case {
  readonly layers: number;
  readonly hidden: number;
  readonly features: number;
  readonly window: number;
  readonly sequences: number;
  readonly dropout: number;
}

export const CASES: readonly Case[] = [
  { layers: 2, hidden: 16, features: 14, window: 9, sequences: 40, dropout: 0 },
  { layers: 2, hidden: 16, features: 14, window: 9, sequences: 70, dropout: 0.3 },
  { layers: 3, hidden: 7, features: 3, window: 6, sequences: 33, dropout: 0.5 },
  { layers: 1, hidden: 19, features: 1, window: 5, sequences: 1, dropout: 0.2 },
  { layers: 3, hidden: 5, features: 40, window: 1, sequences: 65, dropout: 0.4 },
  { layers: 1, hidden: 1, features: 1, window: 2, sequences: 1, dropout: 0 },
  { layers: 2, hidden: 33, features: 17, window: 4, sequences: 3, dropout: 0 },
];

export function setUp({ layers, hidden, features, window, sequences }: Case) {
  const stocks = 5;
  const tensor = tensorOf(stocks, window + 7, features);
  const source = random(12);
  const pick = (below: number) => Math.floor(source.uniform() * below);
  const order: Sequences = {
    stocks: Int32Array.from({ length: sequences }, () => pick(stocks)),
    sessions: Int32Array.from({ length: sequences }, () => window - 1 + pick(8)),
  };
  const weights = initialWeights({ layers, hidden, features }, 3);
  // Biases and head differ from where training starts, so that no gate is at a special point.
  for (const { values } of Object.values(weights))
    for (let k = 0; k < values.length; k++) values[k]! += 0.1 * source.normal();
  const upstream = Float32Array.from({ length: sequences }, (_, b) => Math.sin(b + 1));
  return { tensor, order, weights, upstream };
}

export async function run(
  kernels: Kernels,
  shape: Case,
  tensor: FeatureTensor,
  order: Sequences,
  weights: Weights,
  upstream: Float32Array,
  options = ONE_THREAD,
) {
  const network = await kernels.open(shape, tensor, options);
  await network.setWeights(packedWeights(shape, weights).all);
  const plain = await network.predict(order);
  const dropout = shape.dropout === 0 ? null : { rate: shape.dropout, seed: DROPOUT_SEED };
  const predictions = await network.forward(order, dropout);
  const all = await network.backward(upstream);
  network.dispose();
  return { plain, predictions, gradients: namedColumns(shape, all), all };
}

export function reference(shape: Case, { tensor, order, weights, upstream }: ReturnType<typeof setUp>) {
  const { window, sequences, features } = shape;
  const exact = float64Weights(weights);
  const gradients = Object.fromEntries(Object.entries(exact).map(([name, v]) => [name, new Float64Array(v.length)]));
  const predictions = new Float64Array(sequences);
  const plain = new Float64Array(sequences);
  const masks = dropoutMasks(shape, DROPOUT_SEED, 0, sequences);
  for (let b = 0; b < sequences; b++) {
    const rows = Array.from({ length: window }, (_, t) => {
      const at = (order.stocks[b]! * tensor.sessions + order.sessions[b]! - window + 1 + t) * features;
      return Float64Array.from(tensor.values.subarray(at, at + features));
    });
    plain[b] = referenceSequence(exact, rows, null, b, shape).prediction;
    const sequence = referenceSequence(exact, rows, masks, b, shape);
    predictions[b] = sequence.prediction;
    sequence.backward(upstream[b]!, gradients);
  }
  return { plain, predictions, gradients };
}
