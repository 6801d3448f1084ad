/**
 * The weights of a stacked LSTM with a linear head: names, shapes and where they start. Every engine uses these, so
 * that a model trained by one can be read by another.
 *
 *   layer0/input_kernel      [features, 4 hidden]     layerL/… the same with [hidden, 4 hidden]
 *   layer0/recurrent_kernel  [hidden, 4 hidden]
 *   layer0/bias              [4 hidden]
 *   head/kernel              [hidden, 1]
 *   head/bias                [1]
 *
 * Columns hold the gates in the order i f g o, `hidden` columns each.
 */
import type { ModelSpec } from '../../compiler/plan.ts';
import { type Random, random } from '../random.ts';
import type { Weights } from './model.ts';

export type Architecture = Pick<ModelSpec, 'layers' | 'hidden'> & { readonly features: number };

export const GATES = ['input', 'forget', 'cell', 'output'] as const;

const INITIAL_WEIGHTS = 1;

export interface ParameterShape {
  readonly name: string;
  readonly shape: readonly number[];
}

export function parameterShapes({ layers, hidden, features }: Architecture): readonly ParameterShape[] {
  const shapes: ParameterShape[] = [];
  for (let layer = 0; layer < layers; layer++) {
    shapes.push(
      { name: `layer${layer}/input_kernel`, shape: [layer === 0 ? features : hidden, 4 * hidden] },
      { name: `layer${layer}/recurrent_kernel`, shape: [hidden, 4 * hidden] },
      { name: `layer${layer}/bias`, shape: [4 * hidden] },
    );
  }
  shapes.push({ name: 'head/kernel', shape: [hidden, 1] }, { name: 'head/bias', shape: [1] });
  return shapes;
}

export function parameterCount(architecture: Architecture): number {
  return parameterShapes(architecture).reduce((total, { shape }) => total + sizeOf(shape), 0);
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Biases are not decayed. */
export function isBias(name: string): boolean {
  return name.endsWith('/bias');
}

/**
 * Glorot-uniform input and head kernels (Glorot and Bengio, 2010), orthogonal recurrent kernels (Saxe, McClelland and
 * Ganguli, 2014), both for each gate by itself; forget biases 1 (Jozefowicz, Zaremba and Sutskever, 2015), others 0.
 */
export function initialWeights(architecture: Architecture, seed: number): Weights {
  const { hidden } = architecture;
  const source = random(seed, INITIAL_WEIGHTS);
  const weights: Record<string, { shape: readonly number[]; values: Float32Array }> = {};
  for (const { name, shape } of parameterShapes(architecture)) {
    const values = new Float32Array(sizeOf(shape));
    if (name.endsWith('/recurrent_kernel')) {
      for (let gate = 0; gate < GATES.length; gate++) setColumns(values, gate, orthogonal(hidden, source), hidden);
    } else if (name === 'head/kernel') {
      values.set(glorotUniform(hidden, 1, source));
    } else if (name.endsWith('/input_kernel')) {
      for (let gate = 0; gate < GATES.length; gate++) {
        setColumns(values, gate, glorotUniform(shape[0]!, hidden, source), hidden);
      }
    } else if (name !== 'head/bias') {
      values.fill(1, hidden, 2 * hidden);
    }
    weights[name] = { shape, values };
  }
  return weights;
}

/** Writes one gate's [rows, hidden] block into its columns of a [rows, 4 hidden] matrix. */
export function setColumns(matrix: Float32Array, gate: number, block: ArrayLike<number>, hidden: number): void {
  for (let k = 0; k < block.length; k++) {
    const row = Math.floor(k / hidden);
    matrix[row * 4 * hidden + gate * hidden + (k % hidden)] = block[k]!;
  }
}

function glorotUniform(rows: number, columns: number, source: Random): Float64Array {
  const limit = Math.sqrt(6 / (rows + columns));
  return Float64Array.from({ length: rows * columns }, () => (2 * source.uniform() - 1) * limit);
}

/** Modified Gram-Schmidt over the rows of a normal matrix; uniform over the orthogonal matrices (Mezzadri, 2007). */
function orthogonal(size: number, source: Random): Float64Array {
  const q = Float64Array.from({ length: size * size }, () => source.normal());
  for (let row = 0; row < size; row++) {
    const current = q.subarray(row * size, (row + 1) * size);
    // The second pass removes what rounding left of the first.
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < row; other++) {
        const direction = q.subarray(other * size, (other + 1) * size);
        const overlap = dot(current, direction);
        for (let k = 0; k < size; k++) current[k]! -= overlap * direction[k]!;
      }
    }
    const length = Math.sqrt(dot(current, current));
    for (let k = 0; k < size; k++) current[k]! /= length;
  }
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
