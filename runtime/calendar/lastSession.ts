/** Up to which session there can be bars at an instant. */
import { type Calendar, closeOf } from './calendar.ts';
import { wallTimeAt } from './zone.ts';

/**
 * The last session until `day` that has closed by then; where hours are not known, the last one until `day`. The day
 * itself where the calendar does not reach.
 * @param now milliseconds since 1970-01-01
 */
export function lastSessionUntil(calendar: Calendar, day: number, now: number): number {
  if (day > calendar.lastDay || day < calendar.firstDay) return day;
  const lastClosed = lastClosedDay(calendar, now);
  let last = Math.min(day, lastClosed);
  while (last > calendar.firstDay && !calendar.isSession(last)) last--;
  return last;
}

/** The last day, of sessions or not, on which nothing is traded any more. */
function lastClosedDay(calendar: Calendar, now: number): number {
  if (calendar.exchange === null) return Infinity;
  const { day, minutes } = wallTimeAt(calendar.exchange.timeZone, now);
  return minutes >= closeOf(calendar, day) ? day : day - 1;
}
