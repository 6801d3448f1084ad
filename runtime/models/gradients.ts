/**
 * Gradients of the operations a loss may be written in. tfjs-core's build for Node leaves its own out (they come with
 * the union package, which weighs ten times as much), so these few are registered with its tape here.
 */
import type { GradConfig } from '@tensorflow/tfjs-core';
import type { Tensor, Tf } from './tfjs.ts';

type Operands = Record<string, () => Tensor>;

export function registerGradients(tf: Tf): void {
  for (const gradient of elementwise(tf).concat(reductions(tf))) {
    if (tf.getGradient(gradient.kernelName) === undefined) tf.registerGradient(gradient);
  }
}

function elementwise(tf: Tf): GradConfig[] {
  /** Adds up along the axes an operand was broadcast along. */
  const fitted = (gradient: Tensor, operand: Tensor): Tensor => {
    if (tf.util.arraysEqual(operand.shape, gradient.shape)) return gradient;
    const axes = tf.broadcast_util.getReductionAxes([...operand.shape], [...gradient.shape]);
    return tf.reshape(axes.length === 0 ? gradient : tf.sum(gradient, axes), operand.shape);
  };
  const binary = (kernelName: string, left: Slope, right: Slope): GradConfig => ({
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc(dy, saved): Operands {
      const [a, b] = saved as [Tensor, Tensor];
      return { a: () => fitted(left(dy as Tensor, a, b), a), b: () => fitted(right(dy as Tensor, a, b), b) };
    },
  });
  const unary = (kernelName: string, slope: (dy: Tensor, saved: Tensor) => Tensor, save: 'x' | 'y'): GradConfig => ({
    kernelName,
    ...(save === 'x' ? { inputsToSave: ['x'] } : { outputsToSave: [true] }),
    gradFunc: (dy, saved): Operands => ({ x: () => slope(dy as Tensor, saved[0]!) }),
  });
  return [
    binary(
      'Add',
      (dy) => dy,
      (dy) => dy,
    ),
    binary(
      'Sub',
      (dy) => dy,
      (dy) => tf.neg(dy),
    ),
    binary(
      'Multiply',
      (dy, _, b) => tf.mul(dy, b),
      (dy, a) => tf.mul(dy, a),
    ),
    binary(
      'RealDiv',
      (dy, _, b) => tf.div(dy, b),
      (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.square(b))),
    ),
    binary(
      'Minimum',
      (dy, a, b) => tf.mul(dy, tf.cast(tf.lessEqual(a, b), 'float32')),
      (dy, a, b) => tf.mul(dy, tf.cast(tf.greater(a, b), 'float32')),
    ),
    unary('Neg', (dy) => tf.neg(dy), 'x'),
    unary('Abs', (dy, x) => tf.mul(dy, tf.sign(x)), 'x'),
    unary('Square', (dy, x) => tf.mul(dy, tf.mul(x, 2)), 'x'),
    unary('Sqrt', (dy, y) => tf.div(dy, tf.mul(y, 2)), 'y'),
    unary('Sigmoid', (dy, y) => tf.mul(dy, tf.sub(y, tf.square(y))), 'y'),
  ];
}

type Slope = (dy: Tensor, a: Tensor, b: Tensor) => Tensor;

function reductions(tf: Tf): GradConfig[] {
  /** Every element that was added up has the sum's gradient, times a share. */
  const reduction = (kernelName: string, share: (x: Tensor, sum: Tensor) => number): GradConfig => ({
    kernelName,
    inputsToSave: ['x'],
    gradFunc(dy, saved, attributes): Operands {
      const x = saved[0]!;
      const axes = tf.util.parseAxisParam(attributes.axis as number | number[], [...x.shape]);
      const kept = x.shape.map((length, k) => (axes.includes(k) ? 1 : length));
      return { x: () => tf.mul(tf.reshape(dy as Tensor, kept), tf.fill(x.shape, share(x, dy as Tensor))) };
    },
  });
  return [
    reduction('Sum', () => 1),
    reduction('Mean', (x, dy) => dy.size / x.size),
    {
      kernelName: 'Reshape',
      inputsToSave: ['x'],
      gradFunc: (dy, saved): Operands => ({ x: () => tf.reshape(dy as Tensor, saved[0]!.shape) }),
    },
    { kernelName: 'Identity', gradFunc: (dy): Operands => ({ x: () => tf.clone(dy as Tensor) }) },
  ];
}
