import { describe, expect, test } from 'vitest';
import type { ExpressionNode } from '../../../compiler/plan.ts';
import { compileLoss } from '../../../runtime/models/loss.ts';
import type { CrossSections } from '../../../runtime/models/model.ts';
import { currentTfjs, loadTfjs } from '../../../runtime/models/tfjs.ts';
import { random } from '../../../runtime/random.ts';
import { describeWithShared, vectors } from '../../support/vectors.ts';
import { lossPlan, node, tfjsBackends } from './support.ts';

interface LossCase {
  readonly inputs: {
    readonly weights: readonly [number, number];
    readonly temperature: number;
    readonly delta: number;
    readonly batch: readonly { readonly p: number[]; readonly y: number[] }[];
  };
  readonly expected: { readonly loss: number; readonly gradients: readonly number[][] };
}

function sectionsOf(batch: readonly { readonly p: readonly number[] }[]): CrossSections {
  const offsets = [0];
  for (const { p } of batch) offsets.push(offsets.at(-1)! + p.length);
  return {
    sessions: Int32Array.from(batch.keys()),
    offsets: Int32Array.from(offsets),
    stocks: new Int32Array(offsets.at(-1)!),
  };
}

describeWithShared('the published batch loss', () => {
  test.each(tfjsBackends())('value and gradients, %s', async (backend) => {
    await loadTfjs(backend);
    const published = vectors<LossCase>('book/batch-loss.json');
    const { weights, temperature, delta, batch } = published.inputs;
    const loss = await compileLoss(lossPlan(weights, temperature, delta));
    const labels = Float64Array.from(batch.flatMap(({ y }) => y));
    const predictions = Float32Array.from(batch.flatMap(({ p }) => p));
    const sections = sectionsOf(batch);
    const found = loss.onBatch(sections, labels)(predictions);
    expect(found.loss).toBeCloseTo(published.expected.loss, 5);
    expect(loss.value(sections, labels, predictions)).toBeCloseTo(published.expected.loss, 5);
    const gradients = published.expected.gradients.flat();
    const largest = Math.max(...gradients.map(Math.abs));
    gradients.forEach((g, k) => {
      // The predictions are rounded to float32, and a temperature of 0.05 is steep.
      expect(Math.abs(found.gradient[k]! - g) / largest, `gradient ${k}`).toBeLessThan(2e-5);
    });
  });
});

describe('a loss expression', () => {
  const sections = sectionsOf([{ p: [1, 2, 3] }, { p: [1, 2] }]);
  const labels = Float64Array.from([0.1, 0.4, -0.2, 0.3, 0.2]);
  const predictions = Float32Array.from([0.2, 0.1, 0, -0.3, 0.5]);

  async function compiled(expressions: readonly ExpressionNode[]) {
    const byId = Object.fromEntries(expressions.map((e) => [e.id, e]));
    const plan = { ...lossPlan([1, 1], 1, 1), expressions: byId };
    return compileLoss({ ...plan, model: { ...plan.model, loss: expressions.at(-1)!.id } });
  }

  test('reads sums, differences, products, quotients and the sign', async () => {
    const mse = node('mse', 'mse');
    const two = node('two', 'constant', [], [2]);
    const plain = await compiled([mse]);
    const value = plain.value(sections, labels, predictions);
    // ((0.1² + 0.3² + 0.2²) / 3 + (0.6² + 0.3²) / 2) / 2
    expect(value).toBeCloseTo((0.14 / 3 + 0.45 / 2) / 2, 6);
    const cases: [string, ExpressionNode[], number][] = [
      ['add', [mse, node('r', 'add', ['mse', 'mse'])], 2 * value],
      ['subtract', [mse, two, node('m', 'multiply', ['two', 'mse']), node('r', 'subtract', ['m', 'mse'])], value],
      ['divide', [mse, two, node('r', 'divide', ['mse', 'two'])], value / 2],
      ['negate', [mse, node('r', 'negate', ['mse'])], -value],
    ];
    for (const [name, expressions, expected] of cases) {
      const loss = await compiled(expressions);
      expect(loss.value(sections, labels, predictions), name).toBeCloseTo(expected, 5);
    }
  });

  test('has the gradient of finite differences', async () => {
    const loss = await compileLoss(lossPlan([0.7, 0.3], 0.5, 0.2));
    const source = random(4);
    const big = sectionsOf([{ p: new Array(30).fill(0) }, { p: new Array(17).fill(0) }]);
    const y = Float64Array.from({ length: 47 }, () => source.normal());
    const p = Float32Array.from({ length: 47 }, () => source.normal());
    const { gradient } = loss.onBatch(big, y)(p);
    for (let k = 0; k < p.length; k += 5) {
      const at = p[k]!;
      p[k] = at + 0.01;
      const up = loss.value(big, y, p);
      p[k] = at - 0.01;
      const down = loss.value(big, y, p);
      p[k] = at;
      expect(gradient[k], `gradient ${k}`).toBeCloseTo((up - down) / 0.02, 4);
    }
  });

  test('an undefined correlation has no gradient, and no tensor is left behind', async () => {
    const loss = await compileLoss(lossPlan([1, 0], 0.05, 1));
    const tf = await currentTfjs();
    const before = tf.memory().numTensors;
    const flat = loss.onBatch(sectionsOf([{ p: [1, 1, 1] }]), Float64Array.of(1, 2, 3))(Float32Array.of(2, 2, 2));
    expect(flat).toEqual({ loss: 1, gradient: new Float32Array(3) });
    expect(tf.memory().numTensors).toBe(before);
  });
});
