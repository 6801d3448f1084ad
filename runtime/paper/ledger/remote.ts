/** What the ledger knows of a paper account elsewhere: orders that are for it, what became of them, what it must hold. */
import type { FillTime, RemoteAnswer, RemoteOrder } from '../brokers/remote.ts';
import type { Ledger } from './ledger.ts';

/** Name of the broker that mirrors the account; null: none does. */
export function mirrorOf(ledger: Ledger, account: string): string | null {
  return ledger.get<{ broker: string }>('SELECT broker FROM mirrors WHERE account = ?', account)?.broker ?? null;
}

/** Within a transaction. */
export function keepMirror(ledger: Ledger, account: string, broker: string): void {
  ledger.run('INSERT INTO mirrors VALUES (?, ?)', account, broker);
}

export interface OpenOrder extends RemoteOrder {
  /** ISO day of the decision. */
  readonly day: string;
  /** ISO instant after which it is taken no more. */
  readonly until: string;
  readonly isKnown: boolean;
}

/** Those that are waiting to be handed over, or may still fill; in the order in which they were decided. */
export function openOrders(ledger: Ledger, account: string): readonly OpenOrder[] {
  const rows = ledger.all<{
    id: string;
    ticker: string;
    quantity: number;
    at: FillTime;
    day: string;
    until: string;
    state: string;
  }>(
    `SELECT remote_orders.id, ticker, quantity, at, day, until, state FROM remote_orders JOIN sessions ON sessions.id = session
     WHERE account = ? AND state IN ('waiting', 'working') ORDER BY session, ticker`,
    account,
  );
  return rows.map(({ state, ...order }) => ({ ...order, isKnown: state === 'working' }));
}

/** Within a session's transaction. @param session id of its row @param state `missed`: it is too late already */
export function writeRemoteOrder(
  ledger: Ledger,
  session: number,
  { id, ticker, quantity, at }: RemoteOrder,
  until: string,
  state: 'waiting' | 'missed',
): void {
  ledger.run(
    `INSERT INTO remote_orders (id, session, ticker, quantity, at, until, state) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ...[id, session, ticker, quantity, at, until, state],
  );
}

/**
 * What became of an order. Shares that it has filled since it was last heard of are held from now on: hearing the same
 * answer again changes nothing.
 */
export function recordAnswer(ledger: Ledger, account: string, { id, ticker }: RemoteOrder, answer: RemoteAnswer): void {
  const row = ledger.get<{ filled: number; state: string }>(
    'SELECT filled, state FROM remote_orders WHERE id = ?',
    id,
  )!;
  const { filled: before } = row;
  const { state, filled, price, reason } = answer;
  // Another process has heard a later one meanwhile.
  const isOld = !['waiting', 'working'].includes(row.state) || Math.abs(filled) < Math.abs(before);
  if (isOld) return;
  ledger.run(
    'UPDATE remote_orders SET state = ?, filled = ?, price = ?, reason = ? WHERE id = ?',
    ...[state, filled, price, reason, id],
  );
  if (filled === before) return;
  const held = (remotePositions(ledger, account).get(ticker) ?? 0) + filled - before;
  keepRemotePosition(ledger, account, ticker, held);
}

/** It was not handed over in time. Of one that has been meanwhile, this is not true. */
export function recordMissed(ledger: Ledger, { id }: RemoteOrder): void {
  ledger.run("UPDATE remote_orders SET state = 'missed' WHERE id = ? AND state = 'waiting'", id);
}

/** Shares, signed, that the account elsewhere must hold after all that was heard of. */
export function remotePositions(ledger: Ledger, account: string): ReadonlyMap<string, number> {
  const rows = ledger.all<{ ticker: string; quantity: number }>(
    'SELECT ticker, quantity FROM remote_positions WHERE account = ? ORDER BY ticker',
    account,
  );
  return new Map(rows.map(({ ticker, quantity }) => [ticker, quantity]));
}

/** Within a transaction. */
export function keepRemotePosition(ledger: Ledger, account: string, ticker: string, quantity: number): void {
  if (quantity === 0) ledger.run('DELETE FROM remote_positions WHERE account = ? AND ticker = ?', account, ticker);
  else ledger.run('INSERT OR REPLACE INTO remote_positions VALUES (?, ?, ?)', account, ticker, quantity);
}

/** Orders of a session that nobody was in time for. @param day ISO */
export function missedOrders(ledger: Ledger, account: string, day: string) {
  return ledger.all<Pick<RemoteOrder, 'ticker' | 'quantity'>>(
    `SELECT ticker, quantity FROM remote_orders JOIN sessions ON sessions.id = session
     WHERE account = ? AND day = ? AND state = 'missed' ORDER BY ticker`,
    ...[account, day],
  );
}

/**
 * Whether the last orders for it have come to their end, so that it can be like the book; false before there were any.
 * Those of a session that was booked once the next one was over could not be given by anybody; others that were missed
 * have come to their end, with nothing.
 * @param overAt when the session after a day is
 */
export function hasCaughtUp(ledger: Ledger, account: string, overAt: (day: string) => Date): boolean {
  const sql = `SELECT session, day, booked_at AS at FROM remote_orders JOIN sessions ON sessions.id = session
    WHERE account = ? ORDER BY session DESC LIMIT 1`;
  const last = ledger.get<{ session: number; day: string; at: string }>(sql, account);
  if (last === null) return false;
  const isAny = (states: string) =>
    ledger.get(`SELECT 1 FROM remote_orders WHERE session = ? AND state IN (${states}) LIMIT 1`, last.session) !== null;
  if (isAny("'waiting', 'working'")) return false;
  return Date.parse(last.at) < overAt(last.day).getTime() || !isAny("'missed'");
}

export interface Apart {
  /** Of equity; null: it is not known yet. */
  readonly apart: number | null;
  /** How far it may be. */
  readonly most: number;
  /** There, in USD. */
  readonly equity: number;
}

/** Within a session's transaction. */
export function writeApart(ledger: Ledger, session: number, { apart, most, equity }: Apart): void {
  const sql = 'INSERT INTO remote_sessions (session, apart, equity, most) VALUES (?, ?, ?, ?)';
  ledger.run(sql, session, apart, equity, most);
}
