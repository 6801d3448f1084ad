/** An account that is held at a broker elsewhere as well: how its orders went, and how far it is from the book. */
import type { Ledger } from '../ledger/ledger.ts';
import { mirrorOf } from '../ledger/remote.ts';
import type { Failure } from './invocations.ts';

export type RemoteState = 'waiting' | 'working' | 'filled' | 'cancelled' | 'expired' | 'rejected' | 'missed';

export interface RemoteOrderRow {
  readonly ticker: string;
  /** Whole shares as traded; what is sold is below zero. */
  readonly quantity: number;
  /** Of them, so far. */
  readonly filled: number;
  readonly state: RemoteState;
  /** In the broker's words; null: it gave none. */
  readonly reason: string | null;
}

export interface MirrorStatus {
  readonly broker: string;
  /** Of the last session that had any; null: none had. */
  readonly orders: {
    /** Day of the decision. */
    readonly day: string;
    readonly all: number;
    /** It has them: all but those that wait to be handed over, and those that were not in time. */
    readonly handedOver: number;
    readonly filled: number;
    /** Those that came to nothing or to a part, and those that may still fill; rejected ones first, then by ticker. */
    readonly unfilled: readonly RemoteOrderRow[];
  } | null;
  /** When it was compared with the book last; null: its first orders have not come to their end. */
  readonly apart: {
    readonly day: string;
    /** Σ of value apart over equity. */
    readonly figure: number;
    /** What was allowed; null: of a session before it was written. */
    readonly most: number | null;
  } | null;
  /** There, before the last session, in USD; null: none was booked. */
  readonly equity: number | null;
  /**
   * What stopped it and nobody has put right: it holds other positions than its answers come to, which
   * `--accept-positions` takes as they are, or is too far from the book. Null: neither.
   */
  readonly stoppedBy: 'paper-positions-differ' | 'broker-apart' | null;
}

/** @param failures since the last invocation that finished, newest first */
export function mirrorStatus(ledger: Ledger, name: string, failures: readonly Failure[]): MirrorStatus | null {
  const broker = mirrorOf(ledger, name);
  if (broker === null) return null;
  const stop = failures[0]?.outcome;
  return {
    broker,
    orders: ordersThere(ledger, name),
    apart: lastApart(ledger, name),
    equity: lastEquity(ledger, name),
    stoppedBy: stop === 'paper-positions-differ' || stop === 'broker-apart' ? stop : null,
  };
}

function ordersThere(ledger: Ledger, name: string): MirrorStatus['orders'] {
  const last = ledger.get<{ id: number; day: string }>(
    `SELECT sessions.id, day FROM sessions JOIN remote_orders ON session = sessions.id
     WHERE account = ? ORDER BY number DESC LIMIT 1`,
    name,
  );
  if (last === null) return null;
  const rows = ledger.all<RemoteOrderRow & object>(
    `SELECT ticker, quantity, filled, state, reason FROM remote_orders WHERE session = ?
     ORDER BY state <> 'rejected', ticker`,
    last.id,
  );
  const isOver = ({ state }: RemoteOrderRow) => state !== 'waiting' && state !== 'missed';
  const isFilled = ({ filled, quantity }: RemoteOrderRow) => filled === quantity;
  return {
    ...{ day: last.day, all: rows.length, handedOver: rows.filter(isOver).length },
    ...{ filled: rows.filter(isFilled).length, unfilled: rows.filter((row) => !isFilled(row)) },
  };
}

function lastApart(ledger: Ledger, name: string): MirrorStatus['apart'] {
  return ledger.get<NonNullable<MirrorStatus['apart']> & object>(
    `SELECT day, apart AS figure, most FROM sessions JOIN remote_sessions ON session = sessions.id
     WHERE account = ? AND apart IS NOT NULL ORDER BY number DESC LIMIT 1`,
    name,
  );
}

function lastEquity(ledger: Ledger, name: string): number | null {
  const sql = `SELECT remote_sessions.equity FROM sessions JOIN remote_sessions ON session = sessions.id
    WHERE account = ? ORDER BY number DESC LIMIT 1`;
  return ledger.get<{ equity: number }>(sql, name)?.equity ?? null;
}
