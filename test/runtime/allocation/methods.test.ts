/** Cases small enough to be worked out by hand, and what every method does with what it cannot allocate. */
import { describe, expect, test } from 'vitest';
import type { Allocation } from '../../../runtime/allocation/allocation.ts';
import { sampleCovariance, shrunkCovariance } from '../../../runtime/allocation/covariance.ts';
import { hierarchicalRiskParity } from '../../../runtime/allocation/hierarchicalRiskParity.ts';
import { kellyBets } from '../../../runtime/allocation/kelly.ts';
import { meanVariance, minimumVariance } from '../../../runtime/allocation/meanVariance.ts';
import { riskParity } from '../../../runtime/allocation/riskParity.ts';
import { dot } from '../../../runtime/numeric/vectors.ts';
import { random } from '../../../runtime/random.ts';

/** No cap on any name. */
function uncapped(names: number): Float64Array {
  return new Float64Array(names).fill(1);
}

/** Volatilities 10%, 20%, 40%, uncorrelated. */
const PLAIN = Float64Array.of(0.01, 0, 0, 0, 0.04, 0, 0, 0, 0.16);

function expectWeights(found: Allocation, expected: readonly number[]): void {
  if (found.kind === 'failed') throw new Error(found.reason);
  expect(found.weights).toHaveLength(expected.length);
  expected.forEach((weight, i) => {
    expect(Math.abs(found.weights[i]! - weight), `name ${i}: ${found.weights[i]}`).toBeLessThan(1e-12);
  });
}

describe('by hand', () => {
  test('covariance: deviations −1 0 1 and −2 1 1 over two', () => {
    const returns = { values: Float64Array.of(1, 2, 3, 0, 3, 3), names: 2, sessions: 3 };
    expect([...sampleCovariance(returns)]).toEqual([1, 1.5, 1.5, 3]);
  });

  test('covariance: what misses a return has none, the others do', () => {
    const returns = { values: Float64Array.of(1, 2, 3, 0, Number.NaN, 3), names: 2, sessions: 3 };
    expect([...sampleCovariance(returns)]).toEqual([1, Number.NaN, Number.NaN, Number.NaN]);
    expect(riskParity(sampleCovariance(returns))).toEqual({ kind: 'failed', reason: 'no-variance', name: 1 });
  });

  test('risk parity without correlation, or with one for all: 1/0.1 : 1/0.2 : 1/0.4 = 4 : 2 : 1', () => {
    expectWeights(riskParity(PLAIN), [4 / 7, 2 / 7, 1 / 7]);
    expectWeights(riskParity(Float64Array.of(0.01, 0.01, 0.02, 0.01, 0.04, 0.04, 0.02, 0.04, 0.16)), [
      4 / 7,
      2 / 7,
      1 / 7,
    ]);
  });

  test('minimum variance: 1/0.01 : 1/0.04 : 1/0.16 = 16 : 4 : 1; capped at a half, the others 4 : 1', () => {
    expectWeights(minimumVariance(PLAIN, uncapped(3)), [16 / 21, 4 / 21, 1 / 21]);
    expectWeights(minimumVariance(PLAIN, new Float64Array(3).fill(0.5)), [0.5, 0.4, 0.1]);
    expectWeights(minimumVariance(PLAIN, new Float64Array(3).fill(1 / 3)), [1 / 3, 1 / 3, 1 / 3]);
  });

  test('hierarchical risk parity of two pairs: 4/5 and 1/5 within, equal between', () => {
    // Volatilities 1 2 1 2; names 0 and 2 have correlation 0.9, as have 1 and 3; the rest 0. Distances √0.05 within.
    // Order 0 2 1 3. The pair 0 2 has variance (1 + 1 + 2 · 0.9) / 4 = 0.95, the other four times as much.
    const covariance = Float64Array.of(1, 0, 0.9, 0, 0, 4, 0, 3.6, 0.9, 0, 1, 0, 0, 3.6, 0, 4);
    expectWeights(hierarchicalRiskParity(covariance), [0.4, 0.1, 0.4, 0.1]);
  });

  test('mean variance: w = (μ − ν) / (γ σ²) with ν such that they sum to 1', () => {
    // γ = 2: (0.05 − ν) / 0.02 + (0.09 − ν) / 0.08 = 1 → 2.5 + 1.125 − 62.5 ν = 1 → ν = 0.042; the third, of 0.01, has 0.
    expectWeights(meanVariance(PLAIN, Float64Array.of(0.05, 0.09, 0.01), uncapped(3), 2), [0.4, 0.6, 0]);
  });

  test.each([
    [0.01, 0.125],
    [0.04, 0.3],
    [-0.01, 0],
  ])('Kelly of one with μ = %f: half of μ / 0.04, at most 0.3, never short', (excess, bet) => {
    expectWeights(kellyBets(Float64Array.of(0.04), Float64Array.of(excess), { fraction: 0.5, cap: 0.3 }), [bet]);
  });

  test('Kelly of several: each alone without correlation; one bet for what is one; all of it at most', () => {
    const excess = Float64Array.of(0.001, 0.016, -0.1);
    expectWeights(kellyBets(PLAIN, excess, { fraction: 0.5, cap: 0.3 }), [0.05, 0.2, 0]);
    // Correlation 0.6, σ 0.2: Σ⁻¹μ = 0.016 / (0.04 · 1.6) = 0.25 each, where one alone would have 0.4.
    const together = Float64Array.of(0.04, 0.024, 0.024, 0.04);
    expectWeights(kellyBets(together, Float64Array.of(0.016, 0.016), { fraction: 1, cap: 1 }), [0.25, 0.25]);
    // Alone they would be 4 and 2: (0.04 − ν) / 0.01 + (0.04 − ν) / 0.02 = 1 with 0.04 − ν = 1/150.
    const much = Float64Array.of(0.04, 0.04);
    expectWeights(kellyBets(Float64Array.of(0.01, 0, 0, 0.02), much, { fraction: 1, cap: 1 }), [2 / 3, 1 / 3]);
  });
});

describe('many names', () => {
  const names = 60;
  const sessions = 50;
  const source = random(11);
  const market = Array.from({ length: sessions }, () => source.normal());
  const values = Float64Array.from(
    { length: names * sessions },
    (_, at) => market[at % sessions]! + 2 * source.normal(),
  );
  const returns = { values, names, sessions };
  const weightsOf = (found: Allocation) => (found.kind === 'weights' ? found.weights : new Float64Array(0));

  test('every name of risk parity contributes the same', () => {
    const covariance = shrunkCovariance(returns);
    const weights = weightsOf(riskParity(covariance));
    const contributions = weights.map((w, i) => w * dot(covariance.subarray(i * names, (i + 1) * names), weights));
    const total = contributions.reduce((sum, value) => sum + value, 0);
    for (const share of contributions) expect(Math.abs((share / total) * names - 1)).toBeLessThan(1e-11);
  });

  test('risk parity of names that hedge each other almost fully: halves, found by Newton’s method', () => {
    for (const correlation of [-0.9, -0.9999, -0.9999999])
      expectWeights(riskParity(Float64Array.of(0.01, 0.02 * correlation, 0.02 * correlation, 0.04)), [2 / 3, 1 / 3]);
  });

  test('risk parity where some mixture has no risk: there is none', () => {
    const failure = { reason: 'not-positive-definite' };
    expect(riskParity(Float64Array.of(1, -1, -1, 1))).toMatchObject(failure);
    expect(riskParity(Float64Array.of(1, -0.5, -0.5, -0.5, 1, -0.5, -0.5, -0.5, 1))).toMatchObject(failure);
  });

  test('no other portfolio has a greater return less half of the aversion times its variance', () => {
    const covariance = shrunkCovariance(returns);
    const expected = Float64Array.from({ length: names }, () => 0.1 * source.normal());
    const caps = new Float64Array(names).fill(0.1);
    const worth = (w: Float64Array) => {
      const variance = w.reduce((sum, x, i) => sum + x * dot(covariance.subarray(i * names, (i + 1) * names), w), 0);
      return dot(expected, w) - (3 / 2) * variance;
    };
    const best = weightsOf(meanVariance(covariance, expected, caps, 3));
    for (let i = 0; i < names; i++) {
      for (let j = 0; j < names; j++) {
        const moved = Math.min(1e-4, best[i]!, 0.1 - best[j]!);
        const other = best.slice();
        other[i]! -= moved;
        other[j]! += moved;
        expect(worth(other)).toBeLessThanOrEqual(worth(best) + 1e-12);
      }
    }
  });

  test('more names than sessions: only the shrunk covariance is definite', () => {
    expect(minimumVariance(sampleCovariance(returns), uncapped(names)).kind).toBe('weights');
    const few = { values: values.subarray(0, 3 * 60), names: 60, sessions: 3 };
    expect(minimumVariance(sampleCovariance(few), uncapped(60))).toMatchObject({ reason: 'not-positive-definite' });
    expect(minimumVariance(shrunkCovariance(few), uncapped(60)).kind).toBe('weights');
  });
});

describe('what cannot be allocated', () => {
  const none = new Float64Array(0);
  test('no names', () => {
    for (const found of [riskParity(none), hierarchicalRiskParity(none), minimumVariance(none, none)])
      expect(found).toEqual({ kind: 'failed', reason: 'no-names', name: null });
  });

  test('a name that does not vary', () => {
    const flat = Float64Array.of(0.04, 0, 0, 0);
    const failure = { kind: 'failed', reason: 'no-variance', name: 1 };
    expect(riskParity(flat)).toEqual(failure);
    expect(hierarchicalRiskParity(flat)).toEqual(failure);
    expect(meanVariance(flat, Float64Array.of(1, 1), uncapped(2), 1)).toEqual(failure);
    expect(kellyBets(flat, Float64Array.of(1, 1), { fraction: 1, cap: 1 })).toEqual(failure);
  });

  test('caps that do not reach the whole', () => {
    const caps = new Float64Array(3).fill(0.33);
    expect(minimumVariance(PLAIN, caps)).toMatchObject({ reason: 'caps-below-one' });
  });
});
