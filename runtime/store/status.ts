/** What a snapshot holds, and what it lacks against a calendar. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { calendarNamed } from '../calendar/calendar.ts';
import { fromIsoDay } from '../market.ts';
import type { Duck } from '../sources/files/duck.ts';
import { withDuck } from './database.ts';
import type { StorePlaces } from './layout.ts';
import { type Snapshot, snapshotIds } from './manifest.ts';
import { verifyObjects } from './objects.ts';
import { relationOf } from './tables.ts';

export interface TickerStatus {
  readonly ticker: string;
  readonly rows: number;
  /** ISO days of the first and the last bar; null: it has none. */
  readonly first: string | null;
  readonly last: string | null;
  /** Sessions between the two without a bar, and the first of them. */
  readonly gaps: number;
  readonly firstGap: string | null;
}

export interface StoreStatus {
  readonly snapshot: string;
  readonly feed: string;
  readonly pulledAt: string;
  /** How many the store has. */
  readonly snapshots: number;
  /** Of all files of the store. */
  readonly bytes: number;
  readonly rows: number;
  readonly splits: number;
  readonly dividends: number;
  readonly first: string | null;
  readonly last: string | null;
  /** Days from the last bar to today. */
  readonly age: number | null;
  readonly calendar: string;
  readonly tickers: readonly TickerStatus[];
}

/** @throws UserError when it is damaged */
export async function storeStatus(
  places: StorePlaces,
  snapshot: Snapshot,
  calendar: string,
  today: string,
): Promise<StoreStatus> {
  await verifyObjects(places, snapshot.tables);
  return withDuck(async (duck) => {
    const tickers = await tickerStatuses(duck, places, snapshot, calendar);
    const [[splits, dividends] = []] = await duck.rows(
      `SELECT count(split)::INTEGER, count(dividend)::INTEGER FROM ${relationOf(places, 'actions', snapshot.tables.actions)}`,
    );
    const { bars } = snapshot.tables;
    const last = bars.at(-1)?.last ?? null;
    return {
      snapshot: snapshot.id,
      feed: snapshot.about.feed,
      pulledAt: snapshot.about.pulledAt,
      snapshots: (await snapshotIds(places)).length,
      bytes: await bytesBelow(places.root),
      rows: bars.reduce((sum, { rows }) => sum + rows, 0),
      splits: Number(splits),
      dividends: Number(dividends),
      first: bars[0]?.first ?? null,
      last,
      age: last === null ? null : fromIsoDay(today) - fromIsoDay(last),
      calendar,
      tickers,
    };
  });
}

async function tickerStatuses(
  duck: Duck,
  places: StorePlaces,
  { tables }: Snapshot,
  calendar: string,
): Promise<TickerStatus[]> {
  await nameSessions(duck, tables.bars[0]?.first, tables.bars.at(-1)?.last, calendar);
  const rows = await duck.rows(
    `WITH listed AS (SELECT * FROM ${relationOf(places, 'listing', tables.listing)}), ` +
      `bars AS (SELECT ticker, date FROM ${relationOf(places, 'bars', tables.bars)}), ` +
      'counted AS (SELECT ticker, count(*) AS n FROM bars GROUP BY ticker), ' +
      'lacking AS (SELECT l.ticker, count(*) AS n, min(s.date) AS first FROM listed l ' +
      'JOIN sessions s ON s.date BETWEEN l.first AND l.last ANTI JOIN bars b ON b.ticker = l.ticker AND b.date = s.date ' +
      'GROUP BY l.ticker) ' +
      'SELECT l.ticker, coalesce(c.n, 0)::INTEGER, l.first::VARCHAR, l.last::VARCHAR, coalesce(g.n, 0)::INTEGER, ' +
      'g.first::VARCHAR FROM listed l LEFT JOIN counted c USING (ticker) LEFT JOIN lacking g USING (ticker) ORDER BY 1',
  );
  const text = (value: string | number | null | undefined) => (typeof value === 'string' ? value : null);
  return rows.map(([ticker, count, first, last, gaps, firstGap]) => ({
    ticker: String(ticker),
    rows: Number(count),
    first: text(first),
    last: text(last),
    gaps: Number(gaps),
    firstGap: text(firstGap),
  }));
}

/** `sessions(date)`: of the calendar, as far as it reaches over the bars. */
async function nameSessions(
  duck: Duck,
  first: string | undefined,
  last: string | undefined,
  name: string,
): Promise<void> {
  const calendar = calendarNamed(name);
  const days: number[] = [];
  if (first !== undefined && last !== undefined) {
    const from = Math.max(fromIsoDay(first), calendar.firstDay);
    const to = Math.min(fromIsoDay(last), calendar.lastDay);
    for (let day = from; day <= to; day++) if (calendar.isSession(day)) days.push(day);
  }
  await duck.run(`CREATE TABLE sessions AS SELECT DATE '1970-01-01' + unnest([${days.join(', ')}]::INTEGER[]) AS date`);
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
