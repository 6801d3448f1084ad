/**
 * One session of an account: all of it in one transaction of the ledger, keyed by account and day.
 *
 *   1. still due?          another scheduler may have booked it meanwhile
 *   2. may it go on?       halts, the account's plan, the days of the data
 *   3. reconcile           the broker holds what the book says
 *   4. step                the engine of the backtest, from the state that the last session left
 *   5. carry out           executions and charges, at the broker
 *   6. conserve            cash and positions are the equity
 *   7. write               and put into the outbox what is published of it, and orders for an account elsewhere
 *
 * Whatever fails takes everything back; whoever is killed has booked nothing.
 */
import { Book } from '../book/book.ts';
import { cutBy, WHOLE_BOOK } from '../book/cuts.ts';
import { returnsSince } from '../book/settle.ts';
import type { BookState } from '../book/state.ts';
import type { BookRules, BookSession } from '../book/types.ts';
import { invariant } from '../invariant.ts';
import { fromIsoDay, type Market, type Panel, toIsoDay } from '../market.ts';
import { UserError } from '../ports.ts';
import { enqueue } from '../publish/outbox.ts';
import type { Broker, BrokerHoldings, Execution, Order } from './broker.ts';
import { type Mirror, mirrorSession } from './brokers/mirrorSession.ts';
import { verifyEquity, verifyPositions } from './conservation.ts';
import type { SessionFeatures } from './featureRows.ts';
import { findingsOn } from './freshness.ts';
import { adjustmentOf, type CarriedOver, carryOver, type KeptBook, keepBook } from './keptBook.ts';
import { type Account, findAccount, isAskedToResume, verifyNotHalted } from './ledger/accounts.ts';
import type { Ledger } from './ledger/ledger.ts';
import {
  type BookedCut,
  type BookedReading,
  type BookedSession,
  type ClockKind,
  type EarlierPrediction,
  headOf,
  keptBookOf,
  type SessionHead,
  writeSession,
} from './ledger/sessions.ts';
import { executionsOf, orderId, ordersOf, outcomesOf } from './orders.ts';
import { underOtherRules } from './planChange.ts';
import { type Decided, type HeardFill, SessionRecorder } from './recorder.ts';

/** Sessions of a market that can be stepped, by index. */
export interface Steppable {
  readonly market: Market;
  readonly rules: BookRules;
  readonly predictions: Panel;
  /** Sessions before its own of which the book reads the predictions. */
  readonly lookBack: number;
  /** What the models read of the cross-section of a session that is due; null where predictions are stored. */
  features(session: number): SessionFeatures | null;
  read(session: number): BookSession;
}

export interface SessionContext {
  readonly ledger: Ledger;
  readonly broker: Broker;
  /** Null: the account is held nowhere else. */
  readonly mirror: Mirror | null;
  readonly account: Account;
  readonly clock: ClockKind;
  readonly run: number;
  /** ISO instant, for the record only. */
  now(): string;
}

/** @returns what was booked, or null when somebody else has booked it meanwhile */
export async function bookSession(
  context: SessionContext,
  steppable: Steppable,
  at: number,
): Promise<BookedSession | null> {
  const { ledger, account, mirror } = context;
  return ledger.transaction(async () => {
    const day = toIsoDay(steppable.market.sessions[at]!);
    const head = headOf(ledger, account.name);
    if (head !== null && head.day >= day) return null;
    verifyNotHalted(ledger, account.name);
    verifySamePlan(ledger, account);
    verifyFollows(steppable.market, head, at);
    const booked = await step(context, steppable, at, head);
    writeSession(ledger, account, booked);
    const { features, market, rules } = steppable;
    if (mirror !== null) mirrorSession(ledger, account.name, booked, mirror, { market, at });
    enqueue(ledger, account, booked, { features: features(at), sessionsPerYear: rules.sessionsPerYear });
    return booked;
  });
}

async function step(
  context: SessionContext,
  steppable: Steppable,
  at: number,
  head: SessionHead | null,
): Promise<BookedSession> {
  const { ledger, broker, account } = context;
  const kept = keptBookOf(ledger, account.name);
  const before = await broker.holdings();
  if (kept !== null) verifyPositions(kept, before);
  const stepped = stepBook(context, steppable, at, head, kept && carryOver(kept, steppable.market));
  const ordered = ordersAround(ledger, account.name, stepped);
  const executions = await carryOut(broker, stepped, before, ordered);
  const after = await broker.holdings();
  verifyEquity(stepped.state, steppable.market.tickers, after);
  const isFirst = head?.plan !== account.plan;
  return recordOf(context, steppable, at, { ...stepped, ...ordered, isFirst, executions, after, kept });
}

/** What the engine has made of one session. */
interface Stepped {
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

function stepBook(
  { ledger, account }: SessionContext,
  { market, rules, read }: Steppable,
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
    readings: book.stopReadings().map((reading, k) => ({ ...reading, comparison: rules.stops[k]!.comparison })),
    opening: carried?.book.equity ?? rules.capital,
    dayOf: (number) => toIsoDay(sessions[first + number]!),
  };
}

interface Ordered {
  /** Decided in this session. */
  readonly orders: readonly Order[];
  /** By ticker, the order that the session's fill carries out; an earlier one's rest has none. */
  orderOf(ticker: string): string | null;
}

function ordersAround(
  ledger: Ledger,
  account: string,
  { state, heard: { fill }, decided, tickers, dayOf }: Stepped,
): Ordered {
  const day = dayOf(state.session - 1);
  const before = state.pending === null && fill !== null ? fill.drifted : state.live.held;
  const orders = ordersOf({ account, decided: day, tickers }, decided, state, before);
  if (fill === null) return { orders, orderOf: () => null };
  const filled = dayOf(fill.decision.decided);
  const known = new Set(filled === day ? orders.map(({ id }) => id) : waitingOf(ledger, account));
  const orderOf = (ticker: string) => {
    const id = orderId({ account, decided: filled }, ticker);
    return known.has(id) ? id : null;
  };
  return { orders, orderOf };
}

/** Hands the day to the broker. */
async function carryOut(
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

interface Made extends Stepped, Ordered {
  /** Of those that the account's plan books. */
  readonly isFirst: boolean;
  readonly executions: readonly Execution[];
  readonly after: BrokerHoldings;
  readonly kept: KeptBook | null;
}

function recordOf(
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

function waitingOf(ledger: Ledger, account: string): string[] {
  const sql = "SELECT id FROM orders WHERE account = ? AND state = 'waiting'";
  return ledger.all<{ id: string }>(sql, account).map(({ id }) => id);
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

/** Between finding out what is due and booking it, somebody may have changed it. */
function verifySamePlan(ledger: Ledger, account: Account): void {
  if (findAccount(ledger, account.name)?.plan === account.plan) return;
  throw new UserError('paper-other-strategy', `the account ${account.name} was changed to another plan meanwhile`, [
    'run the same command with the strategy it follows now',
  ]);
}

/** Sessions are booked without a gap. */
function verifyFollows({ sessions }: Market, head: SessionHead | null, at: number): void {
  if (head === null || sessions[at - 1] === fromIsoDay(head.day)) return;
  const before = at === 0 ? 'nothing' : toIsoDay(sessions[at - 1]!);
  throw new UserError(
    'paper-calendar-changed',
    `the account was last booked on ${head.day}, and before ${toIsoDay(sessions[at]!)} the data have ${before}`,
    ['use the calendar that the account began with'],
  );
}
