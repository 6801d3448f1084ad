/**
 * One LSTM layer (Hochreiter and Schmidhuber, 1997; with forget gates, Gers et al., 2000) in tfjs operations, forward
 * and backward through time:
 *
 *   i = σ(x·Wi + h·Ri + bi)   f = σ(x·Wf + h·Rf + bf)   g = tanh(x·Wg + h·Rg + bg)   o = σ(x·Wo + h·Ro + bo)
 *   c′ = f ⊙ c + i ⊙ g        h′ = o ⊙ tanh(c′)         c and h start at 0
 *
 * The backward pass is written out because tfjs's gradient of matMul multiplies by transposed operands, for which its
 * WebAssembly backend has only a scalar loop (ten times slower than its plain matMul). For the same reasons of speed
 * gates are separate matrices (slicing columns copies row by row), and tanh(x) is 2σ(2x) − 1 (tanh is a scalar loop).
 * The tests hold it to PyTorch and to finite differences of a float64 forward pass.
 */
import { GATES } from './parameters.ts';
import { scoped, type Tensor, type Tf } from './tfjs.ts';

/** One layer's weights by gate, in the order of GATES; `…Transposed` are for the backward pass. */
export interface LayerWeights {
  readonly input: readonly Tensor[];
  readonly recurrent: readonly Tensor[];
  readonly bias: readonly Tensor[];
  readonly inputTransposed: readonly Tensor[];
  readonly recurrentTransposed: readonly Tensor[];
}

/** What one step of the window leaves behind for the backward pass; all [sequences, hidden]. */
export interface LayerStep {
  readonly input: Tensor;
  readonly forget: Tensor;
  readonly candidate: Tensor;
  readonly output: Tensor;
  readonly cell: Tensor;
  readonly cellTanh: Tensor;
  readonly hidden: Tensor;
}

export interface LayerGradients {
  /** By gate, the gradients of [input kernel; recurrent kernel; bias] on top of each other: [in + hidden + 1, hidden]. */
  readonly gates: readonly Tensor[];
  /** By step, of the layer's inputs; empty when not asked for. */
  readonly inputs: readonly Tensor[];
}

/** The step after (`previous` is null: the first). Only what is returned outlives the call. */
export function forwardStep(tf: Tf, weights: LayerWeights, x: Tensor, previous: LayerStep | null): LayerStep {
  return scoped(tf, () => {
    const preActivation = (gate: number): Tensor => {
      const fromInput = tf.fused.matMul({ a: x, b: weights.input[gate]!, bias: weights.bias[gate]! });
      if (previous === null) return fromInput;
      return tf.add(fromInput, tf.matMul(previous.hidden, weights.recurrent[gate]!));
    };
    const input = tf.sigmoid(preActivation(0));
    const forget = tf.sigmoid(preActivation(1));
    const candidate = tanh(tf, preActivation(2));
    const output = tf.sigmoid(preActivation(3));
    const written = tf.mul(input, candidate);
    const cell = previous === null ? tf.clone(written) : tf.add(tf.mul(forget, previous.cell), written);
    const cellTanh = tanh(tf, cell);
    return { input, forget, candidate, output, cell, cellTanh, hidden: tf.mul(output, cellTanh) };
  });
}

/**
 * Gradients of a layer from those of its outputs.
 * @param inputs by step, [sequences, in]
 * @param outputGradients by step, [sequences, hidden]; null where the output of a step is not used
 */
export function backwardLayer(
  tf: Tf,
  weights: LayerWeights,
  inputs: readonly Tensor[],
  steps: readonly LayerStep[],
  outputGradients: readonly (Tensor | null)[],
  wantInputs: boolean,
): LayerGradients {
  return scoped(tf, () => {
    const gateGradients: Tensor[][] = GATES.map(() => []);
    const inputGradients: Tensor[] = [];
    let carried: StepGradients | null = null;
    for (let t = steps.length - 1; t >= 0; t--) {
      const before = carried;
      const step = backwardStep(tf, weights, steps[t]!, steps[t - 1] ?? null, outputGradients[t]!, before, wantInputs);
      for (const [gate, gradient] of step.gates.entries()) gateGradients[gate]![t] = gradient;
      if (step.x !== null) inputGradients[t] = step.x;
      if (before?.hidden && before.cell) tf.dispose([before.hidden, before.cell]);
      carried = step;
    }
    return { gates: weightGradients(tf, inputs, steps, gateGradients), inputs: inputGradients };
  });
}

interface StepGradients {
  readonly gates: readonly Tensor[];
  /** Of the state before the step; null before the first. */
  readonly hidden: Tensor | null;
  readonly cell: Tensor | null;
  readonly x: Tensor | null;
}

function backwardStep(
  tf: Tf,
  weights: LayerWeights,
  step: LayerStep,
  previous: LayerStep | null,
  outputGradient: Tensor | null,
  carried: StepGradients | null,
  wantInput: boolean,
): StepGradients {
  return scoped(tf, () => {
    const { input, forget, candidate, output, cellTanh } = step;
    const hidden = sum(tf, [outputGradient, carried?.hidden ?? null]);
    const throughHidden = tf.mul(tf.mul(hidden, output), slopeOfTanh(tf, cellTanh));
    const cell = sum(tf, [throughHidden, carried?.cell ?? null]);
    const gates: Tensor[] = [
      tf.mul(tf.mul(cell, candidate), slopeOfSigmoid(tf, input)),
      previous === null ? tf.zerosLike(forget) : tf.mul(tf.mul(cell, previous.cell), slopeOfSigmoid(tf, forget)),
      tf.mul(tf.mul(cell, input), slopeOfTanh(tf, candidate)),
      tf.mul(tf.mul(hidden, cellTanh), slopeOfSigmoid(tf, output)),
    ];
    const through = (kernels: readonly Tensor[]) =>
      sum(
        tf,
        gates.map((gradient, gate) => tf.matMul(gradient, kernels[gate]!)),
      );
    return {
      gates,
      hidden: previous === null ? null : through(weights.recurrentTransposed),
      cell: previous === null ? null : tf.mul(cell, forget),
      x: wantInput ? through(weights.inputTransposed) : null,
    };
  });
}

/** Sums over steps and sequences are one product per gate: [x; h before; 1]ᵀ · gate gradients. */
function weightGradients(
  tf: Tf,
  inputs: readonly Tensor[],
  steps: readonly LayerStep[],
  gateGradients: readonly Tensor[][],
): Tensor[] {
  const before = [tf.zerosLike(steps[0]!.hidden), ...steps.slice(0, -1).map((step) => step.hidden)];
  const x = tf.transpose(joined(tf, inputs));
  const h = tf.transpose(joined(tf, before));
  const rows = tf.concat([x, h, tf.ones([1, x.shape[1]!])], 0);
  return gateGradients.map((gradients) => tf.matMul(rows, joined(tf, gradients)));
}

function joined(tf: Tf, steps: readonly Tensor[]): Tensor {
  return steps.length === 1 ? tf.clone(steps[0]!) : tf.concat([...steps], 0);
}

function sum(tf: Tf, terms: readonly (Tensor | null)[]): Tensor {
  return terms.filter((term) => term !== null).reduce((total, term) => tf.add(total, term));
}

function tanh(tf: Tf, x: Tensor): Tensor {
  return tf.sub(tf.mul(tf.sigmoid(tf.mul(x, 2)), 2), 1);
}

function slopeOfSigmoid(tf: Tf, y: Tensor): Tensor {
  return tf.sub(y, tf.square(y));
}

function slopeOfTanh(tf: Tf, y: Tensor): Tensor {
  return tf.sub(1, tf.square(y));
}
