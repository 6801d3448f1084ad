/** The documents of one session: what it decided, what came of it, and where the account stands. Nothing is read here. */
import type { EndedHolding } from '../book/decision.ts';
import { equityCurve, returnFigures, sharpe } from '../figures/performance.ts';
import type { SessionFeatures } from '../paper/featureRows.ts';
import type { BookedSession } from '../paper/ledger/sessions.ts';
import { type Document, type DocumentOf, documentId, type UnitVector } from './document.ts';
import {
  orNull,
  type PayloadOf,
  type PerformanceMetrics,
  type Recommendation,
  rounded,
  type TradingResult,
  yyyymmdd,
} from './payloads.ts';
import { decisionVectors, featureSet, featureVectors } from './vectors.ts';

export interface SessionFacts {
  readonly account: string;
  readonly strategy: string;
  /** Hash. */
  readonly plan: string;
  readonly booked: BookedSession;
  /** Null: not known. */
  readonly features: SessionFeatures | null;
  /** Recommendations of the decision whose holding has ended in this session, as they were published. */
  readonly ended: readonly DocumentOf<'stock_recommendations'>[];
  /** Net, of all holdings of the account, oldest first, with that of this session. */
  readonly returns: Float64Array;
  readonly sessionsPerYear: number;
}

/** Sessions of the Sharpe ratio that is looked at day by day. */
const RECENT = 60;

/** Those of the session, and those of an earlier one that have changed. */
export function documentsOf(facts: SessionFacts): readonly Document[] {
  return [
    ...withReturns(facts),
    ...recommendationsOf(facts),
    documentOf('trading_results', resultOf(facts)),
    documentOf('performance_metrics', metricsOf(facts)),
  ];
}

function documentOf<C extends 'trading_results' | 'performance_metrics'>(
  collection: C,
  payload: PayloadOf[C],
): DocumentOf<C> {
  return { id: documentId(collection, payload.account, payload.day), collection, payload, vectors: {} };
}

// ── what was decided ───────────────────────────────────────────────────────────────────────────────────────────────

function recommendationsOf(facts: SessionFacts): readonly DocumentOf<'stock_recommendations'>[] {
  const { features } = facts;
  const seen = features === null ? new Map<string, UnitVector>() : featureVectors(features);
  const set = features === null ? null : featureSet(features.names);
  const payloads = decisionsOf(facts, (ticker) => (seen.has(ticker) ? set : null));
  const decisions = decisionVectors(payloads);
  return payloads.map((payload, i) => {
    const { account, day, ticker } = payload;
    const id = documentId('stock_recommendations', account, day, ticker);
    const vectors = { ...(seen.has(ticker) && { features: seen.get(ticker)! }), decision: decisions[i]! };
    return { id, collection: 'stock_recommendations', payload, vectors };
  });
}

/** Of every name that is wanted, targeted or held. */
function decisionsOf(facts: SessionFacts, setOf: (ticker: string) => string | null): readonly Recommendation[] {
  const { orders, tickers, targets, kept, inputs } = facts.booked;
  const ranks = ranksOf(facts.booked);
  const wanted = new Map(orders.map((order) => [order.ticker, order.wanted]));
  return tickers.flatMap((ticker, i) => {
    const held = kept.book.live.held[i] ?? 0;
    const target = targets && targets.target[i]!;
    // Who has no order stays as it is.
    const weight = wanted.get(ticker) ?? held;
    const sign = weight || target || held;
    if (sign === 0) return [];
    return [
      {
        ...aboutOf(facts),
        ...{ ticker, side: sign > 0 ? ('long' as const) : ('short' as const) },
        ...{ weight: rounded(weight), target: target && rounded(target), held: rounded(held) },
        ...{ prediction: orNull(inputs.prediction[i]!), rank: ranks.get(i) ?? null, price: orNull(inputs.price[i]!) },
        ...{ return: null, until: null, feature_set: setOf(ticker) },
      },
    ];
  });
}

/** By stock: 1 for the highest prediction of an eligible one; equal ones share a rank. */
function ranksOf({ inputs: { eligible, prediction } }: BookedSession): ReadonlyMap<number, number> {
  const ranked = Array.from(eligible, (_, i) => i)
    .filter((i) => eligible[i] === 1 && !Number.isNaN(prediction[i]!))
    .sort((a, b) => prediction[b]! - prediction[a]!);
  const ranks = new Map<number, number>();
  for (const [place, i] of ranked.entries()) {
    const before = ranked[place - 1];
    const isTied = before !== undefined && prediction[before] === prediction[i];
    ranks.set(i, isTied ? ranks.get(before)! : place + 1);
  }
  return ranks;
}

/** The decision whose holding has ended, and now is known to have made something. */
function withReturns({ booked, ended }: SessionFacts): readonly DocumentOf<'stock_recommendations'>[] {
  const { moved, tickers, day } = booked;
  if (moved === null) return [];
  const placeOf = new Map(tickers.map((ticker, i) => [ticker, i]));
  const payloads = ended.map(({ payload }): Recommendation => {
    const at = placeOf.get(payload.ticker);
    return { ...payload, return: at === undefined ? null : orNull(moved[at]!), until: day };
  });
  const decisions = decisionVectors(payloads);
  return ended.map((document, i) => ({
    ...document,
    payload: payloads[i]!,
    vectors: { ...document.vectors, decision: decisions[i]! },
  }));
}

// ── what came of it ────────────────────────────────────────────────────────────────────────────────────────────────

function resultOf(facts: SessionFacts): TradingResult {
  const { holding, equity, cash, kept, executions, stops, stopped } = facts.booked;
  const held = kept.book.live.held;
  const figure = (key: keyof EndedHolding) => holding && rounded(holding[key]);
  return {
    ...aboutOf(facts),
    ...{ net: figure('net'), gross: figure('gross'), turnover: figure('turnover') },
    ...{ long_gross: figure('longGross'), short_gross: figure('shortGross') },
    ...{ cost: figure('cost'), spread: figure('spread'), commission: figure('commission'), impact: figure('impact') },
    ...{ borrow: figure('borrow'), financing: figure('financing'), interest: figure('interest') },
    ...{ equity: rounded(equity), cash: rounded(cash) },
    longs: held.filter((weight) => (weight ?? 0) > 0).length,
    shorts: held.filter((weight) => (weight ?? 0) < 0).length,
    fills: executions.length,
    ...{ stops: stops.map(({ text }) => text), stopped },
  };
}

function metricsOf(facts: SessionFacts): PerformanceMetrics {
  const { returns, sessionsPerYear, booked } = facts;
  const figures = returnFigures(returns, sessionsPerYear);
  const figure = (value: number | null) => (value === null ? null : orNull(value));
  const curve = equityCurve(returns);
  const peak = curve.reduce((most, value) => Math.max(most, value), 1);
  const recent = returns.length < RECENT ? null : sharpe(returns.subarray(-RECENT), sessionsPerYear);
  return {
    ...aboutOf(facts),
    sessions: figures.n,
    total_return: rounded(figures.totalReturn),
    annual_return: figure(figures.annualReturn),
    ...{ volatility: figure(figures.volatility), sharpe: figure(figures.sharpe) },
    ...{ sortino: figure(figures.sortino), calmar: figure(figures.calmar) },
    max_drawdown: rounded(figures.maxDrawdown),
    drawdown: rounded((curve.at(-1) ?? 1) / peak - 1),
    ...{ hit_rate: figure(figures.hitRate), sharpe_60: figure(recent) },
    equity: rounded(booked.equity),
  };
}

function aboutOf({ account, strategy, plan, booked: { day, snapshot } }: SessionFacts) {
  return { account, strategy, plan, snapshot, day, yyyymmdd: yyyymmdd(day) };
}
