/** Twenty-five years of daily bars as traded, with a split of every stock: a folder of files that is drawn when asked. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { toIsoDay } from '../../../runtime/market.ts';
import { daysOf, drawBars, tickerOf } from '../bars.ts';
import { benchFolder } from '../benchmark.ts';

const SESSIONS = 6300;
const DAYS = daysOf('2000-01-03', SESSIONS);
/** Stocks of a file. */
const TOGETHER = 200;

export interface LongBars {
  readonly folder: string;
  readonly stocks: number;
  readonly rows: number;
  /** Of a store to pull them into. */
  readonly store: string;
  /** Columns: ticker, date, open, high, low, close, volume. */
  readonly bars: string;
  /** Columns: ticker, date, split, dividend. */
  readonly splits: string;
  readonly tickers: readonly string[];
  readonly period: { readonly from: string; readonly to: string };
}

export function longBars(stocks: number): LongBars {
  const folder = fileURLToPath(new URL(`long-bars-${stocks}/`, benchFolder));
  return {
    folder,
    stocks,
    rows: stocks * SESSIONS,
    bars: `${folder}bars`,
    splits: `${folder}splits.parquet`,
    store: fileURLToPath(new URL(`long-store-${stocks}/`, benchFolder)),
    tickers: Array.from({ length: stocks }, (_, i) => tickerOf(i)),
    period: { from: toIsoDay(DAYS[0]!), to: toIsoDay(DAYS.at(-1)!) },
  };
}

/** Draws them unless they are there; 31 M rows take 0.6 GB of disk. */
export async function makeLongBars({ folder, stocks }: LongBars): Promise<void> {
  if (existsSync(folder)) return;
  const partial = `${folder.slice(0, -1)}.part/`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(`${partial}bars`, { recursive: true });
  const firsts = Array.from({ length: Math.ceil(stocks / TOGETHER) }, (_, k) => k * TOGETHER);
  const files = firsts.map((first) => ({
    path: `${partial}bars/${tickerOf(first)}.parquet`,
    first,
    end: Math.min(stocks, first + TOGETHER),
  }));
  await drawBars({ days: DAYS, files, splits: `${partial}splits.parquet` });
  await rename(partial, folder);
}
