/** Wall clocks by the IANA time zones, as the platform's copy of them has it. */
import { DAY_MS } from '../market.ts';
import { dayOf } from './dates.ts';

/** What a clock on the wall shows. */
export interface WallTime {
  /** Whole days since 1970-01-01, of its own date. */
  readonly day: number;
  /** After midnight. */
  readonly minutes: number;
}

const MINUTE_MS = 60_000;
const FIELDS = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
/** Making one takes longer than asking it a thousand times. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** @param instant milliseconds since 1970-01-01 */
export function wallTimeAt(timeZone: string, instant: number): WallTime {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: keyof typeof FIELDS) => parts.get(name)!;
  return {
    day: dayOf(part('year'), part('month'), part('day')),
    minutes: 60 * part('hour') + part('minute'),
  };
}

/**
 * When the clock shows it, in milliseconds since 1970-01-01. A time that comes twice, as clocks are put back, is the first
 * of them; one that never comes, as they are put forward, is as much later as they jump.
 */
export function instantOf(timeZone: string, { day, minutes }: WallTime): number {
  const asUtc = day * DAY_MS + minutes * MINUTE_MS;
  const candidates = [asUtc - DAY_MS, asUtc + DAY_MS].map((near) => asUtc - offsetAt(timeZone, near));
  const shown = candidates.filter((instant) => instant + offsetAt(timeZone, instant) === asUtc);
  return shown.length > 0 ? Math.min(...shown) : candidates[0]!;
}

/** How far the zone's clock is ahead of UTC, in milliseconds. */
function offsetAt(timeZone: string, instant: number): number {
  const { day, minutes } = wallTimeAt(timeZone, instant);
  return day * DAY_MS + minutes * MINUTE_MS - Math.floor(instant / MINUTE_MS) * MINUTE_MS;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', ...FIELDS });
  FORMATS.set(timeZone, format);
  return format;
}
