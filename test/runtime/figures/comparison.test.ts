import { describe, expect, test } from 'vitest';
import { compareMeans, compareSharpe, compareSharpeRobustly } from '../../../runtime/figures/comparison.ts';
import { meanTest } from '../../../runtime/figures/neweyWest.ts';
import { random } from '../../../runtime/random.ts';
import { expectClose } from '../../support/close.ts';

const first = Float64Array.from({ length: 200 }, (_, t) => Math.sin(t * 7.3) / 50 + Math.cos(t * 0.31) / 80 + 0.0015);
const second = Float64Array.from(first, (_, t) => Math.sin(t * 7.3 + 0.6) / 60 + Math.cos(t * 1.9) / 90 + 0.0005);

describe('the mean of a series that hangs together', () => {
  // statsmodels 0.15: OLS on a constant, cov_type HAC without small-sample correction.
  test.each([
    [0, 0.001005217680478401, 0.7648343658301455, 0.4443701810934022],
    [4, 0.0013282054165538858, 0.5788449720109661, 0.5626937831274348],
    [10, 0.0012440237372058828, 0.6180147566128869, 0.5365656113450059],
  ])('%i lags', (lags, standardError, t, p) => {
    const found = meanTest(
      first.map((value, i) => value - second[i]!),
      lags,
    )!;
    expectClose(found.mean, 0.0007688250271699476, 'mean');
    expectClose(found.standardError, standardError, 'standard error');
    expectClose(found.t, t, 't');
    expectClose(found.p, p, 'p');
  });

  test('⌊4 (200 / 100)^(2/9)⌋ = 4 lags unless told otherwise', () => {
    expect(compareMeans(first, second)).toEqual(
      meanTest(
        first.map((value, i) => value - second[i]!),
        4,
      ),
    );
  });

  test('nothing to test by is missing', () => {
    expect(meanTest(Float64Array.of(0.1))).toBeNull();
    expect(meanTest(new Float64Array(7).fill(0.1))).toBeNull();
    expect(compareMeans(first, first)).toBeNull();
  });
});

describe('Sharpe ratios of two strategies', () => {
  test('Jobson and Korkie with Memmel’s correction: as worked out in numpy', () => {
    const found = compareSharpe(first, second)!;
    expectClose(found.difference, 0.038215260431634236, 'difference');
    expectClose(found.standardError, 0.06421131799200579, 'standard error');
    expectClose(found.p, 0.5517443068437078, 'p');
  });

  test('Ledoit and Wolf: the standard error by matrices in numpy, the p-value of 50,000 resamples there', () => {
    const found = compareSharpeRobustly(first, second, { seed: 1 })!;
    const sampled = Math.sqrt(199 / 200);
    expectClose(found.difference, 0.03831115835012393 * sampled, 'difference');
    expectClose(found.standardError, 0.08010426986926035 * sampled, 'standard error');
    expect(Math.abs(found.p - 0.63857)).toBeLessThan(0.03);
    expect(compareSharpeRobustly(first, second, { seed: 1 })).toEqual(found);
    expect(compareSharpeRobustly(first, second, { seed: 2 })!.p).not.toBe(found.p);
  });

  test('Ledoit and Wolf with a crash in one: resamples with and without it have a spread of their own', () => {
    const crashed = Float64Array.from({ length: 120 }, (_, t) => (t === 60 ? -0.25 : Math.sin(t * 7.3) / 50 + 0.004));
    const calm = Float64Array.from({ length: 120 }, (_, t) => Math.sin(t * 5.1 + 0.6) / 60);
    const found = compareSharpeRobustly(crashed, calm, { seed: 1, resamples: 8000 })!;
    // numpy as above: 0.5424; without studentising it would be 0.4868.
    expect(Math.abs(found.p - 0.5424)).toBeLessThan(0.02);
  });

  test('a strategy that earns more every session is told from the other, one that earns the same is not', () => {
    const source = random(5);
    const plain = Float64Array.from({ length: 500 }, () => 0.01 * source.normal());
    const better = plain.map((value) => value + 0.002 + 0.001 * source.normal());
    const same = plain.map((value) => value + 0.001 * source.normal());
    expect(compareSharpe(better, plain)!.p).toBeLessThan(1e-6);
    expect(compareSharpeRobustly(better, plain, { seed: 1, resamples: 500 })!.p).toBeLessThan(0.01);
    expect(compareSharpe(same, plain)!.p).toBeGreaterThan(0.05);
    expect(compareSharpeRobustly(same, plain, { seed: 1, resamples: 500 })!.p).toBeGreaterThan(0.05);
  });

  test('one series, one without a Sharpe ratio, or too short a one cannot be compared', () => {
    expect(compareSharpe(first, first)).toBeNull();
    expect(
      compareSharpe(
        first,
        first.map((value) => 2 * value),
      ),
    ).toBeNull();
    expect(compareSharpe(first, new Float64Array(200))).toBeNull();
    expect(compareSharpeRobustly(first, first, { seed: 1 })).toBeNull();
    expect(compareSharpeRobustly(first.slice(0, 5), second.slice(0, 5), { seed: 1, block: 3 })).toBeNull();
  });
});
