/**
 * A trained model as an ONNX graph, scaling included:
 *
 *   features [batch, window, features] ─ Sub mean ─ Div sd ─ Clip ─ Transpose ─ LSTM … LSTM ─ last hidden state
 *                                                                    ─ Gemm ─ Squeeze ─ prediction [batch]
 *
 * ONNX's LSTM (https://onnx.ai/onnx/operators/onnx__LSTM.html) takes [steps, batch, in], holds its kernels transposed
 * and its gates in the order i o f c, and has two biases a gate, of which the second is zero here.
 */
import { invariant } from '../../invariant.ts';
import { GATES } from '../parameters.ts';
import type { TrainedModel } from '../persistence.ts';
import { type Constant, encodeModel, type Node } from './encode.ts';

/** ONNX's order of what `GATES` calls input, forget, cell and output. */
const ONNX_GATES = (['input', 'output', 'forget', 'cell'] as const).map((gate) => GATES.indexOf(gate));

export interface ExportedAs {
  readonly strategy: string;
  /** Names of the features, in the model's order. */
  readonly features: readonly string[];
  /** Sessions of a sequence. */
  readonly window: number;
  /** Of this program. */
  readonly version: string;
}

export function encodeOnnx(trained: TrainedModel, { strategy, features, window, version }: ExportedAs): Uint8Array {
  const { nodes, constants } = networkOf(trained);
  const { modelHash, engine, normalizer } = trained;
  const scaled = normalizer === null ? 'features in' : 'raw features in, scaled inside';
  return encodeModel({
    producer: { name: 'strat', version },
    description: `The model of ${strategy}: ${scaled}, predictions out.`,
    metadata: { strategy, features: JSON.stringify(features), modelHash, engine: engine.name },
    graph: {
      name: 'lstm',
      inputs: [
        {
          name: 'features',
          shape: ['batch', window, features.length],
          description: `sessions oldest first; features: ${features.join(', ')}`,
        },
      ],
      outputs: [{ name: 'prediction', shape: ['batch'], description: 'one for each window' }],
      nodes,
      constants,
    },
  });
}

interface Piece {
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
}

function networkOf({ architecture, normalizer, weights }: TrainedModel): Piece {
  const layers = Array.from({ length: architecture.layers }, (_, layer) => layerOf(weights, layer, architecture));
  const pieces = [scalingOf(normalizer), ...layers, headOf(weights, architecture)];
  return { nodes: pieces.flatMap(({ nodes }) => nodes), constants: pieces.flatMap(({ constants }) => constants) };
}

/** From the input to `sequence0`: scaled, and step by step. */
function scalingOf(normalizer: TrainedModel['normalizer']): Piece {
  const toSteps = (from: string): Node => ({
    operator: 'Transpose',
    inputs: [from],
    outputs: ['sequence0'],
    attributes: { perm: [1, 0, 2] },
  });
  if (normalizer === null) return { nodes: [toSteps('features')], constants: [] };
  const { mean, sd, clip } = normalizer;
  const nodes: Node[] = [
    { operator: 'Sub', inputs: ['features', 'mean'], outputs: ['centred'] },
    { operator: 'Div', inputs: ['centred', 'sd'], outputs: ['scaled'] },
  ];
  const constants = [column('mean', mean), column('sd', sd)];
  if (clip === null) return { nodes: [...nodes, toSteps('scaled')], constants };
  return {
    nodes: [
      ...nodes,
      { operator: 'Clip', inputs: ['scaled', 'low', 'high'], outputs: ['clipped'] },
      toSteps('clipped'),
    ],
    constants: [...constants, scalar('low', -clip), scalar('high', clip)],
  };
}

/** From `sequenceL` to `sequenceL+1`, or to `last` after the last layer. */
function layerOf(
  weights: TrainedModel['weights'],
  layer: number,
  { layers, hidden }: TrainedModel['architecture'],
): Piece {
  const name = (what: string) => `layer${layer}/${what}`;
  const input = weights[name('input_kernel')]!;
  const recurrent = weights[name('recurrent_kernel')]!;
  const bias = new Float32Array(8 * hidden);
  bias.set(rowsByGate(weights[name('bias')]!.values, 1, hidden));
  const isLast = layer === layers - 1;
  return {
    nodes: [
      {
        operator: 'LSTM',
        inputs: [`sequence${layer}`, name('W'), name('R'), name('B')],
        // All hidden states, or the last one only.
        outputs: isLast ? ['', name('state')] : [name('states')],
        attributes: { hidden_size: hidden },
      },
      // One direction: the axis that tells them apart goes.
      isLast
        ? { operator: 'Squeeze', inputs: [name('state'), 'first axis'], outputs: ['last'] }
        : { operator: 'Squeeze', inputs: [name('states'), 'second axis'], outputs: [`sequence${layer + 1}`] },
    ],
    constants: [
      {
        name: name('W'),
        shape: [1, 4 * hidden, input.shape[0]!],
        values: rowsByGate(input.values, input.shape[0]!, hidden),
      },
      { name: name('R'), shape: [1, 4 * hidden, hidden], values: rowsByGate(recurrent.values, hidden, hidden) },
      { name: name('B'), shape: [1, 8 * hidden], values: bias },
    ],
  };
}

function headOf(weights: TrainedModel['weights'], { hidden }: TrainedModel['architecture']): Piece {
  return {
    nodes: [
      { operator: 'Gemm', inputs: ['last', 'head/kernel', 'head/bias'], outputs: ['predictions'] },
      { operator: 'Squeeze', inputs: ['predictions', 'second axis'], outputs: ['prediction'] },
    ],
    constants: [
      { name: 'head/kernel', shape: [hidden, 1], values: weights['head/kernel']!.values },
      { name: 'head/bias', shape: [1], values: weights['head/bias']!.values },
      { name: 'first axis', shape: [1], values: BigInt64Array.of(0n) },
      { name: 'second axis', shape: [1], values: BigInt64Array.of(1n) },
    ],
  };
}

/** Our [rows, 4 hidden] with columns i f g o as ONNX's [4 hidden, rows] with rows i o f c. */
function rowsByGate(values: Float32Array, rows: number, hidden: number): Float32Array {
  invariant(values.length === rows * 4 * hidden, 'a kernel has a column for each gate and unit');
  const turned = new Float32Array(values.length);
  for (const [to, from] of ONNX_GATES.entries()) {
    for (let unit = 0; unit < hidden; unit++) {
      for (let row = 0; row < rows; row++) {
        turned[(to * hidden + unit) * rows + row] = values[row * 4 * hidden + from * hidden + unit]!;
      }
    }
  }
  return turned;
}

function column(name: string, values: readonly number[]): Constant {
  return { name, shape: [values.length], values: Float32Array.from(values) };
}

function scalar(name: string, value: number): Constant {
  return { name, shape: [], values: Float32Array.of(value) };
}
