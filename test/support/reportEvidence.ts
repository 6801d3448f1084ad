/** Made-up evidence for tests of the report: every piece is there, with figures that can be told apart. */
import { periodsOf } from '../../runtime/evidence/periods.ts';
import type { Baseline, Evidence } from '../../runtime/evidence/types.ts';
import { returnFigures } from '../../runtime/figures/performance.ts';
import type { Market } from '../../runtime/market.ts';
import type { Holdings } from '../../runtime/results.ts';

export function reportEvidence(market: Market, holdings: Holdings, normal: () => number): Evidence {
  const { net } = holdings;
  const own = returnFigures(net, 252);
  const seeds = [7, 8, 9].map((seed, k) => ({ seed, figures: own, rankIc: 0.02 + 0.005 * k, note: null }));
  return {
    level: 'full',
    baselines: (['ridge', 'momentum', 'reversal', 'equal weight', 'benchmark'] as const).map((id, k) =>
      baseline(
        id,
        Float64Array.from(net, (value) => 0.5 * value + 0.002 * (k - 1) * normal()),
      ),
    ),
    shuffled: {
      sharpes: Array.from({ length: 200 }, () => -0.4 + 0.8 * normal()).sort((a, b) => a - b),
      books: 200,
      stopped: 3,
      p: 0.0149,
    },
    intervals: own.sharpe === null ? [] : [{ figure: 'sharpe', value: own.sharpe, low: -0.5, high: 4, level: 0.95 }],
    probabilisticSharpe: 0.93,
    sessionsNeeded: 201,
    paths: {
      count: 2000,
      loss: 0.12,
      finalEquity: { p5: 0.92, p25: 1.02, p50: 1.1, p75: 1.18, p95: 1.3 },
      maxDrawdown: { p5: -0.17, p25: -0.11, p50: -0.08, p75: -0.06, p95: -0.04 },
      fan: Array.from({ length: 21 }, (_, k) => ({
        session: 7 * k,
        p5: 1 - 0.004 * k,
        p25: 1 + 0.001 * k,
        p50: 1 + 0.005 * k,
        p75: 1 + 0.009 * k,
        p95: 1 + 0.015 * k,
      })),
    },
    seeds,
    splitPaths: [0.4, 1.1, 1.7].map((sharpe) => ({ figures: { ...own, sharpe }, rankIc: 0.03, note: null })),
    tails: (['historical', 'gaussian', 'garch'] as const).map((method, k) => ({
      method,
      level: 0.95,
      valueAtRisk: 0.011 + 0.001 * k,
      expectedShortfall: 0.016 + 0.001 * k,
    })),
    shape: { skewness: -0.2, excessKurtosis: 1.4, omega: 1.2, tailRatio: 0.97, stability: 0.8, downsideRisk: 0.06 },
    sensitivity: [
      { kind: 'cost', change: 'costs doubled', factor: null, figures: own, averageTurnover: 0.21, note: null },
      {
        kind: 'delay',
        change: 'decided one session later',
        factor: null,
        figures: own,
        averageTurnover: 0.2,
        note: null,
      },
      { kind: 'param', change: 'k = 29', factor: 29 / 38, figures: own, averageTurnover: 0.22, note: null },
      {
        kind: 'param',
        change: 'depth = 3',
        factor: 1.5,
        figures: null,
        averageTurnover: null,
        note: 'another model: needs training',
      },
    ],
    periods: periodsOf({
      market,
      holdings,
      index: { name: 'SPY', level: market.benchmark ?? market.bars.close.subarray(0, market.sessions.length) },
      sessionsPerYear: 252,
    }),
    capacity: {
      breakEven: 3.1e9,
      unpriced: 0,
      points: [5, 6, 7, 8, 9, 10].map((power) => ({
        capital: 10 ** power,
        annualReturn: 0.2 - 0.00001 * 10 ** (power / 2),
        sharpe: 2 - 0.0001 * 10 ** (power / 2),
      })),
    },
    attribution: {
      sectors: [
        { sector: 'Energy', long: 0.03, short: -0.01 },
        { sector: 'Utilities', long: -0.004, short: 0.002 },
      ],
      market: { name: 'SPY', beta: 0.31, alpha: 0.12, alphaT: 1.4, rSquared: 0.2 },
    },
    importance: {
      fold: 0,
      sessions: 60,
      rankIc: 0.041,
      features: [
        { feature: 'ret_1d', drop: 0.012 },
        { feature: 'vol_5d', drop: -0.001 },
        { feature: 'mom_20d', drop: null },
      ],
    },
    decay: [1, 2, 3, 5, 10, 20].map((horizon) => ({ horizon, rankIc: 0.04 / horizon, t: 3 / horizon })),
  };
}

function baseline(id: Baseline['id'], net: Float64Array): Baseline {
  const traded = id !== 'benchmark';
  return {
    id,
    figures: returnFigures(net, 252),
    net: [...net],
    averageTurnover: traded ? 0.25 : null,
    rankIc: traded && id !== 'equal weight' ? 0.01 : null,
    against: {
      sessions: net.length,
      sharpeDifference: 0.7,
      sharpeP: 0.31,
      meanDifference: 0.06,
      meanT: 1.1,
    },
    note: null,
  };
}
