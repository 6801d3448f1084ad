import type { TensorOps } from '../../stdlib/types.ts';
import type { Tensor, Tf } from './tfjs.ts';

/** The operations of a loss, by tfjs. Only inside `scoped`, which frees what they make. */
export function tensorOps(tf: Tf): TensorOps<Tensor> {
  return {
    scalar: (value) => tf.scalar(value),
    vector: (values) => tf.tensor1d(Float32Array.from(values)),
    add: (a, b) => tf.add(a, b),
    sub: (a, b) => tf.sub(a, b),
    mul: (a, b) => tf.mul(a, b),
    div: (a, b) => tf.div(a, b),
    neg: (a) => tf.neg(a),
    abs: (a) => tf.abs(a),
    square: (a) => tf.square(a),
    sqrt: (a) => tf.sqrt(a),
    sigmoid: (a) => tf.sigmoid(a),
    minimum: (a, b) => tf.minimum(a, b),
    sum: (a, axis) => tf.sum(a, axis),
    mean: (a, axis) => tf.mean(a, axis),
    reshape: (a, shape) => tf.reshape(a, [...shape]),
  };
}
