import { describe, expect, test } from 'vitest';
import {
  drawdowns,
  equityCurve,
  monthlyReturns,
  returnFigures,
  rollingSharpe,
  rollingVolatility,
} from '../../../runtime/figures/performance.ts';
import { relativeFigures } from '../../../runtime/figures/relative.ts';
import { shapeFigures } from '../../../runtime/figures/shape.ts';
import { historicalRisk } from '../../../runtime/figures/tailRisk.ts';
import { fromIsoDay } from '../../../runtime/market.ts';
import { expectClose } from '../../support/close.ts';
import { column, describeWithShared, RETURN_FIGURES, vectors } from '../../support/vectors.ts';

interface Case {
  readonly inputs: Record<string, readonly number[]>;
  readonly expected: Record<string, Record<string, number | null>>;
}

describeWithShared('performance figures: worked cases', () => {
  const { inputs, expected } = vectors<Case>('book/performance.json');
  test.each(Object.keys(inputs))('%s', (name) => {
    const figures = returnFigures(column(inputs[name]!), 252);
    expect(Object.keys(expected[name]!).sort()).toEqual(Object.keys(RETURN_FIGURES).sort());
    for (const [theirs, ours] of Object.entries(RETURN_FIGURES))
      expectClose(figures[ours], expected[name]![theirs]!, `${name}: ${theirs}`);
  });
});

interface Empyrical {
  readonly ticker: string;
  readonly sessions_per_year: number;
  readonly returns: readonly number[];
  readonly factor_returns: readonly number[];
  readonly expected: Record<string, number>;
}

const EMPYRICAL = {
  annual_return: 'annualReturn',
  cagr: 'annualReturn',
  cumulative: 'totalReturn',
  annual_volatility: 'volatility',
  sharpe: 'sharpe',
  sortino: 'sortino',
  max_drawdown: 'maxDrawdown',
  calmar: 'calmar',
} as const;
const EMPYRICAL_SHAPE = {
  omega: 'omega',
  stability: 'stability',
  tail_ratio: 'tailRatio',
  downside_risk: 'downsideRisk',
  skew: 'skewness',
  kurtosis_excess: 'excessKurtosis',
} as const;

describeWithShared('performance figures: as empyrical computes them', () => {
  test.each(vectors<Empyrical[]>('ratios/empyrical.json'))('$ticker', (stock) => {
    const { expected, sessions_per_year: year } = stock;
    const returns = column(stock.returns);
    const figures = returnFigures(returns, year);
    for (const [theirs, ours] of Object.entries(EMPYRICAL)) expectClose(figures[ours], expected[theirs]!, theirs);
    const shape = shapeFigures(returns, year);
    for (const [theirs, ours] of Object.entries(EMPYRICAL_SHAPE)) expectClose(shape[ours], expected[theirs]!, theirs);
    const { alpha, beta } = relativeFigures(returns, column(stock.factor_returns), year);
    expectClose(alpha, expected.alpha!, 'alpha');
    expectClose(beta, expected.beta!, 'beta');
    const risk = historicalRisk(returns, 0.95)!;
    expectClose(-risk.valueAtRisk, expected.var_5!, 'value at risk');
    expectClose(-risk.expectedShortfall, expected.cvar_5!, 'expected shortfall');
    const known = [EMPYRICAL, EMPYRICAL_SHAPE].flatMap((names) => Object.keys(names));
    expect([...known, 'alpha', 'beta', 'var_5', 'cvar_5'].sort()).toEqual(Object.keys(expected).sort());
  });
});

describe('performance figures', () => {
  test('no returns: nothing but the count and what is neutral', () => {
    const { n, totalReturn, maxDrawdown, ...rest } = returnFigures(new Float64Array(0), 252);
    expect({ n, totalReturn, maxDrawdown }).toEqual({ n: 0, totalReturn: 0, maxDrawdown: 0 });
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
  });

  test('shape: what has no losses or does not move is missing, not infinite', () => {
    expect(shapeFigures(Float64Array.of(0.01, 0.02), 252)).toMatchObject({ omega: null, downsideRisk: 0 });
    const none = { skewness: null, excessKurtosis: null, omega: null, tailRatio: null, stability: null };
    expect(shapeFigures(new Float64Array(5), 252)).toEqual({ ...none, downsideRisk: 0 });
    expect(shapeFigures(new Float64Array(0), 252)).toEqual({ ...none, downsideRisk: null });
    expect(shapeFigures(Float64Array.of(0.1, -1, 0.1), 252).stability).toBeNull();
    expect(relativeFigures(Float64Array.of(1, 2), Float64Array.of(0.1, 0.1), 252)).toEqual({ alpha: null, beta: null });
  });

  test('equal returns have no Sharpe ratio, though their rounded mean differs from them', () => {
    const figures = returnFigures(new Float64Array(7).fill(0.1), 252);
    expect(figures.volatility).toBe(0);
    expect(figures.sharpe).toBeNull();
  });

  test('a loss at the start is a drawdown from the start', () => {
    expect([...drawdowns(Float64Array.of(-0.5, 1, 0.5, -0.5))]).toEqual([-0.5, 0, 0, -0.5]);
    expect([...equityCurve(Float64Array.of(-0.5, 1, 0.5, -0.5))]).toEqual([0.5, 1, 1.5, 0.75]);
  });

  test('rolling figures are those of the window alone', () => {
    const returns = Float64Array.from({ length: 30 }, (_, i) => Math.sin(i * 7.3) / 50 + 0.001);
    const sharpe = rollingSharpe(returns, 10, 252);
    const volatility = rollingVolatility(returns, 10, 252);
    expect([...sharpe.slice(0, 9), ...volatility.slice(0, 9)].every(Number.isNaN)).toBe(true);
    for (let i = 9; i < 30; i++) {
      const figures = returnFigures(returns.slice(i - 9, i + 1), 252);
      expect(sharpe[i]).toBe(figures.sharpe);
      expect(volatility[i]).toBe(figures.volatility);
    }
  });

  test('months compound, and a year shows those it has', () => {
    const days = ['2024-12-31', '2025-02-03', '2025-02-04', '2025-03-03'].map(fromIsoDay);
    const [first, second] = monthlyReturns(Float64Array.of(0.5, 0.5, 1, -0.5), days);
    expect(first).toEqual({ year: 2024, months: [...new Array(11).fill(null), 0.5], total: 0.5 });
    expect(second?.months.slice(0, 4)).toEqual([null, 2, -0.5, null]);
    expect(second?.total).toBe(0.5);
  });
});
