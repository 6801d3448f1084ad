/** What there is to tell after an invocation: the one reading of the account, and what is due when. */
import type { Plan } from '../../compiler/plan.ts';
import { type Calendar, calendarNamed } from '../calendar/calendar.ts';
import { DAY_MS, fromIsoDay } from '../market.ts';
import { type Clock, type NextDue, nextDue, sessionsDue } from '../paper/due.ts';
import { findAccount } from '../paper/ledger/accounts.ts';
import { Ledger } from '../paper/ledger/ledger.ts';
import type { PaperOutcome } from '../paper/listener.ts';
import { type BookedSince, bookedSince, type Since } from '../paper/status/bookedSince.ts';
import { type AccountStatus, accountStatus } from '../paper/status/status.ts';

/** An invocation, as far as it is known before it begins. */
export interface Invoked {
  readonly account: string;
  readonly plan: Plan;
  readonly clock: Clock;
  /** Minutes after the close at which bars are there. */
  readonly arrival: number;
  /** The ledger's. */
  readonly file: string;
  /** Of this program. */
  readonly version: string;
}

/** Where an account stands at an instant. */
export interface Standing {
  /** Null: there is no such account yet, or the ledger cannot be read. */
  readonly status: AccountStatus | null;
  /** Sessions that are due and not booked; null: the calendar does not say. */
  readonly due: number | null;
  /** The session that comes next and when it becomes due; null: none, as far as the clock or the calendar goes. */
  readonly next: NextDue | null;
}

export interface Facts extends Standing {
  readonly outcome: PaperOutcome;
  /** Nothing where the ledger cannot be read. */
  booked(since: Since): BookedSince;
}

export function factsAfter(invoked: Invoked, outcome: PaperOutcome): Facts {
  return { outcome, booked: (since) => bookedOf(invoked, since), ...standingAt(invoked, outcome.endedAt) };
}

export function bookedOf(invoked: Pick<Invoked, 'file' | 'account'>, since: Since): BookedSince {
  return lookedUp(invoked, (ledger) => bookedSince(ledger, invoked.account, since)) ?? NOTHING;
}

const NOTHING: BookedSince = { sessions: 0, net: null, stops: [] };

export function standingAt(invoked: Invoked, instant: Date): Standing {
  const status = statusOf(invoked);
  const calendar = calendarNamed(invoked.plan.universe.calendar);
  const last = status?.last ? fromIsoDay(status.last.day) : null;
  const days = daysDue(calendar, invoked.clock, last);
  const yesterday = Math.floor(instant.getTime() / DAY_MS) - 1;
  return {
    status,
    due: days?.length ?? null,
    next: invoked.clock.kind === 'live' ? nextDue(calendar, invoked.arrival, days?.at(-1) ?? last ?? yesterday) : null,
  };
}

export function statusOf(invoked: Pick<Invoked, 'file' | 'account'>): AccountStatus | null {
  return lookedUp(invoked, (ledger) => accountStatus(ledger, invoked.account));
}

/** Null: there is no such account, or no ledger, or one that cannot be read, which the invocation ends with and tells. */
export function lookedUp<T>(
  { file, account }: Pick<Invoked, 'file' | 'account'>,
  look: (ledger: Ledger) => T,
): T | null {
  let ledger: Ledger | null = null;
  try {
    ledger = Ledger.read(file);
    return ledger === null || findAccount(ledger, account) === null ? null : look(ledger);
  } catch {
    return null;
  } finally {
    ledger?.close();
  }
}

function daysDue(calendar: Calendar, clock: Clock, last: number | null): Int32Array | null {
  try {
    return sessionsDue(calendar, clock, last, null).days;
  } catch {
    return null;
  }
}
