/** Up to which session there can be bars at an instant: the only question that needs the exchange's clock. */
import { type Calendar, closeOf } from './calendar.ts';
import { dayOf } from './dates.ts';

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
  const { day, minutes } = localTime(calendar.exchange.timeZone, now);
  return minutes >= closeOf(calendar, day) ? day : day - 1;
}

function localTime(timeZone: string, now: number): { readonly day: number; readonly minutes: number } {
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', ...fields });
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  const part = (name: keyof typeof fields) => parts.get(name)!;
  return {
    day: dayOf(part('year'), part('month'), part('day')),
    minutes: 60 * part('hour') + part('minute'),
  };
}
