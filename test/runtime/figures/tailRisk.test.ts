import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FEWEST_RETURNS, fitGarch } from '../../../runtime/figures/garch.ts';
import { filteredRisk, gaussianRisk, historicalRisk } from '../../../runtime/figures/tailRisk.ts';
import { random } from '../../../runtime/random.ts';
import { shared } from '../../support/shared.ts';
import { describeWithShared } from '../../support/vectors.ts';

describeWithShared('GARCH(1,1) on the DEM/GBP returns of Bollerslev and Ghysels (1996)', () => {
  const rows = readFileSync(shared('vectors/garch/dem2gbp.csv'), 'utf8').trim().split('\n').slice(1);
  const returns = Float64Array.from(rows, Number);

  test('the published benchmark, from percent or from fractions', () => {
    // Brooks, Burke and Persand (2001), table 1; the log-likelihood from McCullough and Renfro (1999).
    for (const scale of [1, 0.01]) {
      const fit = fitGarch(returns.map((value) => value * scale))!;
      expect(fit.mean / scale).toBeCloseTo(-0.00619041, 7);
      expect(fit.omega / scale ** 2).toBeCloseTo(0.0107613, 6);
      expect(fit.alpha).toBeCloseTo(0.153134, 6);
      expect(fit.beta).toBeCloseTo(0.805974, 6);
      expect(fit.logLikelihood + returns.length * Math.log(scale)).toBeCloseTo(-1106.60788, 4);
    }
  });

  test('filtered historical simulation: as worked out in numpy with the published parameters', () => {
    const risk = filteredRisk(returns, 0.95)!;
    expect(fitGarch(returns)!.nextVariance).toBeCloseTo(0.1469922, 5);
    expect(risk.valueAtRisk).toBeCloseTo(0.6589159, 5);
    expect(risk.expectedShortfall).toBeCloseTo(0.9449495, 5);
  });

  // scipy 1.17: SLSQP on the same likelihood, the best of four starts.
  test.each([
    [0, -0.031322, 0.151219, 0.671836, -125.188732],
    [800, 0.01458, 0.228491, 0.523107, -23.347201],
    [1600, 0.003015, 0.354893, 0.615114, -104.762668],
  ])('a window of 250 from session %i on', (from, mean, alpha, beta, logLikelihood) => {
    const fit = fitGarch(returns.subarray(from, from + 250))!;
    expect(fit.mean).toBeCloseTo(mean, 5);
    expect(fit.alpha).toBeCloseTo(alpha, 4);
    expect(fit.beta).toBeCloseTo(beta, 4);
    expect(fit.logLikelihood).toBeCloseTo(logLikelihood, 5);
  });
});

describe('GARCH(1,1)', () => {
  test('returns without clusters have none: the variance is that of the sample', () => {
    const source = random(1);
    const fit = fitGarch(Float64Array.from({ length: 1000 }, () => 0.01 * source.normal()))!;
    expect(fit.alpha).toBeLessThan(0.05);
    for (const variance of fit.variances) expect(Math.abs(variance / 1e-4 - 1)).toBeLessThan(0.1);
  });

  test('too few returns, or returns that do not move, have no fit', () => {
    const few = Float64Array.from({ length: FEWEST_RETURNS - 1 }, (_, i) => Math.sin(i));
    expect(fitGarch(few)).toBeNull();
    expect(fitGarch(new Float64Array(100).fill(0.1))).toBeNull();
    expect(filteredRisk(few, 0.95)).toBeNull();
  });

  test('a single jump, or a trend, ends in finite figures', () => {
    const jump = Float64Array.from({ length: 250 }, (_, i) => (i === 100 ? 0.5 : 0.001 * (i % 2)));
    const growing = Float64Array.from({ length: 250 }, (_, i) => 1e-6 * 1.06 ** i * (i % 2 ? 1 : -1));
    for (const returns of [jump, growing]) {
      const fit = fitGarch(returns)!;
      expect(Number.isFinite(fit.logLikelihood + fit.nextVariance)).toBe(true);
      expect(fit.alpha + fit.beta).toBeLessThan(1);
      expect(Math.min(fit.omega, fit.alpha, fit.beta)).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('value at risk and expected shortfall', () => {
  // −50 .. 50 without 14, in thousandths.
  const returns = Float64Array.from({ length: 100 }, (_, i) => (((i * 37) % 101) - 50) / 1000);

  // numpy 2.4 and scipy 1.17: percentile, sorted mean, norm.ppf, norm.pdf.
  test.each([
    [0.9, 0.0401, 0.0455, 0.037835312130020664, 0.05176074299898965],
    [0.95, 0.04505, 0.048, 0.04852140933469484, 0.06081223918574165],
    [0.99, 0.04901, 0.05, 0.06856675050513028, 0.07853410026908388],
  ])('at level %f', (level, value, shortfall, gaussianValue, gaussianShortfall) => {
    const historical = historicalRisk(returns, level)!;
    expect(historical.valueAtRisk).toBeCloseTo(value, 12);
    expect(historical.expectedShortfall).toBeCloseTo(shortfall, 12);
    const gaussian = gaussianRisk(returns, level)!;
    expect(gaussian.valueAtRisk).toBeCloseTo(gaussianValue, 12);
    expect(gaussian.expectedShortfall).toBeCloseTo(gaussianShortfall, 12);
  });

  test('a tenth of a hundred places is ten places, whatever 1 − 0.9 rounds to', () => {
    const whole = Float64Array.from({ length: 101 }, (_, i) => (i - 50) / 1000);
    const { valueAtRisk, expectedShortfall } = historicalRisk(whole, 0.9)!;
    // −50 .. −40 in thousandths.
    expect(valueAtRisk).toBeCloseTo(0.04, 12);
    expect(expectedShortfall).toBeCloseTo(0.045, 12);
  });

  test('nothing to tell by is missing', () => {
    expect(historicalRisk(new Float64Array(0), 0.95)).toBeNull();
    expect(gaussianRisk(Float64Array.of(0.1), 0.95)).toBeNull();
  });
});
