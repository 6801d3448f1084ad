/**
 * Silence: a session became due, and nobody has tried to book it. What died is then the scheduler, the machine or the
 * process, and none of them can say so: this check has to be started by another one. Holidays and weekends are no silence,
 * for no session is due on them; nor is an invocation that failed, which is told by itself.
 */
import { type Calendar, calendarNamed } from '../calendar/calendar.ts';
import { fromIsoDay, toIsoDay } from '../market.ts';
import { sessionsDue } from '../paper/due.ts';
import { accountNames, planOf } from '../paper/ledger/accounts.ts';
import type { Ledger } from '../paper/ledger/ledger.ts';
import { accountStatus } from '../paper/status/status.ts';
import { readHeartbeat } from './heartbeat.ts';
import { following, NEWS_VERSION, type News, type Told } from './news.ts';
import type { MonitoringPlaces } from './places.ts';

const HOUR_MS = 3_600_000;

export interface Listened {
  readonly account: string;
  readonly strategy: string;
  /** ISO instant at which an invocation ended last; null: none has left a heartbeat. */
  readonly heardAt: string | null;
  /** The newest session that has been due for too long without anybody trying; null: all is well. */
  readonly silentFor: string | null;
  readonly session: News['session'];
}

export interface SilenceRequest {
  readonly now: Date;
  /** How long a session may have been due. */
  readonly hours: number;
  /** Minutes after the close at which bars are there. */
  readonly arrival: number;
}

/** Of every account that trades by the clock on the wall: a replay is due to nobody. */
export function listenToAll(ledger: Ledger, places: MonitoringPlaces, request: SilenceRequest): readonly Listened[] {
  return accountNames(ledger).flatMap((account) => listenTo(ledger, places, account, request) ?? []);
}

/** Null: it replays recorded days, or has booked none. */
export function listenTo(
  ledger: Ledger,
  places: MonitoringPlaces,
  account: string,
  request: SilenceRequest,
): Listened | null {
  const { last, strategy, ...status } = accountStatus(ledger, account);
  if (last === null || last.clock === 'replay') return null;
  const heardAt = readHeartbeat(places.heartbeat(account))?.lastEndedAt ?? null;
  const calendar = calendarNamed(planOf(ledger, status.account.plan).universe.calendar);
  // Whoever was killed after booking has been there, too.
  const heard = heardAt === null || heardAt < last.bookedAt ? last.bookedAt : heardAt;
  const silent = silentFor(calendar, fromIsoDay(last.day), new Date(heard), request);
  const session = { day: last.day, equity: last.equity, net: last.net };
  return { account, strategy, heardAt, silentFor: silent === null ? null : toIsoDay(silent), session };
}

/** @param last day of the last session booked */
export function silentFor(
  calendar: Calendar,
  last: number,
  heard: Date,
  { now, hours, arrival }: SilenceRequest,
): number | null {
  const dueAt = (instant: number) =>
    sessionsDue(calendar, { kind: 'live', now: instant, arrival }, last, null).days.at(-1);
  const overdue = dueAt(now.getTime() - hours * HOUR_MS);
  if (overdue === undefined) return null;
  const known = dueAt(heard.getTime());
  return known !== undefined && known >= overdue ? null : overdue;
}

/** Told once, until the account is heard from: then the invocation that finishes tells that it is over. */
export function silenceNews(listened: Listened, now: Date, told: Told): { news: News[]; told: Told } {
  const { account, strategy, heardAt, silentFor: day, session } = listened;
  if (day === null || told.trouble?.kind === 'silence') return { news: [], told };
  const at = now.toISOString();
  const heard = heardAt === null ? 'no invocation was ever heard of' : `the last invocation ended ${heardAt}`;
  const text = `${account}: silence: the session of ${day} is due and nobody has tried to book it; ${heard}`;
  const hints = ['look whether the scheduler and the machine are up: `strat schedule show`, `strat doctor`'];
  return {
    news: [{ version: NEWS_VERSION, kind: 'silence', account, strategy, at, text, code: 'silence', hints, session }],
    told: { ...told, trouble: following(told.trouble, { kind: 'silence', code: 'silence', since: at }) },
  };
}
