/** Vectors by hand. */
import { expect, test } from 'vitest';
import type { Recommendation } from '../../../runtime/publish/payloads.ts';
import {
  cosine,
  decisionVectors,
  featureSet,
  featureVectors,
  standardised,
  unit,
} from '../../../runtime/publish/vectors.ts';

test('standardised: deviations from the mean in sd, over three of them', () => {
  // Mean 2, sd 1 (n − 1).
  expect([...standardised([1, 2, 3])]).toEqual([-1 / 3, 0, 1 / 3]);
});

test('standardised: who is missing is as the mean, who is far is at the end', () => {
  const [low, missing, high] = standardised([1, Number.NaN, 3]);
  expect([low, high]).toEqual([expect.closeTo(-Math.SQRT1_2 / 3, 15), expect.closeTo(Math.SQRT1_2 / 3, 15)]);
  expect(missing).toBe(0);
  const outlier = [...new Array<number>(99).fill(0), 1e6];
  expect(standardised(outlier).at(-1)).toBe(1);
});

test('standardised: where all are alike nobody differs', () => {
  expect([...standardised([0.1, 0.1, 0.1])]).toEqual([0, 0, 0]);
  expect([...standardised([7])]).toEqual([0]);
  expect([...standardised([Number.NaN])]).toEqual([0]);
});

test('of length one, or nothing', () => {
  expect([...unit([3, 4])]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
  expect([...unit([0, 0])]).toEqual([0, 0]);
  expect(cosine(unit([3, 4]), unit([4, -3]))).toBeCloseTo(0, 7);
  expect(cosine(unit([3, 4]), unit([6, 8]))).toBeCloseTo(1, 7);
});

test('features over their cross-section, whatever their scale', () => {
  const rows = (scale: number, shift: number) =>
    new Map([
      ['A', Float32Array.from([1 * scale + shift, 5])],
      ['B', Float32Array.from([2 * scale + shift, 5])],
      ['C', Float32Array.from([3 * scale + shift, 5])],
    ]);
  const vectors = featureVectors({ names: ['momentum', 'market'], values: rows(1, 0) });
  // The second feature is the same for all, and tells nothing.
  expect([...vectors].map(([ticker, vector]) => [ticker, ...vector])).toEqual([
    ['A', -1, 0],
    ['B', 0, 0],
    ['C', 1, 0],
  ]);
  expect(featureVectors({ names: ['momentum', 'market'], values: rows(8, 64) })).toEqual(vectors);
});

test('a set of features is its names in their order', () => {
  expect(featureSet(['a', 'b'])).not.toBe(featureSet(['b', 'a']));
  expect(featureSet(['a, b'])).not.toBe(featureSet(['a', 'b']));
});

test('a decision: weight, prediction, return, price, side', () => {
  const name = (weight: number, prediction: number, made: number | null, price: number) =>
    ({ weight, prediction, return: made, price, side: weight > 0 ? 'long' : 'short' }) as Recommendation;
  const vectors = decisionVectors([name(0.1, 0.01, null, Math.E), name(-0.05, 0.03, null, 1)]);
  // Of two values, the deviations are ± 1/√2 in sd.
  const z = Math.SQRT1_2 / 3;
  const length = (weight: number) => Math.hypot(weight, z, z, 1);
  expect([...vectors[0]!]).toEqual([1, -z, 0, z, 1].map((value) => Math.fround(value / length(1))));
  expect([...vectors[1]!]).toEqual([-0.5, z, 0, -z, -1].map((value) => Math.fround(value / length(0.5))));
});
