/**
 * What a gradient does to the weights: a pure function over float32 columns, the same for every engine.
 *
 * - `sgd`: v ← momentum·v + g; w ← w − η·v, v starting at 0
 * - `adam`: Kingma and Ba (2015), bias-corrected; weight decay is added to the gradient (L2)
 * - `adamw`: Loshchilov and Hutter (2019); weight decay is decoupled: w ← w − η·λ·w first
 *
 * Biases are never decayed. Arithmetic is float64, moments and weights are kept in float32.
 */
import type { OptimizerSpec } from '../../compiler/plan.ts';
import type { ModelState, Weights } from './model.ts';
import { isBias } from './parameters.ts';

type Columns = Readonly<Record<string, ArrayLike<number>>>;

/** Moments before the first step: zeros, named after the weight they belong to. */
export function initialMoments(optimizer: OptimizerSpec, weights: Weights): Weights {
  const kinds = optimizer.method === 'sgd' ? ['velocity'] : ['first', 'second'];
  const moments: Record<string, { shape: readonly number[]; values: Float32Array }> = {};
  for (const [name, { shape, values }] of Object.entries(weights)) {
    for (const kind of kinds) moments[`${name}/${kind}`] = { shape, values: new Float32Array(values.length) };
  }
  return moments;
}

/** One step, in place: `state.weights` and `state.moments` change, `state.steps` is the number of steps before it. */
export function applyGradients(optimizer: OptimizerSpec, state: ModelState, gradients: Columns): void {
  for (const [name, { values }] of Object.entries(state.weights)) {
    const gradient = gradients[name]!;
    if (optimizer.method === 'sgd') {
      applySgd(optimizer, values, gradient, state.moments[`${name}/velocity`]!.values);
    } else {
      const decay = isBias(name) ? 0 : optimizer.weightDecay;
      const first = state.moments[`${name}/first`]!.values;
      const second = state.moments[`${name}/second`]!.values;
      applyAdam(optimizer, decay, values, gradient, first, second, state.steps + 1);
    }
  }
}

function applySgd(
  { learningRate, momentum }: Extract<OptimizerSpec, { method: 'sgd' }>,
  weights: Float32Array,
  gradient: ArrayLike<number>,
  velocity: Float32Array,
): void {
  for (let k = 0; k < weights.length; k++) {
    const v = momentum * velocity[k]! + gradient[k]!;
    velocity[k] = v;
    weights[k]! -= learningRate * v;
  }
}

function applyAdam(
  { method, learningRate, beta1, beta2, epsilon }: Exclude<OptimizerSpec, { method: 'sgd' }>,
  decay: number,
  weights: Float32Array,
  gradient: ArrayLike<number>,
  first: Float32Array,
  second: Float32Array,
  step: number,
): void {
  const coupled = method === 'adam' ? decay : 0;
  const shrink = method === 'adamw' ? 1 - learningRate * decay : 1;
  const correct1 = 1 - beta1 ** step;
  const correct2 = 1 - beta2 ** step;
  for (let k = 0; k < weights.length; k++) {
    const w = weights[k]!;
    const g = gradient[k]! + coupled * w;
    const m = beta1 * first[k]! + (1 - beta1) * g;
    const v = beta2 * second[k]! + (1 - beta2) * g * g;
    first[k] = m;
    second[k] = v;
    weights[k] = shrink * w - (learningRate * (m / correct1)) / (Math.sqrt(v / correct2) + epsilon);
  }
}
