/** Where an account stands after its last session. */
import { isAskedToResume } from '../ledger/accounts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ClockKind } from '../ledger/sessions.ts';

export interface LastSession {
  /** Of its row. */
  readonly id: number;
  readonly day: string;
  /** How many there were. */
  readonly sessions: number;
  /** Day of the first. */
  readonly first: string;
  /** USD. */
  readonly equity: number;
  readonly cash: number;
  /** Net, of the holding that ended; null: none did. */
  readonly net: number | null;
  /** Equity against that of the session before, in USD; null: there was none. */
  readonly dayChange: number | null;
  /** Below the highest equity there was, at or below zero. */
  readonly drawdown: number;
  /** The deepest there was. */
  readonly maxDrawdown: number;
  /** Whether a stop keeps it in cash. */
  readonly stopped: boolean;
  readonly resumeAsked: boolean;
  readonly clock: ClockKind;
  /** Of the data. */
  readonly snapshot: string;
  /** ISO instant. */
  readonly bookedAt: string;
}

interface Row {
  readonly id: number;
  readonly day: string;
  readonly number: number;
  readonly equity: number;
  readonly cash: number;
  readonly stopped: number;
  readonly clock: ClockKind;
  readonly snapshot: string;
  readonly booked_at: string;
  readonly net: number | null;
}

export function lastSession(ledger: Ledger, name: string): LastSession | null {
  const [last, before] = ledger.all<Row>(
    `SELECT id, day, number, sessions.equity, cash, stopped, clock, snapshot, booked_at, net
     FROM sessions LEFT JOIN holdings ON session = id WHERE account = ? ORDER BY number DESC LIMIT 2`,
    name,
  );
  if (last === undefined) return null;
  const { id, day, number, equity, cash, stopped, clock, snapshot, net } = last;
  return {
    ...{ id, day, first: dayOfFirst(ledger, name), sessions: number + 1, equity, cash, net, clock, snapshot },
    dayChange: before === undefined ? null : equity - before.equity,
    ...drawdownsOf(ledger, name),
    stopped: stopped === 1,
    resumeAsked: isAskedToResume(ledger, name),
    bookedAt: last.booked_at,
  };
}

function dayOfFirst(ledger: Ledger, name: string): string {
  return ledger.get<{ day: string }>('SELECT day FROM sessions WHERE account = ? AND number = 0', name)!.day;
}

/** As `drawdowns` of the figures: equity over the highest until then, the capital included, − 1. */
function drawdownsOf(ledger: Ledger, name: string): { readonly drawdown: number; readonly maxDrawdown: number } {
  let peak = ledger.get<{ capital: number }>('SELECT capital FROM accounts WHERE name = ?', name)!.capital;
  let drawdown = 0;
  let maxDrawdown = 0;
  const sql = 'SELECT equity FROM sessions WHERE account = ? ORDER BY number';
  for (const { equity } of ledger.all<{ equity: number }>(sql, name)) {
    peak = Math.max(peak, equity);
    drawdown = equity / peak - 1;
    maxDrawdown = Math.min(maxDrawdown, drawdown);
  }
  return { drawdown, maxDrawdown };
}
