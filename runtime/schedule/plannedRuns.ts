/** What the next runs will find due: sessions of the exchange against the times at which the strategy is run. */
import { type Calendar, closeOf } from '../calendar/calendar.ts';
import { weekdayOf } from '../calendar/dates.ts';
import { wallTimeAt } from '../calendar/zone.ts';
import { sessionsDue } from '../paper/due.ts';
import { nextRunAfter, type RunTime } from './runTimes.ts';

export interface PlannedRun {
  /** Milliseconds since 1970-01-01. */
  readonly instant: number;
  /** Days that become due by then, provided that all before are booked; none on holidays and weekends. */
  readonly sessions: readonly PlannedSession[];
}

export interface PlannedSession {
  readonly day: number;
  /** In minutes after midnight where the exchange is, when that is earlier than on most days. */
  readonly earlyClose: number | null;
}

export interface Timetable {
  readonly at: RunTime;
  readonly calendar: Calendar;
  /** Minutes after the close at which bars are there. */
  readonly arrival: number;
}

/** Runs after `now`, without end; those that find nothing due among them. */
export function* plannedRuns({ at, calendar, arrival }: Timetable, now: number): Generator<PlannedRun> {
  const lastBy = (instant: number) =>
    sessionsDue(calendar, { kind: 'live', now: instant, arrival }, null, null).days.at(-1) ?? null;
  let last = lastBy(now);
  for (let instant = nextRunAfter(at, now); ; instant = nextRunAfter(at, instant)) {
    const { days } = sessionsDue(calendar, { kind: 'live', now: instant, arrival }, last, null);
    yield { instant, sessions: Array.from(days, (day) => ({ day, earlyClose: earlyCloseOf(calendar, day) })) };
    last = days.at(-1) ?? last;
  }
}

const MONTH = 31;

function earlyCloseOf(calendar: Calendar, session: number): number | null {
  const close = closeOf(calendar, session);
  for (let day = session - MONTH; day < session; day++) {
    if (calendar.isSession(day) && closeOf(calendar, day) > close) return close;
  }
  return null;
}

/**
 * Weekdays of the zone of `at` on which sessions become due, ascending from Sunday, 0: Monday to Friday for 16:15 in New
 * York, Tuesday to Saturday for 07:15 in Tokyo. Of the year after `now`, in which each occurs.
 */
export function weekdaysOf(timetable: Timetable, now: number): readonly number[] {
  const found = new Set<number>();
  for (const { instant, sessions } of plannedRuns(timetable, now)) {
    if (instant > now + YEAR_MS) break;
    if (sessions.length > 0) found.add(weekdayOf(wallTimeAt(timetable.at.zone, instant).day));
  }
  return [...found].sort((a, b) => a - b);
}

const YEAR_MS = 366 * 86_400_000;
