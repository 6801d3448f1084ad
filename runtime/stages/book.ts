/**
 * The book stage: predictions become weights, costs, returns and equity over the sessions of the test window. It turns
 * plan and panels into what the engine (runtime/book) steps on, and says what a reader should notice.
 */
import { booked, type Plan } from '../../compiler/plan.ts';
import { type BookPanels, backtest } from '../book/backtest.ts';
import { needsRawPrices } from '../book/costRules.ts';
import { fillPrices, rawFillPrices } from '../book/fillPrices.ts';
import { BookNotices } from '../book/notices.ts';
import { rulesFromPlan } from '../book/rules.ts';
import { schedulesOf } from '../book/sleeveRules.ts';
import type { BookRules } from '../book/types.ts';
import { delayed, evaluateNodes } from '../evaluate/nodes.ts';
import { type Market, type Panel, sessionsWithin } from '../market.ts';
import { type EventSink, UserError } from '../ports.ts';
import type { BookResult, FeatureSet, Predictions } from '../results.ts';

/** Raised whenever results change; part of the artifact key. */
export const BOOK_VERSION = 3;

export interface BookInputs {
  readonly plan: Plan;
  readonly market: Market;
  readonly features: Pick<FeatureSet, 'eligible' | 'present'>;
  readonly predictions: Pick<Predictions, 'values'>;
  readonly events: EventSink;
  /** Sessions by which everything that the book reads of the market comes late, for the evidence; 0 by default. */
  readonly delay?: number;
}

/** @throws UserError when the test window has no session (`no-test-sessions`) or the book loses all (`equity-lost`). */
export function runBook(inputs: BookInputs): BookResult {
  const { rules, panels } = prepareBook(inputs);
  const notices = new BookNotices(inputs.market, panels.first, rules);
  const result = backtest(rules, panels, (fill) => notices.filled(fill));
  notices.emit(inputs.events, result.decisions);
  return result;
}

/**
 * What the engine steps on, for the backtest and for paper trading alike.
 * @throws UserError `no-test-sessions`
 */
export function prepareBook(inputs: Omit<BookInputs, 'events'>): {
  readonly rules: BookRules;
  readonly panels: BookPanels;
} {
  const { plan, market, features, predictions, delay = 0 } = inputs;
  const { first, end } = sessionsWithin(market.sessions, booked(plan.split));
  if (first === end) throw noTestSessions(plan);
  const rules = rulesFromPlan(plan, market.tickers);
  const value = evaluateNodes(plan, market, { prediction: ofTheSection(predictions.values, features.present) });
  const price = fillPrices(plan, market.bars);
  const panels: BookPanels = {
    sessions: market.sessions,
    stocks: market.tickers.length,
    first,
    end,
    price,
    rawPrice: needsRawPrices(plan) ? rawFillPrices(price, market.bars) : null,
    eligible: features.eligible,
    value: delayed(value, delay, market.sessions.length),
    delistings: market.delistings,
    scheduled: schedulesOf(plan.portfolios, market.sessions),
  };
  return { rules, panels };
}

/** Only who is in the cross-section has a prediction. */
function ofTheSection(predictions: Panel, present: Uint8Array): Panel {
  if (present.every((there, at) => there === 1 || Number.isNaN(predictions[at]!))) return predictions;
  return predictions.map((value, at) => (present[at] === 1 ? value : Number.NaN));
}

function noTestSessions(plan: Plan): UserError {
  const { from, to } = booked(plan.split);
  return new UserError('no-test-sessions', `the data has no session within the test window ${from} .. ${to}`, [
    'choose a test window that the data covers',
  ]);
}
