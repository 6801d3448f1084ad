/**
 * The book stage: predictions become weights, costs, returns and equity over the sessions of the test window. It turns
 * plan and panels into what the engine (runtime/book) steps on, and says what a reader should notice.
 */
import type { NodeId, Plan } from '../../compiler/plan.ts';
import { backtest } from '../book/backtest.ts';
import { BookNotices } from '../book/notices.ts';
import { fillPrices, rulesFromPlan } from '../book/rules.ts';
import { isScheduled } from '../book/schedule.ts';
import { invariant } from '../invariant.ts';
import { type Market, sessionsWithin } from '../market.ts';
import { type EventSink, UserError } from '../ports.ts';
import type { BookResult, FeatureSet, Predictions } from '../results.ts';

/** Raised whenever results change; part of the artifact key. */
export const BOOK_VERSION = 1;

export interface BookInputs {
  readonly plan: Plan;
  readonly market: Market;
  readonly features: Pick<FeatureSet, 'eligible' | 'present'>;
  readonly predictions: Pick<Predictions, 'values'>;
  readonly events: EventSink;
  /** The filter of a leg as a stock-major mask, 1 where it passes; asked for only where the plan has one. */
  evaluateMask?(node: NodeId): Uint8Array | Float64Array;
}

/** @throws UserError when the test window has no session (`no-test-sessions`) or the book loses all (`equity-lost`). */
export function runBook({ plan, market, features, predictions, events, evaluateMask }: BookInputs): BookResult {
  const { first, end } = sessionsWithin(market.sessions, plan.split.test);
  if (first === end) throw noTestSessions(plan);
  const rules = rulesFromPlan(plan, market.sectors);
  const mask = (node: NodeId | null): Uint8Array | Float64Array | null => {
    if (node === null) return null;
    invariant(evaluateMask, 'the plan filters a leg and nobody evaluates the filter');
    return evaluateMask(node);
  };
  const notices = new BookNotices(market.sessions, first, rules);
  const result = backtest(
    rules,
    {
      sessions: market.sessions,
      stocks: market.tickers.length,
      first,
      end,
      price: fillPrices(plan, market.bars),
      score: predictions.values,
      present: features.present,
      eligible: features.eligible,
      longFilter: mask(plan.portfolio.long?.filter ?? null),
      shortFilter: mask(plan.portfolio.short?.filter ?? null),
      delistings: market.delistings,
      rebalance: (session) => isScheduled(plan.portfolio.rebalance, market.sessions, session),
    },
    (fill) => notices.filled(fill),
  );
  notices.emit(events);
  return result;
}

function noTestSessions(plan: Plan): UserError {
  const { from, to } = plan.split.test;
  return new UserError('no-test-sessions', `the data has no session within the test window ${from} .. ${to}`, [
    'choose a test window that the data covers',
  ]);
}
