import { expect, test } from 'vitest';
import { initialWeights, parameterCount, parameterShapes } from '../../../runtime/models/parameters.ts';

const architecture = { layers: 2, hidden: 16, features: 5 };
const weights = initialWeights(architecture, 7);

test('names and shapes', () => {
  expect(parameterShapes(architecture)).toEqual([
    { name: 'layer0/input_kernel', shape: [5, 64] },
    { name: 'layer0/recurrent_kernel', shape: [16, 64] },
    { name: 'layer0/bias', shape: [64] },
    { name: 'layer1/input_kernel', shape: [16, 64] },
    { name: 'layer1/recurrent_kernel', shape: [16, 64] },
    { name: 'layer1/bias', shape: [64] },
    { name: 'head/kernel', shape: [16, 1] },
    { name: 'head/bias', shape: [1] },
  ]);
  expect(parameterCount(architecture)).toBe(5 * 64 + 3 * 16 * 64 + 2 * 64 + 17);
});

test('forget biases are 1, the others 0', () => {
  const { values } = weights['layer1/bias']!;
  expect([...values]).toEqual(Array.from({ length: 64 }, (_, k) => (k >= 16 && k < 32 ? 1 : 0)));
  expect([...weights['head/bias']!.values]).toEqual([0]);
});

test("every gate's recurrent block is orthogonal", () => {
  const { values } = weights['layer0/recurrent_kernel']!;
  for (let gate = 0; gate < 4; gate++) {
    for (let a = 0; a < 16; a++) {
      for (let b = 0; b < 16; b++) {
        let dot = 0;
        for (let row = 0; row < 16; row++) dot += values[row * 64 + gate * 16 + a]! * values[row * 64 + gate * 16 + b]!;
        expect(dot).toBeCloseTo(a === b ? 1 : 0, 5);
      }
    }
  }
});

test('input kernels fill the Glorot range of one gate', () => {
  const limit = Math.sqrt(6 / (5 + 16));
  const { values } = weights['layer0/input_kernel']!;
  expect(Math.max(...values)).toBeLessThanOrEqual(limit);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(-limit);
  expect(Math.max(...values)).toBeGreaterThan(0.95 * limit);
  const variance = values.reduce((total, v) => total + v * v, 0) / values.length;
  expect(variance / (limit ** 2 / 3)).toBeCloseTo(1, 0);
});

test('the seed decides', () => {
  expect(initialWeights(architecture, 7)).toEqual(weights);
  expect(initialWeights(architecture, 8)).not.toEqual(weights);
});
