/** Sessions as they are booked: written within one transaction, read by whoever goes on or looks. */
import type { EndedHolding } from '../../book/decision.ts';
import type { StopRule } from '../../book/types.ts';
import type { StopTrip } from '../../results.ts';
import type { Execution, Order } from '../broker.ts';
import type { KeptBook } from '../keptBook.ts';
import type { OrderOutcome } from '../orders.ts';
import type { Decided, HeardFill } from '../recorder.ts';
import type { Account, PredictionSource } from './accounts.ts';
import type { Ledger } from './ledger.ts';

export type ClockKind = 'live' | 'replay';

export interface SessionHead {
  /** Of its row. */
  readonly id: number;
  readonly day: string;
  readonly number: number;
  /** Hash of the plan it was decided by. */
  readonly plan: string;
  /** By which it was booked. */
  readonly clock: ClockKind;
}

export interface EarlierPrediction {
  readonly day: string;
  readonly ticker: string;
  readonly prediction: number;
}

/** As in `cuts.parquet` of a backtest. */
export interface BookedCut {
  /** Null: all weights, or all orders, by one factor. */
  readonly ticker: string | null;
  readonly by: string;
  readonly figure: number | null;
  readonly most: number;
  readonly before: number;
  readonly after: number;
}

/** NaN: undefined as yet. */
export interface BookedReading extends StopTrip {
  readonly comparison: StopRule['comparison'];
  /** Null: a formula of several figures. */
  readonly reads: string | null;
}

/** All that is written of one session. Arrays are over stocks, in the order of `tickers`. */
export interface BookedSession {
  readonly day: string;
  readonly number: number;
  readonly snapshot: string;
  readonly clock: ClockKind;
  readonly predictions: PredictionSource;
  readonly byHand: boolean;
  readonly stopped: boolean;
  readonly equity: number;
  readonly cash: number;
  readonly run: number;
  readonly at: string;
  readonly tickers: readonly string[];
  readonly inputs: {
    readonly price: ArrayLike<number>;
    readonly factor: ArrayLike<number>;
    readonly eligible: ArrayLike<number>;
    readonly prediction: ArrayLike<number>;
  };
  /** Predictions of sessions before, where this is the first that its plan books. */
  readonly earlier: readonly EarlierPrediction[];
  /** Null: nothing was decided on weights. */
  readonly targets: {
    readonly target: ArrayLike<number>;
    readonly smoothed: ArrayLike<number>;
    readonly wanted: ArrayLike<number>;
  } | null;
  readonly stops: readonly StopTrip[];
  /** What each stop of the book reads after the session, in their order. */
  readonly readings: readonly BookedReading[];
  readonly fill: (HeardFill & { readonly decided: string }) | null;
  /** Of the fill, in the order in which it happened. */
  readonly cuts: readonly BookedCut[];
  readonly executions: readonly Execution[];
  readonly holding: (EndedHolding & { readonly since: string }) | null;
  /** What each stock returned over that holding, as the engine books it; null in the first session. */
  readonly moved: ArrayLike<number> | null;
  /** Decided in this session. */
  readonly decision: Decided['order'];
  readonly orders: readonly Order[];
  /** Of the decision that the session's fill carries out, by order. */
  readonly outcomes: ReadonlyMap<string, OrderOutcome>;
  readonly positions: readonly { readonly ticker: string; readonly quantity: number; readonly price: number }[];
  readonly findings: readonly { readonly rule: string; readonly ticker: string; readonly detail: string }[];
  readonly kept: KeptBook;
}

/** The last session booked. */
export function headOf(ledger: Ledger, account: string): SessionHead | null {
  return ledger.get<SessionHead & object>(
    'SELECT id, day, number, plan, clock FROM sessions WHERE account = ? ORDER BY number DESC LIMIT 1',
    account,
  );
}

/** When a session was booked last, of whichever account, as an ISO instant. */
export function lastBookedAt(ledger: Ledger): string | null {
  return ledger.get<{ at: string }>('SELECT booked_at AS at FROM sessions ORDER BY id DESC LIMIT 1')?.at ?? null;
}

/** Who was eligible in the last session booked. */
export function eligibleBefore(ledger: Ledger, account: string): readonly string[] {
  const sql = 'SELECT ticker FROM inputs WHERE session = ? AND eligible = 1 ORDER BY ticker';
  const head = headOf(ledger, account);
  return head === null ? [] : ledger.all<{ ticker: string }>(sql, head.id).map(({ ticker }) => ticker);
}

export function keptBookOf(ledger: Ledger, account: string): KeptBook | null {
  const row = ledger.get<{ json: string }>('SELECT json FROM book_states WHERE account = ?', account);
  return row && (JSON.parse(row.json) as KeptBook);
}

/** Ids of orders that no session has filled yet. */
export function waitingOrders(ledger: Ledger, account: string): readonly string[] {
  const sql = "SELECT id FROM orders WHERE account = ? AND state = 'waiting'";
  return ledger.all<{ id: string }>(sql, account).map(({ id }) => id);
}

/** Within a transaction. @param session id of the row it is the book after */
export function keepBookOf(ledger: Ledger, account: string, session: number, kept: KeptBook): void {
  ledger.run('INSERT OR REPLACE INTO book_states VALUES (?, ?, ?)', account, session, JSON.stringify(kept));
}

/** Within a transaction. */
export function writeSession(ledger: Ledger, account: Account, booked: BookedSession): void {
  const { day, number, snapshot, clock, byHand, stopped, equity, cash, run, at } = booked;
  ledger.run(
    `INSERT INTO sessions (account, day, number, plan, snapshot, clock, predictions, by_hand, stopped, equity, cash, run, booked_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[account.name, day, number, account.plan, snapshot, clock, booked.predictions],
    ...[Number(byHand), Number(stopped), equity, cash, run, at],
  );
  const id = headOf(ledger, account.name)!.id;
  writeInputs(ledger, id, booked);
  for (const { day: of, ticker, prediction } of booked.earlier) {
    ledger.run('INSERT INTO earlier_predictions VALUES (?, ?, ?, ?)', id, of, ticker, prediction);
  }
  writeTargets(ledger, id, booked);
  for (const [place, { text, figure, limit }] of booked.stops.entries()) {
    ledger.run('INSERT INTO stops VALUES (?, ?, ?, ?, ?)', id, place, text, figure, limit);
  }
  writeReadings(ledger, id, booked);
  for (const { id: order, ticker, wanted } of booked.orders) {
    ledger.run(`INSERT INTO orders VALUES (?, ?, ?, ?, ?, 'waiting', NULL)`, order, account.name, id, ticker, wanted);
  }
  writeFill(ledger, id, booked);
  for (const [place, { ticker, by, figure, most, before, after }] of booked.cuts.entries()) {
    ledger.run('INSERT INTO cuts VALUES (?, ?, ?, ?, ?, ?, ?, ?)', id, place, ticker, by, figure, most, before, after);
  }
  writeHolding(ledger, id, booked);
  for (const { ticker, quantity, price } of booked.positions) {
    ledger.run('INSERT INTO positions VALUES (?, ?, ?, ?, ?)', id, ticker, quantity, price, quantity * price);
  }
  for (const [place, { rule, ticker, detail }] of booked.findings.entries()) {
    ledger.run('INSERT INTO findings VALUES (?, ?, ?, ?, ?)', id, place, rule, ticker, detail);
  }
  keepBookOf(ledger, account.name, id, booked.kept);
  if (byHand) ledger.run('UPDATE resumes SET session = ? WHERE account = ? AND session IS NULL', id, account.name);
}

function writeReadings(ledger: Ledger, id: number, { readings }: BookedSession): void {
  for (const [place, { text, comparison, figure, limit, reads }] of readings.entries()) {
    const values = [text, comparison, number(figure), number(limit), reads];
    ledger.run('INSERT INTO stop_readings VALUES (?, ?, ?, ?, ?, ?, ?)', id, place, ...values);
  }
}

function writeInputs(ledger: Ledger, id: number, { tickers, inputs }: BookedSession): void {
  const { price, factor, eligible, prediction } = inputs;
  for (const [i, ticker] of tickers.entries()) {
    const isThere = eligible[i] === 1 || !Number.isNaN(price[i]!) || !Number.isNaN(prediction[i]!);
    if (!isThere) continue;
    const values = [number(price[i]!), number(factor[i]!), eligible[i]!, number(prediction[i]!)];
    ledger.run('INSERT INTO inputs VALUES (?, ?, ?, ?, ?, ?)', id, ticker, ...values);
  }
}

function writeTargets(ledger: Ledger, id: number, { tickers, targets }: BookedSession): void {
  if (targets === null) return;
  const { target, smoothed, wanted } = targets;
  for (const [i, ticker] of tickers.entries()) {
    if (target[i] === 0 && smoothed[i] === 0 && wanted[i] === 0) continue;
    ledger.run('INSERT INTO targets VALUES (?, ?, ?, ?, ?)', id, ticker, target[i]!, smoothed[i]!, wanted[i]!);
  }
}

function writeFill(ledger: Ledger, id: number, { tickers, fill, executions, outcomes }: BookedSession): void {
  if (fill === null) return;
  const { decision, decided, turnover, cost, borrow, equity, drifted, held } = fill;
  const { order: kind, whyNot, resumed, scale } = decision;
  ledger.run(
    'INSERT INTO rebalances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ...[id, decided, kind, whyNot, Number(resumed), number(scale), turnover, cost, borrow, equity],
  );
  for (const [i, ticker] of tickers.entries()) {
    if (drifted[i] === 0 && held[i] === 0) continue;
    ledger.run('INSERT INTO weights VALUES (?, ?, ?, ?)', id, ticker, drifted[i]!, held[i]!);
  }
  for (const [order, state] of outcomes) {
    ledger.run('UPDATE orders SET state = ?, filled = ? WHERE id = ?', state, id, order);
  }
  for (const { ticker, order, quantity, price } of executions) {
    const value = quantity * price;
    ledger.run(
      'INSERT INTO fills VALUES (?, ?, ?, ?, ?, ?, ?)',
      id,
      ticker,
      order,
      quantity,
      price,
      value,
      value / equity,
    );
  }
}

function writeHolding(ledger: Ledger, id: number, { holding }: BookedSession): void {
  if (holding === null) return;
  const { since, gross, longGross, shortGross, net, cost, spread, commission, impact, borrow } = holding;
  const { financing, interest, turnover, turnoverLong, turnoverShort, equity } = holding;
  ledger.run(
    'INSERT INTO holdings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ...[id, since, gross, longGross, shortGross, net, cost, spread, commission, impact, borrow],
    ...[financing, interest, turnover, turnoverLong, turnoverShort, equity],
  );
}

/** NaN, which SQL has not, is NULL. */
function number(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
