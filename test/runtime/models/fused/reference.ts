/** The network one number at a time in float64: what the fused engine is held to. */
import type { DropoutMasks } from '../../../../runtime/models/dropout.ts';
import type { Weights } from '../../../../runtime/models/model.ts';

export interface ReferenceShape {
  readonly layers: number;
  readonly hidden: number;
}

export type Float64Weights = Readonly<Record<string, Float64Array>>;

export function float64Weights(weights: Weights): Float64Weights {
  return Object.fromEntries(Object.entries(weights).map(([name, { values }]) => [name, Float64Array.from(values)]));
}

interface Step {
  readonly x: Float64Array;
  readonly before: { readonly h: Float64Array; readonly c: Float64Array };
  readonly gates: readonly Float64Array[];
  readonly c: Float64Array;
  readonly h: Float64Array;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Of sequence `b`, whose inputs are one row per step of the window. */
export function referenceSequence(
  weights: Float64Weights,
  rows: readonly Float64Array[],
  masks: DropoutMasks | null,
  b: number,
  { layers, hidden }: ReferenceShape,
) {
  const mask = (values: Float32Array | undefined, k: number) => values?.[b * hidden + k] ?? 1;
  const steps: Step[][] = [];
  let inputs = rows;
  for (let layer = 0; layer < layers; layer++) {
    let before = { h: new Float64Array(hidden), c: new Float64Array(hidden) };
    const run = inputs.map((x): Step => {
      const gates = Array.from({ length: 4 }, (_, gate) =>
        Float64Array.from({ length: hidden }, (_, k) => {
          const column = gate * hidden + k;
          let sum = weights[`layer${layer}/bias`]![column]!;
          const add = (value: number, row: number, kernel: string) => {
            sum += value * weights[`layer${layer}/${kernel}`]![row * 4 * hidden + column]!;
          };
          for (const [row, value] of x.entries()) add(value, row, 'input_kernel');
          for (const [row, value] of before.h.entries()) add(value, row, 'recurrent_kernel');
          return gate === 2 ? Math.tanh(sum) : sigmoid(sum);
        }),
      );
      const [i, f, g, o] = gates as [Float64Array, Float64Array, Float64Array, Float64Array];
      const c = before.c.map((value, k) => f[k]! * value + i[k]! * g[k]!);
      const h = c.map((value, k) => o[k]! * Math.tanh(value));
      const step = { x, before, gates, c, h };
      before = { h, c };
      return step;
    });
    steps.push(run);
    inputs = run.map(({ h }, t) => h.map((value, k) => value * mask(masks?.between[layer]?.[t], k)));
  }
  const last = steps
    .at(-1)!
    .at(-1)!
    .h.map((value, k) => value * mask(masks?.head, k));
  const head = weights['head/kernel']!;
  const prediction = last.reduce((total, value, k) => total + value * head[k]!, weights['head/bias']![0]!);

  /** Adds the gradients of `upstream` · prediction. */
  function backward(upstream: number, into: Float64Weights): void {
    into['head/bias']![0]! += upstream;
    for (let k = 0; k < hidden; k++) into['head/kernel']![k]! += upstream * last[k]!;
    let above: Float64Array[] = rows.map(() => new Float64Array(hidden));
    above[rows.length - 1] = head.map((value, k) => upstream * value * mask(masks?.head, k));
    for (let layer = layers - 1; layer >= 0; layer--) {
      const kernel = (name: string) => `layer${layer}/${name}`;
      let dhNext = new Float64Array(hidden);
      let dcNext = new Float64Array(hidden);
      const below: Float64Array[] = [];
      for (let t = rows.length - 1; t >= 0; t--) {
        const { x, before, gates, c } = steps[layer]![t]!;
        const [i, f, g, o] = gates as [Float64Array, Float64Array, Float64Array, Float64Array];
        const dh = dhNext.map((value, k) => value + above[t]![k]!);
        const dc = dcNext.map((value, k) => value + dh[k]! * o[k]! * (1 - Math.tanh(c[k]!) ** 2));
        const dz = new Float64Array(4 * hidden);
        for (let k = 0; k < hidden; k++) {
          dz[k] = dc[k]! * g[k]! * i[k]! * (1 - i[k]!);
          dz[hidden + k] = dc[k]! * before.c[k]! * f[k]! * (1 - f[k]!);
          dz[2 * hidden + k] = dc[k]! * i[k]! * (1 - g[k]! ** 2);
          dz[3 * hidden + k] = dh[k]! * Math.tanh(c[k]!) * o[k]! * (1 - o[k]!);
        }
        const through = (name: string, values: Float64Array) =>
          values.map((value, row) => {
            let sum = 0;
            for (let column = 0; column < dz.length; column++) {
              const at = row * dz.length + column;
              into[kernel(name)]![at]! += value * dz[column]!;
              sum += weights[kernel(name)]![at]! * dz[column]!;
            }
            return sum;
          });
        dz.forEach((value, column) => {
          into[kernel('bias')]![column]! += value;
        });
        below[t] = through('input_kernel', x).map(
          (value, k) => value * mask(layer === 0 ? undefined : masks?.between[layer - 1]?.[t], k),
        );
        dhNext = through('recurrent_kernel', before.h);
        dcNext = dc.map((value, k) => value * f[k]!);
      }
      above = below;
    }
  }
  return { prediction, backward };
}
