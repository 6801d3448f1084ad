import { describe, expect, test } from 'vitest';
import { bootstrapInterval } from '../../../runtime/figures/bootstrap.ts';
import { normalCdf, normalQuantile } from '../../../runtime/figures/normal.ts';
import { backtestOverfitting } from '../../../runtime/figures/overfitting.ts';
import { sharpe } from '../../../runtime/figures/performance.ts';
import {
  deflatedSharpe,
  expectedMaximumSharpe,
  minimumTrackRecord,
  probabilisticSharpe,
  sharpeMoments,
} from '../../../runtime/figures/significance.ts';
import { random } from '../../../runtime/random.ts';
import { expectClose } from '../../support/close.ts';
import { column, describeWithShared, vectors } from '../../support/vectors.ts';

interface Published {
  readonly source: string;
  readonly sharpe: number;
  readonly n: number;
  readonly skewness: number;
  readonly kurtosis: number;
  readonly probabilistic_0?: number;
  readonly trials?: number;
  readonly variance_of_trial_sharpes?: number;
  readonly deflated?: number;
}

interface DeflatedCase {
  readonly inputs: { readonly returns: readonly number[]; readonly trial_sharpes: readonly number[] };
  readonly expected: Record<string, number>;
  readonly published: readonly Published[];
}

describeWithShared('deflated Sharpe ratio: worked case', () => {
  const { inputs, expected, published } = vectors<DeflatedCase>('book/deflated-sharpe.json');

  test('every step', () => {
    const moments = sharpeMoments(column(inputs.returns))!;
    const trials = column(inputs.trial_sharpes);
    const mean = trials.reduce((sum, value) => sum + value, 0) / trials.length;
    const variance = trials.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (trials.length - 1);
    expectClose(moments.sharpe, expected.sharpe_per_session!, 'sharpe');
    expectClose(moments.skewness, expected.skewness!, 'skewness');
    expectClose(moments.kurtosis, expected.kurtosis!, 'kurtosis');
    expectClose(probabilisticSharpe(moments), expected.probabilistic_0!, 'against 0');
    expectClose(probabilisticSharpe(moments, 0.05), expected.probabilistic_005!, 'against 0.05');
    expectClose(expectedMaximumSharpe(5, variance), expected.expected_max_sharpe!, 'expected maximum');
    expectClose(deflatedSharpe(moments, trials), expected.deflated!, 'deflated');
    const one = deflatedSharpe(moments, trials.slice(0, 1));
    expectClose(one, expected.deflated_by_one_trial!, 'deflated by one trial');
  });

  test.each(published)('$source', (example) => {
    if (example.probabilistic_0 !== undefined)
      expectClose(probabilisticSharpe(example), example.probabilistic_0, 'against 0');
    if (example.deflated !== undefined) {
      const benchmark = expectedMaximumSharpe(example.trials!, example.variance_of_trial_sharpes!);
      expectClose(probabilisticSharpe(example, benchmark), example.deflated, 'deflated');
    }
  });
});

describeWithShared('probability of backtest overfitting: worked case', () => {
  test('16 blocks', () => {
    const { inputs, expected } = vectors<{
      inputs: { returns: readonly (readonly number[])[]; blocks: number };
      expected: { pbo: number };
    }>('book/pbo.json');
    const strategies = inputs.returns[0]!.map((_, s) => column(inputs.returns.map((row) => row[s]!)));
    const found = backtestOverfitting(strategies, inputs.blocks)!;
    expect(found.splits).toBe(12_870);
    expectClose(found.probability, expected.pbo, 'pbo');
  });
});

describe('significance', () => {
  test('a strategy that is always best is not overfitted', () => {
    const noise = Float64Array.from({ length: 64 }, (_, i) => Math.sin(i * 12.9898) / 100);
    const strategies = [noise, noise.map((value) => value - 0.01), noise.map((value) => value - 0.02)];
    expect(backtestOverfitting(strategies)?.probability).toBe(0);
  });

  test('too little to split: undefined', () => {
    expect(backtestOverfitting([new Float64Array(100)])).toBeNull();
    expect(backtestOverfitting([new Float64Array(31), new Float64Array(31)])).toBeNull();
  });

  // By the formula of the paper in Python's statistics: 1 + (1 − γ₃ SR + (γ₄ − 1)/4 SR²) (NormalDist().inv_cdf(0.95) / SR)².
  test('the track record it takes to be sure of a Sharpe ratio', () => {
    const normal = { n: 100, sharpe: 1 / Math.sqrt(252), skewness: 0, kurtosis: 3 };
    expect(minimumTrackRecord(normal)).toBe(685); // 684.1497…
    expect(minimumTrackRecord({ n: 100, sharpe: 0.1, skewness: -0.5, kurtosis: 5 })).toBe(288); // 287.7876…
    expect(minimumTrackRecord({ ...normal, sharpe: 0 })).toBeNull();
    // That many sessions and no fewer make the probabilistic Sharpe ratio 95%.
    expect(probabilisticSharpe({ ...normal, n: 685 })!).toBeGreaterThanOrEqual(0.95);
    expect(probabilisticSharpe({ ...normal, n: 684 })!).toBeLessThan(0.95);
  });

  test('equal returns have no Sharpe ratio to doubt', () => {
    expect(sharpeMoments(new Float64Array(5).fill(0.1))).toBeNull();
  });

  // Abramowitz and Stegun, table 26.1 (15 digits), and Φ(−10) of Wolfram's Mathematica documentation.
  test.each([
    [0, 0.5],
    [0.5, 0.691462461274013],
    [1, 0.841344746068543],
    [2, 0.97724986805182],
    [3, 0.99865010196837],
    [-1, 0.158655253931457],
    [-5, 2.866515718791939e-7],
    [-10, 7.619853024160527e-24],
  ])('normal distribution at %f', (x, p) => {
    expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(2e-14);
  });

  test('both formulas of the distribution agree where they meet', () => {
    const x = -Math.SQRT2;
    const step = 1e-6;
    const slope = (normalCdf(x + step) - normalCdf(x - step)) / (2 * step);
    expect(slope / (Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI))).toBeCloseTo(1, 8);
  });

  test('the quantile inverts the distribution, far out too', () => {
    for (const p of [1e-300, 1e-20, 1e-6, 0.025, 0.3, 0.5, 0.7, 0.975, 1 - 1e-6])
      expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-12);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(1.1)).toBeNaN();
  });
});

describe('bootstrap interval', () => {
  const returns = Float64Array.from({ length: 250 }, (_, i) => Math.sin(i * 78.233) / 40 + 0.001);
  const figure = (values: Float64Array) => sharpe(values, 252);

  test('is the same for the same seed, and another for another', () => {
    const first = bootstrapInterval(returns, figure, { seed: 7 });
    expect(bootstrapInterval(returns, figure, { seed: 7 })).toEqual(first);
    expect(bootstrapInterval(returns, figure, { seed: 8 })).not.toEqual(first);
    expect(first!.low).toBeLessThan(figure(returns)!);
    expect(first!.high).toBeGreaterThan(figure(returns)!);
  });

  test('of a mean of independent values is about ± 1.96 standard errors', () => {
    const source = random(3);
    const independent = Float64Array.from({ length: 1000 }, () => source.uniform());
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const { low, high } = bootstrapInterval(independent, mean, { seed: 1 })!;
    const expected = 2 * 1.96 * Math.sqrt(1 / 12 / 1000);
    expect((high - low) / expected).toBeGreaterThan(0.8);
    expect((high - low) / expected).toBeLessThan(1.25);
  });

  test('undefined where the figure is', () => {
    expect(bootstrapInterval(new Float64Array(10), figure, { seed: 1 })).toBeNull();
  });
});
