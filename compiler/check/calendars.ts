/** Calendars and how many sessions each has in a year; figures are annualised by these. */
export const SESSIONS_PER_YEAR: Readonly<Record<string, number>> = { XNYS: 252, weekdays: 261, always: 365 };

export const DEFAULT_CALENDAR = 'XNYS';
