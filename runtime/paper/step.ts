/** One session at the engine, and what the broker has to carry out of it. */
import { Book } from '../book/book.ts';
import type { BookState } from '../book/state.ts';
import type { BookSession } from '../book/types.ts';
import { invariant } from '../invariant.ts';
import { toIsoDay } from '../market.ts';
import type { Broker, BrokerHoldings, Execution, Order } from './broker.ts';
import type { CarriedOver } from './keptBook.ts';
import { isAskedToResume } from './ledger/accounts.ts';
import type { Ledger } from './ledger/ledger.ts';
import { type BookedReading, type SessionHead, waitingOrders } from './ledger/sessions.ts';
import { executionsOf, orderId, ordersOf } from './orders.ts';
import { underOtherRules } from './planChange.ts';
import { type Decided, SessionRecorder } from './recorder.ts';
import type { SessionContext, Steppable } from './steppable.ts';

/** What the engine has made of one session. */
export interface Stepped {
  readonly session: BookSession;
  readonly carried: CarriedOver | null;
  readonly byHand: boolean;
  readonly state: BookState;
  readonly stopped: boolean;
  readonly readings: readonly BookedReading[];
  readonly heard: SessionRecorder;
  /** What was decided in it. */
  readonly decided: Decided;
  /** In USD, before it. */
  readonly opening: number;
  readonly tickers: readonly string[];
  /** ISO day of the account's session of that number. */
  dayOf(number: number): string;
}

export function stepBook(
  { ledger, account }: SessionContext,
  { market, rules, stopsRead, read }: Steppable,
  at: number,
  head: SessionHead | null,
  carried: CarriedOver | null,
): Stepped {
  const { tickers, sessions } = market;
  const byHand = (carried?.book.stops.stoppedAt ?? null) !== null && isAskedToResume(ledger, account.name);
  const session: BookSession = { ...read(at), resume: byHand };
  const heard = new SessionRecorder();
  const book = new Book(rules, tickers.length, heard);
  const isChanged = head !== null && head.plan !== account.plan;
  if (carried !== null) book.restore(isChanged ? underOtherRules(carried.book, rules) : carried.book);
  book.step(session);
  const state = book.save();
  const decided: Decided | null = state.pending ?? heard.fill?.decision ?? null;
  invariant(decided !== null, 'a session decides');
  const first = at - (state.session - 1);
  return {
    ...{ session, carried, byHand, state, stopped: book.stopped, heard, decided, tickers },
    readings: book.stopReadings().map((reading, k) => {
      return { ...reading, comparison: rules.stops[k]!.comparison, reads: stopsRead[k]! };
    }),
    opening: carried?.book.equity ?? rules.capital,
    dayOf: (number) => toIsoDay(sessions[first + number]!),
  };
}

export interface Ordered {
  /** Decided in this session. */
  readonly orders: readonly Order[];
  /** By ticker, the order that the session's fill carries out; an earlier one's rest has none. */
  orderOf(ticker: string): string | null;
}

export function ordersAround(
  ledger: Ledger,
  account: string,
  { state, heard: { fill }, decided, tickers, dayOf }: Stepped,
): Ordered {
  const day = dayOf(state.session - 1);
  const before = state.pending === null && fill !== null ? fill.drifted : state.live.held;
  const orders = ordersOf({ account, decided: day, tickers }, decided, state, before);
  if (fill === null) return { orders, orderOf: () => null };
  const filled = dayOf(fill.decision.decided);
  const known = new Set(filled === day ? orders.map(({ id }) => id) : waitingOrders(ledger, account));
  const orderOf = (ticker: string) => {
    const id = orderId({ account, decided: filled }, ticker);
    return known.has(id) ? id : null;
  };
  return { orders, orderOf };
}

/** Hands the day to the broker. */
export async function carryOut(
  broker: Broker,
  stepped: Stepped,
  before: BrokerHoldings,
  { orderOf }: Ordered,
): Promise<readonly Execution[]> {
  const { session, carried, state, heard, opening, tickers } = stepped;
  const { fill, holding } = heard;
  const delisted = delistedOf(carried, session, state, before, tickers);
  const readjusted = carried?.readjusted ?? [];
  const held = new Map(before.quantities);
  for (const { ticker, factor } of readjusted) {
    const quantity = held.get(ticker);
    if (quantity !== undefined) held.set(ticker, quantity / factor);
  }
  for (const { ticker } of delisted) held.delete(ticker);
  const executions = fill === null ? [] : executionsOf(fill, tickers, session.price, held, orderOf);
  const charges = holding === null ? 0 : holding.cost + holding.borrow + holding.financing - holding.interest;
  await broker.carryOut({ readjusted, charges: charges * opening, delisted, executions });
  return executions;
}

/** Who is turned into cash in this session, at the last price times what the delisting returns on it. */
function delistedOf(
  carried: CarriedOver | null,
  { delisting }: BookSession,
  { lastPrice }: BookState,
  { quantities }: BrokerHoldings,
  tickers: readonly string[],
) {
  if (carried === null || delisting === null) return [];
  return tickers.flatMap((ticker, i) => {
    if (Number.isNaN(delisting[i]!) || !quantities.has(ticker)) return [];
    return [{ ticker, price: lastPrice[i]! * (1 + delisting[i]!) }];
  });
}
