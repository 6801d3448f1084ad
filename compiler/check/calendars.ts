/** Calendars: how many sessions each has in a year, by which figures are annualised, and when they open and close. */
import type { Hours } from '../expression/instants.ts';

export interface CalendarFacts {
  readonly sessionsPerYear: number;
  readonly hours: Hours;
  /** Null where a market has no clock of its own. */
  readonly clock: ExchangeClock | null;
}

/** In minutes after midnight in the exchange's zone. */
export interface ExchangeClock {
  readonly zone: string;
  readonly open: number;
  readonly close: number;
  /** Of the days that the exchange announces as short. */
  readonly earlyClose: number;
}

const ROUND_THE_CLOCK: Hours = { session: 24 * 60, break: 0 };

export const CALENDARS: Readonly<Record<string, CalendarFacts>> = {
  // 9:30 to 16:00, before some holidays to 13:00; the shortest, of snow, was 11:00 to 14:00 on 1996-01-08.
  XNYS: {
    sessionsPerYear: 252,
    hours: { session: 3 * 60, break: 17.5 * 60 },
    clock: { zone: 'America/New_York', open: 9.5 * 60, close: 16 * 60, earlyClose: 13 * 60 },
  },
  // 365.2425 · 5/7 = 260.9; nobody keeps a holiday.
  weekdays: { sessionsPerYear: 261, hours: ROUND_THE_CLOCK, clock: null },
  always: { sessionsPerYear: 365, hours: ROUND_THE_CLOCK, clock: null },
};

export const DEFAULT_CALENDAR = 'XNYS';

export function calendarFacts(name: string): CalendarFacts | null {
  return Object.hasOwn(CALENDARS, name) ? (CALENDARS[name] ?? null) : null;
}
