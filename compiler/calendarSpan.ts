/** Stretches of the calendar, and the days they lead to. */
import type { CalendarSpan } from './plan.ts';

const DAYS_PER_YEAR = 365.25;
const DAY = 86_400_000;

/** What calendar time in (Julian) years was written as: whole months, or whole weeks; null for anything else. */
export function calendarSpan(years: number): CalendarSpan | null {
  const months = rounded(years * 12);
  if (Number.isInteger(months)) return { months, days: 0 };
  const weeks = rounded((years * DAYS_PER_YEAR) / 7);
  return Number.isInteger(weeks) ? { months: 0, days: weeks * 7 } : null;
}

/** What the division by a year has rounded is rounded back. */
function rounded(value: number): number {
  return Number(value.toPrecision(10));
}

/** As it is written: `3y`, `18m`, `2w`. */
export function formatSpan({ months, days }: CalendarSpan): string {
  if (days !== 0) return `${days / 7}w`;
  return months % 12 === 0 ? `${months / 12}y` : `${months}m`;
}

/**
 * The day so much after another, whatever the order of the stretches: months first, all together, then days. A month
 * without such a day counts to its last one: a month after January 31 is February 28 or 29.
 * @param day ISO
 */
export function dayAfter(day: string, ...spans: readonly CalendarSpan[]): string {
  const months = spans.reduce((sum, span) => sum + span.months, 0);
  const days = spans.reduce((sum, span) => sum + span.days, 0);
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return isoDay(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth)) + days * DAY);
}

export function times({ months, days }: CalendarSpan, count: number): CalendarSpan {
  return { months: months * count, days: days * count };
}

/** The day before, as the last one of a stretch that ends where another begins. */
export function dayBefore(day: string): string {
  return dayAfter(day, { months: 0, days: -1 });
}

/** How many days a range has. */
export function daysIn({ from, to }: { readonly from: string; readonly to: string }): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY) + 1;
}

function isoDay(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
