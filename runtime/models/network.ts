/**
 * The whole model on some sequences: layers, dropout between them, linear head on the last hidden state.
 * Weights come in and gradients go out as float32 columns; tensors live inside.
 */
import type { DropoutMasks } from './dropout.ts';
import { backwardLayer, forwardStep, type LayerStep, type LayerWeights } from './lstm.ts';
import type { Weights } from './model.ts';
import { type Architecture, GATES } from './parameters.ts';
import { scoped, type Tensor, type Tf } from './tfjs.ts';

/** Weights as tensors, for as many passes as one wants; `dispose` frees them. */
export interface NetworkWeights {
  readonly layers: readonly LayerWeights[];
  readonly head: { readonly kernel: Tensor; readonly kernelTransposed: Tensor; readonly bias: Tensor };
  dispose(): void;
}

/** A forward pass that holds what its backward pass needs until it is disposed of. */
export interface Pass {
  readonly predictions: Float32Array;
  /** Adds the gradients of the weights to `into`, given those of the predictions. */
  backward(predictionGradient: Float32Array, into: Gradients): void;
  dispose(): void;
}

/** Float64, so that sums over parts of a batch lose nothing. */
export type Gradients = Readonly<Record<string, Float64Array>>;

export function zeroGradients(weights: Weights): Gradients {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { values }]) => [name, new Float64Array(values.length)]),
  );
}

export function uploadWeights(tf: Tf, { layers, hidden }: Architecture, weights: Weights): NetworkWeights {
  const matrix = (name: string, gate: number): Tensor => {
    const { shape, values } = weights[name]!;
    const rows = shape[0]!;
    const block = new Float32Array(rows * hidden);
    for (let row = 0; row < rows; row++) {
      const at = row * 4 * hidden + gate * hidden;
      block.set(values.subarray(at, at + hidden), row * hidden);
    }
    return tf.tensor2d(block, [rows, hidden]);
  };
  const byGate = <T>(make: (gate: number) => T): T[] => GATES.map((_, gate) => make(gate));
  return scoped(tf, () => {
    const stack = Array.from({ length: layers }, (_, layer) => {
      const input = byGate((gate) => matrix(`layer${layer}/input_kernel`, gate));
      const recurrent = byGate((gate) => matrix(`layer${layer}/recurrent_kernel`, gate));
      const { values } = weights[`layer${layer}/bias`]!;
      const bias = byGate((gate) => tf.tensor1d(values.slice(gate * hidden, (gate + 1) * hidden)));
      return {
        input,
        recurrent,
        bias,
        inputTransposed: input.map((kernel) => tf.transpose(kernel)),
        recurrentTransposed: recurrent.map((kernel) => tf.transpose(kernel)),
      };
    });
    const kernel = weights['head/kernel']!.values;
    const head = {
      kernel: tf.tensor2d(kernel, [hidden, 1]),
      kernelTransposed: tf.tensor2d(kernel, [1, hidden]),
      bias: tf.tensor2d(weights['head/bias']!.values, [1, 1]),
    };
    const kept = [...stack.flatMap((layer) => Object.values(layer).flat()), ...Object.values(head)];
    for (const tensor of kept) tf.keep(tensor);
    return { layers: stack, head, dispose: () => tf.dispose(kept) };
  });
}

/** Predictions of `count` sequences; `windows` has one [count, features] matrix per step, oldest first. */
export function predictSequences(
  tf: Tf,
  weights: NetworkWeights,
  windows: readonly Float32Array[],
  count: number,
): Float32Array {
  return scoped(tf, () => {
    let states: (LayerStep | null)[] = weights.layers.map(() => null);
    for (const values of windows) {
      const before = states;
      states = scoped(tf, () => {
        let x: Tensor = tf.tensor2d(values, [count, values.length / count]);
        return weights.layers.map((layer, l) => {
          const step = forwardStep(tf, layer, x, before[l]!);
          x = step.hidden;
          return step;
        });
      });
      for (const state of before) if (state !== null) tf.dispose({ ...state });
    }
    return head(tf, weights, states.at(-1)!.hidden).dataSync<'float32'>().slice();
  });
}

/** The same with dropout, keeping what the backward pass needs. */
export function forwardPass(
  tf: Tf,
  weights: NetworkWeights,
  windows: readonly Float32Array[],
  count: number,
  masks: DropoutMasks | null,
): Pass {
  const tensor = (values: Float32Array): Tensor => tf.tensor2d(values, [count, values.length / count]);
  // What the backward pass needs outlives the scope below, until that pass frees it.
  const kept: Tensor[] = [];
  const keep = (value: Tensor): Tensor => {
    kept.push(tf.keep(value));
    return value;
  };
  const layers: { inputs: Tensor[]; steps: LayerStep[]; masks: Tensor[] | null }[] = [];
  let headMask: Tensor | null = null;
  let last!: Tensor;
  let predictions!: Float32Array;
  scoped(tf, () => {
    let inputs = windows.map((values) => keep(tensor(values)));
    for (const [l, layer] of weights.layers.entries()) {
      const steps: LayerStep[] = [];
      for (const x of inputs) {
        const step = forwardStep(tf, layer, x, steps.at(-1) ?? null);
        for (const value of Object.values(step)) keep(value);
        steps.push(step);
      }
      const drop = masks?.between[l]?.map((values) => keep(tensor(values))) ?? null;
      layers.push({ inputs, steps, masks: drop });
      inputs = steps.map((step, t) => (drop === null ? step.hidden : keep(tf.mul(step.hidden, drop[t]!))));
    }
    last = inputs.at(-1)!;
    if (masks !== null) {
      headMask = keep(tensor(masks.head));
      last = keep(tf.mul(last, headMask));
    }
    predictions = head(tf, weights, last).dataSync<'float32'>().slice();
  });

  return {
    predictions,
    backward(predictionGradient, into) {
      scoped(tf, () => {
        const upstream = tf.tensor2d(predictionGradient, [count, 1]);
        addTo(into['head/kernel']!, tf.matMul(tf.transpose(last), upstream).dataSync());
        addTo(into['head/bias']!, [predictionGradient.reduce((total, g) => total + g, 0)]);
        let gradient = tf.matMul(upstream, weights.head.kernelTransposed);
        if (headMask !== null) gradient = tf.mul(gradient, headMask);
        let outputs: (Tensor | null)[] = windows.map((_, t) => (t === windows.length - 1 ? gradient : null));
        for (let l = layers.length - 1; l >= 0; l--) {
          const { inputs: x, steps } = layers[l]!;
          const found = backwardLayer(tf, weights.layers[l]!, x, steps, outputs, l > 0);
          for (const [gate, rows] of found.gates.entries()) addGate(into, l, gate, rows);
          const drop = layers[l - 1]?.masks ?? null;
          outputs = drop === null ? [...found.inputs] : found.inputs.map((g, t) => tf.mul(g, drop[t]!));
        }
      });
    },
    dispose: () => tf.dispose(kept),
  };
}

function head(tf: Tf, weights: NetworkWeights, hidden: Tensor): Tensor {
  return tf.add(tf.matMul(hidden, weights.head.kernel), weights.head.bias);
}

/** Takes the stacked rows [in; hidden; 1] of one gate apart into the named gradients. */
function addGate(into: Gradients, layer: number, gate: number, stacked: Tensor): void {
  const hidden = stacked.shape[1]!;
  const values = stacked.dataSync<'float32'>();
  let row = 0;
  for (const name of ['input_kernel', 'recurrent_kernel', 'bias']) {
    const target = into[`layer${layer}/${name}`]!;
    const rows = target.length / (4 * hidden);
    for (let r = 0; r < rows; r++, row++) {
      for (let k = 0; k < hidden; k++) target[(r * 4 + gate) * hidden + k]! += values[row * hidden + k]!;
    }
  }
}

function addTo(target: Float64Array, values: ArrayLike<number>): void {
  for (let k = 0; k < target.length; k++) target[k]! += values[k]!;
}
