/**
 * The most sessions a range of dates can have. The compiler knows no holidays, so weekdays count: what they are too few
 * for, the sessions are too few for as well.
 */
import type { DateRange } from '../plan.ts';

const DAY = 86_400_000;
const SUNDAY = 0;
const SATURDAY = 6;

/** Both ends included; 0 when the range is empty. */
export function mostSessions({ from, to }: DateRange, { calendar }: { readonly calendar: string }): number {
  const days = Math.max(0, (Date.parse(to) - Date.parse(from)) / DAY + 1);
  return calendar === 'always' ? days : weekdays(new Date(from).getUTCDay(), days);
}

/** How many of `days` in a row, the first of them this day of the week, are not on a weekend. */
function weekdays(first: number, days: number): number {
  const rest = days % 7;
  let count = 5 * Math.floor(days / 7);
  for (let k = 0; k < rest; k++) {
    const day = (first + k) % 7;
    if (day !== SATURDAY && day !== SUNDAY) count++;
  }
  return count;
}
