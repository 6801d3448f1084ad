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

export interface Wanted {
  readonly request: FeedRequest;
  /** Where the request has to begin should what is kept prove to be restated; null: the ticker is asked for whole. */
  readonly wholeFrom: string | null;
}

/**
 * @param overlapFrom by ticker, the day from which kept bars are asked for again
 * @param now a session that has not closed by then is not missing yet
 */
export function missing(
  tickers: readonly string[],
  listing: ReadonlyMap<string, Listed>,
  overlapFrom: ReadonlyMap<string, string>,
  window: Window,
  calendar: string,
  now: Date,
): Wanted[] {
  const lastSession = toIsoDay(lastSessionUntil(calendarNamed(calendar), fromIsoDay(window.to), now.getTime()));
  return tickers.flatMap((ticker): Wanted[] => {
    const kept = listing.get(ticker);
    if (kept === undefined) return [whole(ticker, window.from, window.to)];
    const to = window.to > kept.coversTo ? window.to : kept.coversTo;
    // One stretch without a hole: between what is kept and what is asked for nothing may be left unasked.
    if (window.from < kept.coversFrom) return [whole(ticker, window.from, to)];
    if (lastSession <= kept.coversTo) return [];
    const from = overlapFrom.get(ticker);
    if (from === undefined) return [whole(ticker, kept.coversFrom, to)];
    return [{ request: { ticker, from, to }, wholeFrom: kept.coversFrom }];
  });
}

function whole(ticker: string, from: string, to: string): Wanted {
  return { request: { ticker, from, to }, wholeFrom: null };
}
