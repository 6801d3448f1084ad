/** A whole plan around a few expressions, for tests of stages. Settings are those of S2 unless said. */
import {
  type ExpressionNode,
  type LimitsSpec,
  type NodeId,
  PLAN_VERSION,
  type Plan,
  type PortfolioSpec,
  type Take,
} from '../../compiler/plan.ts';
import { hashesOf, type Windows, windowsSplit } from './split.ts';

export interface PlanParts {
  readonly expressions: Readonly<Record<NodeId, ExpressionNode>>;
  readonly features: readonly { readonly name: string; readonly node: NodeId }[];
  readonly label: NodeId;
  readonly require?: readonly NodeId[];
  readonly normalize?: Plan['features']['normalize'];
  readonly window?: number;
  readonly warmUp?: number;
  readonly split: Windows;
}

export const NO_LIMITS: LimitsSpec = {
  weight: null,
  volume: null,
  correlation: null,
  names: null,
  sector: null,
  beta: null,
  net: null,
  gross: null,
  valueAtRisk: null,
  expectedShortfall: null,
  turnover: null,
};

export function planOf(parts: PlanParts): Plan {
  const { expressions, features, label, split } = parts;
  const nowhere = label;
  return {
    version: PLAN_VERSION,
    strategy: 'by_hand',
    hash: 'by hand',
    stages: { data: 'data', features: 'features', model: 'model', predictions: 'predictions', book: 'book' },
    expressions,
    universe: {
      members: { source: 'constituents', index: 'SP500' },
      top: null,
      benchmark: null,
      calendar: 'XNYS',
      sessionsPerYear: 252,
      period: { from: split.train.from, to: split.test.to },
      require: parts.require ?? [],
    },
    features: { features, normalize: parts.normalize ?? null },
    label: { name: 'next_return', node: label, horizon: 1 },
    model: {
      type: 'lstm',
      window: parts.window ?? 1,
      layers: 1,
      hidden: 4,
      dropout: 0,
      loss: nowhere,
      optimizer: { method: 'sgd', learningRate: 0.1, momentum: 0 },
      epochs: 1,
      earlyStopping: null,
      batchSessions: 8,
      seed: 7,
      seeds: 1,
    },
    split: windowsSplit(split),
    folds: hashesOf('model'),
    portfolios: [PLAIN_PORTFOLIO],
    execution: { decideAt: 'close', delay: 0, fillAt: 'close', shares: 'fractional', participation: null },
    costs: {
      spread: nowhere,
      commission: nowhere,
      commissionOn: 'traded',
      minimumCommission: 0,
      impact: nowhere,
      borrow: nowhere,
      financing: nowhere,
      cash: nowhere,
    },
    risk: {
      volatilityTarget: null,
      stops: [],
      positionStops: [],
      limits: NO_LIMITS,
    },
    paper: { capital: 1_000_000, at: null },
    params: [],
    warmUp: parts.warmUp ?? (parts.window ?? 1) - 1,
    accepted: [],
    origins: {},
    spans: {},
  };
}

/** Holds nothing: equal weights, every session, all of the book. */
export const PLAIN_PORTFOLIO: PortfolioSpec = {
  name: null,
  share: 1,
  long: null,
  short: null,
  weight: { method: 'equal' },
  neutral: null,
  hold: null,
  smooth: null,
  rebalance: 'every session',
  drift: null,
};

/** The first `count` of an order. */
export function taking(count: number): Take {
  return { kind: 'count', enter: count, keep: count };
}
