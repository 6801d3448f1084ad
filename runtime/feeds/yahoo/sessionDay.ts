/** Which day an instant belongs to, where the exchange is. */
import { DAY_MS } from '../../market.ts';
import { FeedFailure } from '../failure.ts';

/** Seconds since 1970-01-01 to days since then. */
export type DayOf = (instant: number) => number;

/**
 * Bars carry the open of their session, or midnight where a market never closes. Yahoo's idea of summer time is an hour
 * or two behind for some zones, which puts midnight into the evening before; no session opens that late, so the
 * last two hours of a day count as the next.
 */
const EARLY_S = 2 * 3600;

const ZONES = new Map<string, DayOf>();

/** The offset of the zone at that instant counts, not today's. @throws FeedFailure when there is no such zone */
export function dayIn(timeZone: string): DayOf {
  const known = ZONES.get(timeZone) ?? newZone(timeZone);
  ZONES.set(timeZone, known);
  return known;
}

/** Remembers: stocks of one exchange share their instants, and formatting one takes microseconds. */
function newZone(timeZone: string): DayOf {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric' });
  } catch {
    throw new FeedFailure('bad-answer', `Yahoo names a time zone that is not known here: ${timeZone}`);
  }
  const days = new Map<number, number>();
  return (instant) => {
    const known = days.get(instant);
    if (known !== undefined) return known;
    const parts = new Map(format.formatToParts((instant + EARLY_S) * 1000).map(({ type, value }) => [type, +value]));
    const day = Date.UTC(parts.get('year')!, parts.get('month')! - 1, parts.get('day')!) / DAY_MS;
    days.set(instant, day);
    return day;
  };
}
