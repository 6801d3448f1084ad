/**
 * Reverse-mode differentiation in float64: the tensor operations losses are written in, each with its derivative. Slow
 * and small; it is what a loss and its gradient are checked with, to the precision that float32 cannot show.
 */
import type { TensorOps } from '../../stdlib/types.ts';

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float64Array;
  readonly gradient: Float64Array;
  /** Hands this tensor's gradient on to what it was made from. */
  readonly back: () => void;
}

export class Tape implements TensorOps<Tensor> {
  readonly #made: Tensor[] = [];

  /** How many operations a loss took. */
  get operations(): number {
    return this.#made.length;
  }

  input(values: ArrayLike<number>): Tensor {
    return this.#make([values.length], Float64Array.from(values), () => {});
  }

  /** Fills `gradient` of everything that `result`, one number, was made from. */
  differentiate(result: Tensor): void {
    if (result.values.length !== 1) throw new Error('only a single number is differentiated');
    result.gradient[0] = 1;
    for (const tensor of this.#made.toReversed()) tensor.back();
  }

  scalar = (value: number): Tensor => this.#make([], Float64Array.of(value), () => {});
  vector = (values: Float64Array): Tensor => this.input(values);

  add = (a: Tensor, b: Tensor) => this.#binary(a, b, (x, y) => [x + y, 1, 1]);
  sub = (a: Tensor, b: Tensor) => this.#binary(a, b, (x, y) => [x - y, 1, -1]);
  mul = (a: Tensor, b: Tensor) => this.#binary(a, b, (x, y) => [x * y, y, x]);
  div = (a: Tensor, b: Tensor) => this.#binary(a, b, (x, y) => [x / y, 1 / y, -x / (y * y)]);
  minimum = (a: Tensor, b: Tensor) => this.#binary(a, b, (x, y) => (x <= y ? [x, 1, 0] : [y, 0, 1]));
  neg = (a: Tensor) => this.#unary(a, (x) => [-x, -1]);
  abs = (a: Tensor) => this.#unary(a, (x) => [Math.abs(x), Math.sign(x)]);
  square = (a: Tensor) => this.#unary(a, (x) => [x * x, 2 * x]);
  sqrt = (a: Tensor) => this.#unary(a, (x) => [Math.sqrt(x), 0.5 / Math.sqrt(x)]);
  sigmoid = (a: Tensor) =>
    this.#unary(a, (x) => {
      const s = 1 / (1 + Math.exp(-x));
      // The slope from the smaller side, which does not cancel where the curve is flat.
      return [s, s * (1 / (1 + Math.exp(x)))];
    });

  sum = (a: Tensor, axis?: number): Tensor => {
    const [rows, columns] = a.shape as [number, number];
    const kept = axis === undefined ? [] : a.shape.filter((_, i) => i !== axis);
    const target = (at: number) =>
      axis === undefined || a.shape.length === 1 ? 0 : axis === 1 ? Math.floor(at / columns) : at % columns;
    const size = axis === undefined || a.shape.length === 1 ? 1 : axis === 1 ? rows : columns;
    const values = new Float64Array(size);
    for (const [at, value] of a.values.entries()) values[target(at)]! += value;
    const made = this.#make(kept, values, () => {
      for (const at of a.values.keys()) a.gradient[at]! += made.gradient[target(at)]!;
    });
    return made;
  };

  mean = (a: Tensor, axis?: number): Tensor => {
    const count = axis === undefined ? a.values.length : a.shape[axis]!;
    return this.div(this.sum(a, axis), this.scalar(count));
  };

  reshape = (a: Tensor, shape: readonly number[]): Tensor => {
    const made = this.#make(shape, a.values, () => {
      for (const [at, slope] of made.gradient.entries()) a.gradient[at]! += slope;
    });
    return made;
  };

  #make(shape: readonly number[], values: Float64Array, back: () => void): Tensor {
    const tensor = { shape, values, gradient: new Float64Array(values.length), back };
    this.#made.push(tensor);
    return tensor;
  }

  #unary(a: Tensor, f: (x: number) => readonly [value: number, slope: number]): Tensor {
    const answers = Array.from(a.values, f);
    const made = this.#make(
      a.shape,
      Float64Array.from(answers, ([value]) => value),
      () => {
        for (const [at, [, slope]] of answers.entries()) a.gradient[at]! += made.gradient[at]! * slope;
      },
    );
    return made;
  }

  /** Shapes are broadcast as everywhere: aligned at the end, where 1 stretches. */
  #binary(a: Tensor, b: Tensor, f: (x: number, y: number) => readonly [value: number, da: number, db: number]): Tensor {
    const rank = Math.max(a.shape.length, b.shape.length);
    const dimension = (tensor: Tensor, i: number) => tensor.shape[i - rank + tensor.shape.length] ?? 1;
    const shape = Array.from({ length: rank }, (_, i) => Math.max(dimension(a, i), dimension(b, i)));
    const index = (tensor: Tensor, at: number) => {
      let [rest, stride, found] = [at, 1, 0];
      for (let i = rank - 1; i >= 0; i--) {
        const here = rest % shape[i]!;
        rest = Math.floor(rest / shape[i]!);
        if (dimension(tensor, i) !== 1) found += here * stride;
        stride *= dimension(tensor, i);
      }
      return found;
    };
    const size = shape.reduce((product, length) => product * length, 1);
    const answers = Array.from({ length: size }, (_, at) => f(a.values[index(a, at)]!, b.values[index(b, at)]!));
    const made = this.#make(
      shape,
      Float64Array.from(answers, ([value]) => value),
      () => {
        for (const [at, [, da, db]] of answers.entries()) {
          a.gradient[index(a, at)]! += made.gradient[at]! * da;
          b.gradient[index(b, at)]! += made.gradient[at]! * db;
        }
      },
    );
    return made;
  }
}
