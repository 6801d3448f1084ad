/** Which days an exchange trades, and from when to when. A day is whole days since 1970-01-01. */
import { fromIsoDay, toIsoDay } from '../market.ts';
import { UserError } from '../ports.ts';
import { isWeekday } from './dates.ts';
import { isNyseHoliday, NYSE_FIRST_YEAR, NYSE_LAST_YEAR } from './nyse.ts';
import { NYSE_TIME_ZONE, nyseHours, type SessionHours } from './nyseHours.ts';

/** Raised whenever a calendar gives other sessions. */
export const CALENDAR_VERSION = 1;

export interface Calendar {
  readonly name: string;
  /** Days it can speak for, both included. */
  readonly firstDay: number;
  readonly lastDay: number;
  isSession(day: number): boolean;
  /** Null: it trades round the clock, or is no exchange's own; then nobody can say when a session is over. */
  readonly exchange: { readonly timeZone: string; hoursOf(session: number): SessionHours } | null;
}

const CALENDARS: Readonly<Record<string, Calendar>> = {
  /** New York Stock Exchange. */
  XNYS: {
    name: 'XNYS',
    firstDay: fromIsoDay(`${NYSE_FIRST_YEAR}-01-01`),
    lastDay: fromIsoDay(`${NYSE_LAST_YEAR}-12-31`),
    isSession: (day) => isWeekday(day) && !isNyseHoliday(day),
    exchange: { timeZone: NYSE_TIME_ZONE, hoursOf: nyseHours },
  },
  weekdays: { name: 'weekdays', firstDay: -Infinity, lastDay: Infinity, isSession: isWeekday, exchange: null },
  always: { name: 'always', firstDay: -Infinity, lastDay: Infinity, isSession: () => true, exchange: null },
};

export function calendarNamed(name: string): Calendar {
  const calendar = Object.hasOwn(CALENDARS, name) ? CALENDARS[name] : undefined;
  if (calendar) return calendar;
  throw new UserError('unknown-calendar', `there is no calendar called ${name}`, [
    `known calendars: ${Object.keys(CALENDARS).join(', ')}`,
  ]);
}

/** Sessions within a range of days, both ends included, ascending. Refuses days the calendar cannot speak for. */
export function sessionsOf(calendar: Calendar, from: number, to: number): Int32Array {
  if (from < calendar.firstDay || to > calendar.lastDay) {
    throw new UserError(
      'outside-calendar',
      `the calendar ${calendar.name} knows the sessions from ${toIsoDay(calendar.firstDay)} to ` +
        `${toIsoDay(calendar.lastDay)}; asked for were ${toIsoDay(from)} to ${toIsoDay(to)}`,
    );
  }
  const days: number[] = [];
  for (let day = from; day <= to; day++) if (calendar.isSession(day)) days.push(day);
  return Int32Array.from(days);
}

const MIDNIGHT = 24 * 60;

/** When a session closes: minutes after midnight where the exchange is; midnight where a market has no hours. */
export function closeOf({ exchange }: Calendar, session: number): number {
  return exchange === null ? MIDNIGHT : exchange.hoursOf(session).close;
}
