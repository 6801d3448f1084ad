/** What is written of a session, from what the engine and the broker have made of it. */
import { cutBy, WHOLE_BOOK } from '../book/cuts.ts';
import { returnsSince } from '../book/settle.ts';
import type { BookState } from '../book/state.ts';
import type { BookRules, BookSession } from '../book/types.ts';
import { toIsoDay } from '../market.ts';
import type { BrokerHoldings, Execution } from './broker.ts';
import { findingsOn } from './freshness.ts';
import { adjustmentOf, type CarriedOver, type KeptBook, keepBook } from './keptBook.ts';
import type { BookedCut, BookedSession, EarlierPrediction } from './ledger/sessions.ts';
import { outcomesOf } from './orders.ts';
import type { HeardFill } from './recorder.ts';
import type { Ordered, Stepped } from './step.ts';
import type { SessionContext, Steppable } from './steppable.ts';

/** All there is to know of it. */
export interface Made extends Stepped, Ordered {
  /** Of those that the account's plan books. */
  readonly isFirst: boolean;
  readonly executions: readonly Execution[];
  readonly after: BrokerHoldings;
  readonly kept: KeptBook | null;
}

export function recordOf(
  { account, clock, run, now }: SessionContext,
  steppable: Steppable,
  at: number,
  { session, state, heard, decided, after, dayOf, tickers, ...made }: Made,
): BookedSession {
  const { market, rules, predictions } = steppable;
  const { fill, holding } = heard;
  const count = market.sessions.length;
  const isTakenUp = decided.rebalance || decided.resumed;
  return {
    day: dayOf(state.session - 1),
    number: state.session - 1,
    snapshot: market.snapshot,
    clock,
    predictions: account.predictions,
    byHand: made.byHand,
    stopped: made.stopped,
    equity: state.equity,
    cash: after.cash,
    run,
    at: now(),
    tickers,
    inputs: {
      price: session.price,
      factor: tickers.map((_, i) => adjustmentOf(market, i, at)),
      eligible: session.eligible,
      prediction: tickers.map((_, i) => predictions[i * count + at]!),
    },
    earlier: made.isFirst ? earlierPredictions(steppable, at) : [],
    targets: isTakenUp ? { ...mixed(state, rules), wanted: unpacked(state.live.wanted) } : null,
    stops: decided.stops,
    readings: made.readings,
    fill: fill && { ...fill, decided: dayOf(fill.decision.decided) },
    cuts: fill === null ? [] : cutsOf(fill, rules, tickers),
    executions: made.executions,
    holding: holding && { ...holding, since: dayOf(holding.from) },
    moved: made.carried && movesSince(made.carried, session),
    decision: decided.order,
    orders: made.orders,
    outcomes: fill === null ? new Map() : outcomesOf(fill, tickers, session.price, made.orderOf),
    positions: tickers.flatMap((ticker, i) => {
      const quantity = after.quantities.get(ticker);
      return quantity === undefined ? [] : [{ ticker, quantity, price: state.lastPrice[i]! }];
    }),
    findings: findingsOn(market, at),
    kept: keepBook(state, made.kept, market, session.price, at),
  };
}

/** The returns that the engine has ended the holding with. */
function movesSince({ book }: CarriedOver, { price, delisting }: BookSession): Float64Array {
  const lastPrice = Float64Array.from(book.lastPrice, (each) => each ?? Number.NaN);
  const returns = new Float64Array(price.length);
  returnsSince(lastPrice, price, delisting, returns);
  return returns;
}

/** What the book looks back to and no session of this plan has recorded. */
function earlierPredictions(
  { market: { tickers, sessions }, predictions, lookBack }: Steppable,
  at: number,
): readonly EarlierPrediction[] {
  const earlier: EarlierPrediction[] = [];
  for (let t = Math.max(0, at - lookBack); t < at; t++) {
    const day = toIsoDay(sessions[t]!);
    for (const [i, ticker] of tickers.entries()) {
      const prediction = predictions[i * sessions.length + t]!;
      if (!Number.isNaN(prediction)) earlier.push({ day, ticker, prediction });
    }
  }
  return earlier;
}

function cutsOf({ cuts }: HeardFill, { positionStops }: BookRules, tickers: readonly string[]): readonly BookedCut[] {
  const stops = positionStops.map(({ text }) => text);
  return cuts.map(([by, stock, figure, most, before, after]) => {
    const ticker = stock === WHOLE_BOOK ? null : tickers[stock]!;
    return { ticker, by: cutBy(by, stops), figure, most, before, after };
  });
}

/** The target and the smoothed book: sums over the sleeves, each times its share. */
function mixed({ sleeves }: BookState, rules: BookRules): { readonly target: number[]; readonly smoothed: number[] } {
  const sum = (part: 'target' | 'smoothed') => {
    const [only] = sleeves;
    if (sleeves.length === 1 && rules.sleeves[0]!.share === 1) return unpacked(only![part] ?? []);
    const total = new Array<number>(sleeves[0]!.target.length).fill(0);
    for (const [k, sleeve] of sleeves.entries()) {
      for (const [i, weight] of (sleeve[part] ?? []).entries()) total[i]! += rules.sleeves[k]!.share * (weight ?? 0);
    }
    return total;
  };
  return { target: sum('target'), smoothed: sum('smoothed') };
}

function unpacked(values: readonly (number | null)[]): number[] {
  return values.map((value) => value ?? 0);
}
