/** The plan of a made-up run and its text: S2, by hand. */

import { type ExpressionNode, PLAN_VERSION, type Plan } from '../../compiler/plan.ts';
import type { Unit } from '../../stdlib/types.ts';
import { NO_LIMITS, PLAIN_PORTFOLIO, taking } from './plan.ts';
import { hashesOf, windowsSplit } from './split.ts';

export const S2_LIKE = `# S2: long the 38 best, short the 38 worst only where the model expects a fall.
use std.features.core14

strategy s2_filter_negative {

  param k     = 38    in 5 .. 100

  universe {
    members    sp500 as of each session
    benchmark  SPY
    period     2020-01-01 .. 2025-10-31
    require    mean(dollar_volume, 20d) >= 5M USD
  }

  portfolio {
    long   top k    by prediction                          gross 65%
    short  bottom k by prediction where prediction < 0%    gross 35%
    smooth ewma(0.15)
  }

  execution {
    fill at close
    allow same_close_fill "the closing auction, as the reference system assumes"
  }
}
`;

export function planOf(strategy: string, first: string, last: string, benchmark: boolean, short: boolean): Plan {
  const span = { file: 'strategies/s2_filter_negative.strat', start: S2_LIKE.indexOf('same_close_fill'), end: 0 };
  const ratio: Unit = { usd: 0, share: 0, session: 0, year: 0 };
  const bare: Unit = { ...ratio, bare: true };
  const expressions: Record<string, ExpressionNode> = {};
  const node = (id: string, op: string, more: Partial<ExpressionNode> = {}): string => {
    expressions[id] = {
      id,
      op,
      name: null,
      inputs: [],
      constants: [],
      version: 1,
      fittedOn: [],
      kind: 'scalar',
      unit: ratio,
      availability: 'always',
      lookBack: { sessions: 0, recursive: false },
      ...more,
    };
    return id;
  };
  const field = (name: string) => node(`field-${name}`, 'field', { name });
  const constant = (value: number, unit = ratio) => node(`constant-${value}`, 'constant', { constants: [value], unit });
  const hash = (text: string) => text.repeat(32);
  return {
    version: PLAN_VERSION,
    strategy,
    hash: hash('a1'),
    stages: { data: hash('d0'), features: hash('f1'), model: hash('b2'), predictions: hash('e3'), book: hash('0c') },
    expressions,
    universe: {
      members: { source: 'constituents', index: 'SP500' },
      top: null,
      benchmark: benchmark ? 'SPY' : null,
      calendar: 'XNYS',
      sessionsPerYear: 252,
      period: { from: '2020-01-01', to: last },
      require: [
        node('require', 'greater_equal', {
          inputs: [
            node('mean', 'mean', { inputs: [field('dollar_volume')], constants: [20] }),
            constant(5_000_000, { ...ratio, usd: 1 }),
          ],
        }),
      ],
    },
    features: {
      features: [{ name: 'ret_5d', node: node('ret', 'returns', { inputs: [field('close')], constants: [5] }) }],
      normalize: { method: 'zscore', clip: 5, fittedOn: 'train' },
    },
    label: {
      name: 'next_return',
      node: node('label', 'forward_return', { inputs: [field('close')], constants: [1] }),
      horizon: 1,
    },
    model: {
      type: 'lstm',
      window: 90,
      layers: 2,
      hidden: 128,
      dropout: 0.2,
      loss: node('loss', 'add', {
        inputs: [
          node('l1', 'multiply', {
            inputs: [constant(0.7, bare), node('spearman', 'spearman_loss', { constants: [0.05] })],
          }),
          node('l2', 'multiply', { inputs: [constant(0.3, bare), node('huber', 'huber', { constants: [0.05] })] }),
        ],
      }),
      optimizer: {
        method: 'adamw',
        learningRate: 0.001,
        weightDecay: 0.00001,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
      },
      epochs: 50,
      earlyStopping: { patience: 8, metric: 'rank_ic' },
      batchSessions: 8,
      seed: 7,
      seeds: 1,
    },
    split: windowsSplit(
      {
        train: { from: '2020-01-01', to: '2023-12-31' },
        validate: { from: '2024-01-01', to: '2025-03-31' },
        test: { from: first, to: last },
      },
      { purge: 1, embargo: 110 },
    ),
    folds: hashesOf('model'),
    portfolios: [
      {
        ...PLAIN_PORTFOLIO,
        long: { take: taking(38), score: field('prediction'), filter: null, gross: 0.65 },
        short: short
          ? {
              take: taking(38),
              score: field('prediction'),
              filter: node('filter', 'less', { inputs: [field('prediction'), constant(0)] }),
              gross: 0.35,
            }
          : null,
        smooth: { method: 'ewma', alpha: 0.15 },
      },
    ],
    execution: { decideAt: 'close', delay: 0, fillAt: 'close', shares: 'fractional', participation: null },
    costs: {
      spread: constant(0.0005),
      commission: constant(0.0001),
      commissionOn: 'traded',
      minimumCommission: 0,
      impact: node('impact', 'multiply', { inputs: [constant(0.002), field('turnover')] }),
      borrow: constant(0.005),
      financing: constant(0),
      cash: constant(0),
    },
    risk: {
      volatilityTarget: { perYear: 0.08, window: 20, lo: 0.5, hi: 2 },
      stops: [
        {
          text: 'drawdown > 8%',
          left: field('drawdown'),
          comparison: '>',
          right: constant(0.08),
          resumeAfter: null,
          resumeWhen: null,
        },
        {
          text: 'sharpe(60d) < 0',
          left: node('sharpe', 'sharpe', { constants: [60] }),
          comparison: '<',
          right: constant(0),
          resumeAfter: 21,
          resumeWhen: null,
        },
      ],
      positionStops: [],
      limits: { ...NO_LIMITS, weight: 0.2 },
    },
    paper: { capital: 1_000_000, at: { hour: 16, minute: 15, zone: 'America/New_York' } },
    params: [{ name: 'k', value: 38, text: '38', from: 5, to: 100, setBy: 'file' }],
    warmUp: 109,
    accepted: [{ code: 'same-close-fill', reason: 'the closing auction, as the reference system assumes', span }],
    origins: Object.fromEntries([
      ...SAID.map((path) => [path, { by: 'file', span }] as const),
      ...UNSAID.map((path) => [path, { by: 'default', span: null }] as const),
    ]),
    spans: {},
  };
}

/** As the compiler keeps them. */
const SAID = (
  'universe.members universe.benchmark universe.calendar universe.period universe.require.0 features.ret_5d ' +
  'features.normalize.method label model.window model.layers model.hidden model.loss model.optimizer.method ' +
  'model.optimizer.learning_rate model.epochs model.earlyStopping split.train split.validate split.test ' +
  'portfolio.long.take portfolio.long.gross portfolio.short.take portfolio.smooth.method execution.fillAt ' +
  'costs.spread costs.commission costs.impact costs.borrow risk.stops.0 risk.volatilityTarget.perYear paper.at'
).split(' ');
const UNSAID = (
  'model.dropout model.seed model.batchSessions model.optimizer.beta1 model.optimizer.beta2 portfolio.weight ' +
  'execution.decideAt execution.shares paper.capital'
).split(' ');
