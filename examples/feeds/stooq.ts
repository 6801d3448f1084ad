/**
 * A feed in one file: daily bars as stooq gives them, one CSV file for each ticker, in a folder or behind an address.
 *
 *   data:
 *     source: store
 *     path: stooq-store
 *     feed:
 *       from: ./stooq.ts
 *       tickers: [AAPL, MSFT]
 *       options: { path: stooq/{ticker}.csv }     # or { url: 'https://example.org/{ticker}.us.csv' }
 *
 * A file is `Date,Open,High,Low,Close,Volume`, ascending; `{ticker}` is written in small letters, as stooq does.
 * Prices must be as traded: stooq's own downloads are adjusted unless that is switched off, and a file has no splits,
 * which would have to take it back. A file of splits and dividends could be read here likewise.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Feed, FeedRequest, TickerHistory } from '../../runtime/feeds/feed.ts';
import type { FeedOptions } from '../../runtime/feeds/module.ts';

const HEADER = 'Date,Open,High,Low,Close,Volume';

export function feed({ options, folder, get, answerEach, failure }: FeedOptions): Feed {
  const { path, url } = options;
  const place = path ?? url;
  if (typeof place !== 'string' || !place.includes('{ticker}') || (path && url))
    throw new Error('say `path` or `url`, with {ticker} in it');

  const textOf = async (ticker: string, signal: AbortSignal) => {
    const name = ticker.toLowerCase();
    if (url !== undefined) return get(place.replace('{ticker}', encodeURIComponent(name)), signal);
    const file = place.replace('{ticker}', name);
    return readFile(resolve(folder, file), 'utf8').catch(() => {
      throw failure('unknown-ticker', `there is no file ${file}`);
    });
  };

  return {
    name: 'stooq',
    description: `CSV files as stooq writes them, ${place}`,
    histories: (requests, signal) =>
      answerEach(requests, signal, async (request, either) => {
        const lines = (await textOf(request.ticker, either)).trim().split(/\r?\n/);
        if (lines[0] !== HEADER)
          throw failure('bad-answer', `the file begins with "${lines[0]}" and not with "${HEADER}"`);
        const rows = lines.slice(1).map((line) => line.split(','));
        if (rows.some((row) => row.length < 5)) throw failure('bad-answer', 'a line is cut short');
        return historyOf(request, rows);
      }),
  };

  function historyOf({ ticker, from, to }: FeedRequest, rows: readonly string[][]): TickerHistory {
    const wanted = rows.filter(([date]) => date! >= from && date! <= to);
    if (wanted.length === 0) throw failure('no-data', `the file has no bars from ${from} to ${to}`);
    const column = (index: number) => Float64Array.from(wanted, (row) => numberOf(row[index]));
    const last = rows.at(-1)![0]!;
    return {
      ticker,
      identity: null,
      currency: null,
      exchange: null,
      timeZone: null,
      // The file speaks for no day behind its last.
      completeTo: dayOf(last < to ? last : to),
      days: Int32Array.from(wanted, ([date]) => dayOf(date!)),
      open: column(1),
      high: column(2),
      low: column(3),
      close: column(4),
      volume: column(5),
      splits: [],
      dividends: [],
    };
  }

  /** An empty cell is missing, and so is the volume of an index, which has no such cell. */
  function numberOf(cell: string | undefined): number {
    if (cell === undefined || cell === '') return Number.NaN;
    if (Number.isFinite(Number(cell))) return Number(cell);
    throw failure('bad-answer', `"${cell}" is no number`);
  }
}

/** Days since 1970-01-01. */
function dayOf(iso: string): number {
  return Date.parse(`${iso}T00:00:00Z`) / 86_400_000;
}
