/** Which sessions an account has still to book. */
import { type Calendar, closeOf, sessionsOf } from '../calendar/calendar.ts';
import { lastSessionUntil } from '../calendar/lastSession.ts';
import { instantOf } from '../calendar/zone.ts';
import { DAY_MS, fromIsoDay, toIsoDay } from '../market.ts';
import type { ClockKind } from './ledger/sessions.ts';

/** What time it is for an account: recorded days, one after the other, or the clock on the wall. */
export type Clock =
  | { readonly kind: 'replay'; readonly from: number; readonly to: number }
  | {
      readonly kind: 'live';
      /** Milliseconds since 1970-01-01. */
      readonly now: number;
      /** Minutes after the close at which the bars of a session are there. */
      readonly arrival: number;
    };

export interface Due {
  readonly kind: ClockKind;
  /** Days, ascending: every session since the last one booked. */
  readonly days: Int32Array;
}

/**
 * @param last day of the last session booked; null: none yet
 * @param until the last day asked for; null: as far as the clock has come
 */
export function sessionsDue(calendar: Calendar, clock: Clock, last: number | null, until: number | null): Due {
  const end = Math.min(endOf(calendar, clock), until ?? Infinity);
  const begin = last !== null ? last + 1 : clock.kind === 'replay' ? clock.from : end;
  return { kind: clock.kind, days: begin > end ? new Int32Array(0) : sessionsOf(calendar, begin, end) };
}

/**
 * Where recorded days are asked for otherwise than they are booked: sessions are booked without a gap, and none after the
 * replay.
 */
export function unlikeAsked(
  { clock, until }: { readonly clock: Clock; readonly until: number | null },
  head: { readonly day: string } | null,
): readonly string[] {
  if (clock.kind !== 'replay') return [];
  const late = head !== null && fromIsoDay(head.day) + 1 < clock.from;
  const short = until !== null && until > clock.to;
  return [
    ...(late
      ? [
          `the replay begins on ${toIsoDay(clock.from)}, and the account goes on after ${head.day}: sessions are booked without a gap`,
        ]
      : []),
    ...(short
      ? [`the replay ends on ${toIsoDay(clock.to)}, before ${toIsoDay(until)}: nothing is booked after its end`]
      : []),
  ];
}

function endOf(calendar: Calendar, clock: Clock): number {
  if (clock.kind === 'replay') return clock.to;
  const instant = clock.now - clock.arrival * MINUTE_MS;
  const today = Math.floor(instant / DAY_MS);
  // A market without hours of its own closes at midnight UTC; where there are hours, tomorrow may have come already.
  return lastSessionUntil(calendar, calendar.exchange === null ? today - 1 : today + 1, instant);
}

export interface NextDue {
  readonly day: string;
  readonly at: Date;
}

/**
 * The session after a day, and when its bars are there; null: the calendar does not go so far.
 * @param arrival minutes after the close
 */
export function nextDue(calendar: Calendar, arrival: number, after: number): NextDue | null {
  let day = after + 1;
  while (day <= calendar.lastDay && !calendar.isSession(day)) day++;
  if (day > calendar.lastDay) return null;
  const zone = calendar.exchange?.timeZone ?? 'UTC';
  return { day: toIsoDay(day), at: new Date(instantOf(zone, { day, minutes: closeOf(calendar, day) + arrival })) };
}

const MINUTE_MS = 60_000;
