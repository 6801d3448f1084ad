/**
 * When a strategy's `paper { at 16:15 America/New_York }` is, as instants: milliseconds since 1970-01-01. All of it follows
 * from the wall clock of that zone; when schedulers call, and how late, does not enter.
 */
import type { PaperSpec } from '../../compiler/plan.ts';
import { instantOf, wallTimeAt } from '../calendar/zone.ts';

export type RunTime = NonNullable<PaperSpec['at']>;

/** The last time until `now` that the clock showed it. */
export function lastRunUntil(at: RunTime, now: number): number {
  let { day } = wallTimeAt(at.zone, now);
  while (runOn(at, day) > now) day--;
  return runOn(at, day);
}

/** The first time after `now` that the clock shows it. */
export function nextRunAfter(at: RunTime, now: number): number {
  let { day } = wallTimeAt(at.zone, now);
  while (runOn(at, day) <= now) day++;
  return runOn(at, day);
}

/** @param day whole days since 1970-01-01, of the zone's own date */
function runOn({ hour, minute, zone }: RunTime, day: number): number {
  return instantOf(zone, { day, minutes: 60 * hour + minute });
}

/**
 * What a clock in another zone shows at these times, in minutes after midnight, ascending: more than one where summer time
 * begins on other days, or is kept in one of the two only. Of the two years after `now`: its rules are the same in each.
 */
export function timesElsewhere(at: RunTime, zone: string, now: number): readonly number[] {
  const times = new Set<number>();
  for (let run = nextRunAfter(at, now); run < now + TWO_YEARS_MS; run = nextRunAfter(at, run)) {
    times.add(wallTimeAt(zone, run).minutes);
  }
  return [...times].sort((a, b) => a - b);
}

const TWO_YEARS_MS = 731 * 86_400_000;

/** `16:15 America/New_York`. */
export function runTimeText({ hour, minute, zone }: RunTime): string {
  return `${clockText(60 * hour + minute)} ${zone}`;
}

/** Minutes after midnight as `16:15`. */
export function clockText(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
