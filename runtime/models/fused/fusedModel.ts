/**
 * The fused engine: a model over `Kernels`, which compute all sequences of a batch forward and backward; here are its
 * weights, their optimiser and the user's loss between the two passes.
 */
import type { ModelSpec } from '../../../compiler/plan.ts';
import { invariant } from '../../invariant.ts';
import type { FeatureTensor, ModelEngine, ModelState, TrainableModel, Weights } from '../model.ts';
import { applyGradients, initialMoments } from '../optimizer.ts';
import { type Architecture, initialWeights, parameterShapes, sizeOf } from '../parameters.ts';
import { sequencesOf } from '../windows.ts';
import type { Dropout, KernelOptions, Kernels } from './kernels.ts';

/** 2^30: with packed weights, gradients and features a training stays well under 2 GB. */
export const TAPE_BYTES = 2 ** 30;

export function fusedEngine(kernels: Kernels, options: KernelOptions): ModelEngine {
  const { name, version, description } = kernels;
  const threads = `${options.threads} ${options.threads === 1 ? 'thread' : 'threads'}`;
  return {
    name,
    version,
    description: `${description}, ${threads}`,
    create: (spec, features, state) => createFusedModel(kernels, spec, features, state, options),
  };
}

export async function createFusedModel(
  kernels: Kernels,
  spec: ModelSpec,
  features: FeatureTensor,
  from: ModelState | null,
  options: KernelOptions,
): Promise<TrainableModel> {
  const { layers, hidden, window } = spec;
  const architecture: Architecture = { layers, hidden, features: features.features };
  const weights = packedWeights(architecture, from?.weights ?? initialWeights(architecture, spec.seed));
  const moments = copyOf(from?.moments ?? initialMoments(spec.optimizer, weights.named));
  let steps = from?.steps ?? 0;
  const network = await kernels.open({ ...architecture, window }, features, options);
  await network.setWeights(weights.all);

  return {
    async step(batch, loss, dropoutSeed) {
      const dropout: Dropout | null = spec.dropout === 0 ? null : { rate: spec.dropout, seed: dropoutSeed };
      const predictions = await network.forward(sequencesOf(batch), dropout);
      const { loss: value, gradient } = loss(predictions);
      const gradients = namedColumns(architecture, await network.backward(gradient));
      applyGradients(spec.optimizer, { weights: weights.named, moments, steps }, gradients);
      steps++;
      await network.setWeights(weights.all);
      return value;
    },
    predict: (sections) => network.predict(sequencesOf(sections)),
    async state() {
      return { weights: copyOf(weights.named), moments: copyOf(moments), steps };
    },
    dispose: () => network.dispose(),
  };
}

interface PackedWeights {
  /** Row-major, one after another in the order of `parameterShapes`. */
  readonly all: Float32Array;
  /** Views into them. */
  readonly named: Weights;
}

export function packedWeights(architecture: Architecture, weights: Weights): PackedWeights {
  const shapes = parameterShapes(architecture);
  const all = new Float32Array(shapes.reduce((total, { shape }) => total + sizeOf(shape), 0));
  const columns = namedColumns(architecture, all);
  const named: Record<string, Weights[string]> = {};
  for (const { name, shape } of shapes) {
    const values = columns[name]!;
    invariant(weights[name]?.values.length === values.length, `the weight ${name} is of its shape`);
    values.set(weights[name]!.values);
    named[name] = { shape, values };
  }
  return { all, named };
}

/** Views of the named weights, or of their gradients, into one column of them all. */
export function namedColumns(architecture: Architecture, all: Float32Array): Readonly<Record<string, Float32Array>> {
  const columns: Record<string, Float32Array> = {};
  let at = 0;
  for (const { name, shape } of parameterShapes(architecture)) {
    const end = at + sizeOf(shape);
    columns[name] = all.subarray(at, end);
    at = end;
  }
  return columns;
}

function copyOf(weights: Weights): Weights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, values }]) => [name, { shape, values: values.slice() }]),
  );
}
