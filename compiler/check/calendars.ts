/** Calendars: how many sessions each has in a year, by which figures are annualised, and when they open and close. */
import type { Hours } from '../expression/instants.ts';

export interface CalendarFacts {
  readonly sessionsPerYear: number;
  readonly hours: Hours;
}

const ROUND_THE_CLOCK: Hours = { session: 24 * 60, break: 0 };

export const CALENDARS: Readonly<Record<string, CalendarFacts>> = {
  // 9:30 to 16:00, before some holidays to 13:00; the shortest, of snow, was 11:00 to 14:00 on 1996-01-08.
  XNYS: { sessionsPerYear: 252, hours: { session: 3 * 60, break: 17.5 * 60 } },
  // 365.2425 · 5/7 = 260.9; nobody keeps a holiday.
  weekdays: { sessionsPerYear: 261, hours: ROUND_THE_CLOCK },
  always: { sessionsPerYear: 365, hours: ROUND_THE_CLOCK },
};

export const DEFAULT_CALENDAR = 'XNYS';

export function calendarFacts(name: string): CalendarFacts | null {
  return Object.hasOwn(CALENDARS, name) ? (CALENDARS[name] ?? null) : null;
}
