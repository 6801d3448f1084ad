/** What a pull has to ask for: per ticker what is not there yet, and some sessions more to see whether they still are so. */
import { calendarNamed } from '../calendar/calendar.ts';
import { lastSessionUntil } from '../calendar/lastSession.ts';
import type { FeedRequest } from '../feeds/feed.ts';
import { fromIsoDay, toIsoDay } from '../market.ts';
import type { Listed } from './tables.ts';

export interface Window {
  /** ISO days, both included. */
  readonly from: string;
  readonly to: string;
}

/** A stock that has not traded for so many days is halted or gone, and no late bar is waited for. */
const LATE_WITHIN_DAYS = 7;

/** By ticker, the time of the last company to bear it; a ticker that nothing is told of was one company's all along. */
export type LastStays = ReadonlyMap<string, Window>;

export interface Wanted {
  readonly request: FeedRequest;
  /** Where the request has to begin should what is kept prove to be restated; null: the ticker is asked for whole. */
  readonly wholeFrom: string | null;
  /** What is kept is another company's, and stays. */
  readonly isNewBearer: boolean;
}

/**
 * A vendor answers a ticker with the bars of whoever bears it last: of the time before, what is kept stays as it is.
 * @param overlapFrom by ticker, the day from which kept bars are asked for again
 * @param now a session that has not closed by then is not missing yet
 * @param expected a ticker that traded shortly before this day and not on it is asked for again, though the vendor has told
 *   of the day: its bar may have been late
 */
export function missing(
  tickers: readonly string[],
  listing: ReadonlyMap<string, Listed>,
  overlapFrom: ReadonlyMap<string, string>,
  window: Window,
  calendar: string,
  now: Date,
  lastStays: LastStays = new Map(),
  expected: string | null = null,
): Wanted[] {
  const lastSession = toIsoDay(lastSessionUntil(calendarNamed(calendar), fromIsoDay(window.to), now.getTime()));
  return tickers.flatMap((ticker): Wanted[] => {
    const kept = listing.get(ticker);
    const stay = lastStays.get(ticker) ?? ALWAYS;
    const from = later(window.from, stay.from);
    const to = earlier(later(window.to, kept?.coversTo ?? window.to), stay.to);
    if (from > to) return [];
    if (kept === undefined) return [whole(ticker, from, to)];
    // One stretch without a hole: between what is kept and what is asked for nothing may be left unasked.
    if (from < kept.coversFrom) return [whole(ticker, from, to)];
    if (earlier(lastSession, stay.to) <= kept.coversTo && !mayBeLate(kept, expected)) return [];
    const isNewBearer = (kept.last ?? kept.coversTo) < stay.from;
    const overlap = overlapFrom.get(ticker);
    const wholeFrom = later(kept.coversFrom, stay.from);
    if (overlap === undefined || overlap < stay.from) return [whole(ticker, wholeFrom, to, isNewBearer)];
    return [{ request: { ticker, from: overlap, to }, wholeFrom, isNewBearer }];
  });
}

function mayBeLate({ last }: Listed, expected: string | null): boolean {
  if (expected === null || last === null || last >= expected) return false;
  return fromIsoDay(expected) - fromIsoDay(last) <= LATE_WITHIN_DAYS;
}

const ALWAYS: Window = { from: '0000-01-01', to: '9999-12-31' };

/** ISO days order as text does. */
function later(a: string, b: string): string {
  return a > b ? a : b;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function whole(ticker: string, from: string, to: string, isNewBearer = false): Wanted {
  return { request: { ticker, from, to }, wholeFrom: null, isNewBearer };
}
