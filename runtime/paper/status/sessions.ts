/** The last sessions of an account, each with what happened in it. */
import { calendarNamed } from '../../calendar/calendar.ts';
import { lastSessionUntil } from '../../calendar/lastSession.ts';
import { fromIsoDay } from '../../market.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ClockKind } from '../ledger/sessions.ts';

export interface SessionRow {
  readonly day: string;
  readonly equity: number;
  /** Net, of the holding that ended; null: none did. */
  readonly net: number | null;
  /** What its fill did; null: nothing was filled. */
  readonly kind: 'hold' | 'rebalance' | 'flatten' | null;
  readonly turnover: number | null;
  readonly cost: number | null;
  /** How many. */
  readonly fills: number;
  readonly findings: number;
  /** Stops that tripped, as written. */
  readonly stops: readonly string[];
  /** In cash after it. */
  readonly stopped: boolean;
  /** Resumed by hand. */
  readonly byHand: boolean;
  readonly clock: ClockKind;
  /** Booked live after a later session had closed. */
  readonly late: boolean;
  /** ISO instant. */
  readonly bookedAt: string;
}

export interface StopRow {
  readonly day: string;
  readonly text: string;
  readonly figure: number;
  readonly limit: number;
}

const SHOWN = 60;
const FEW = 5;

type Row = Omit<SessionRow, 'stops' | 'stopped' | 'byHand' | 'late'> & {
  readonly stops: string;
  readonly stopped: number;
  readonly byHand: number;
};

/** @param calendar of the plan that the account follows */
export function sessionsOf(ledger: Ledger, name: string, calendar: string): readonly SessionRow[] {
  const rows = ledger.all<Row>(
    `SELECT day, sessions.equity, net, kind, rebalances.turnover, rebalances.cost, stopped, by_hand AS byHand, clock,
       booked_at AS bookedAt,
       (SELECT count(*) FROM fills WHERE session = id) AS fills,
       (SELECT count(*) FROM findings WHERE session = id) AS findings,
       (SELECT json_group_array(text) FROM stops WHERE session = id) AS stops
     FROM sessions LEFT JOIN holdings ON holdings.session = id LEFT JOIN rebalances ON rebalances.session = id
     WHERE account = ? ORDER BY number DESC LIMIT ${SHOWN}`,
    name,
  );
  return rows.map((row) => ({
    ...row,
    stops: JSON.parse(row.stops) as string[],
    stopped: row.stopped === 1,
    byHand: row.byHand === 1,
    late: isLate(row, calendar),
  }));
}

function isLate({ day, clock, bookedAt }: Pick<Row, 'day' | 'clock' | 'bookedAt'>, calendar: string): boolean {
  // The day's own date is not late anywhere, and asking an exchange's clock is slow.
  if (clock === 'replay' || bookedAt.slice(0, 10) <= day) return false;
  const at = new Date(bookedAt);
  const booked = fromIsoDay(bookedAt.slice(0, 10));
  return lastSessionUntil(calendarNamed(calendar), booked, at.getTime()) > fromIsoDay(day);
}

export function stopsOf(ledger: Ledger, name: string): readonly StopRow[] {
  return ledger.all<StopRow & object>(
    `SELECT day, text, figure, "limit" FROM stops JOIN sessions ON id = session
     WHERE account = ? ORDER BY number DESC, place LIMIT ${FEW}`,
    name,
  );
}
