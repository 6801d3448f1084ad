/** A Parquet file of daily bars, drawn once from a seed and kept: what benchmarks of loading and features read. */
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { calendarNamed, sessionsOf } from '../../runtime/calendar/calendar.ts';
import { fromIsoDay } from '../../runtime/market.ts';
import { benchFolder } from './benchmark.ts';

export interface BarsFile {
  readonly path: string;
  readonly stocks: number;
  readonly sessions: number;
  readonly tickers: readonly string[];
  readonly period: { readonly from: string; readonly to: string };
}

const FROM = '2005-01-03';

/** Where the file of this size lies, and what it holds. Columns: ticker, date, open, high, low, close, volume. */
export function barsFile(stocks: number, sessions: number): BarsFile {
  const days = daysOf(FROM, sessions);
  return {
    path: fileURLToPath(new URL(`bars-${stocks}x${sessions}.parquet`, benchFolder)),
    stocks,
    sessions,
    tickers: Array.from({ length: stocks }, (_, i) => tickerOf(i)),
    period: { from: FROM, to: new Date(days.at(-1)! * 86_400_000).toISOString().slice(0, 10) },
  };
}

/** Makes the file unless it is there. */
export async function makeBarsFile({ path, stocks, sessions }: BarsFile): Promise<void> {
  if (existsSync(path)) return;
  await mkdir(benchFolder, { recursive: true });
  await drawBars({
    days: daysOf(FROM, sessions),
    files: [{ path: `${path}.part`, first: 0, end: stocks }],
    splits: null,
  });
  await rename(`${path}.part`, path);
}

export interface Drawing {
  /** Days since 1970-01-01. */
  readonly days: Int32Array;
  /** Which stocks go where, by number. */
  readonly files: readonly { readonly path: string; readonly first: number; readonly end: number }[];
  /** Where to tell that every stock has split two for one, once: prices are as traded. Null: none has. */
  readonly splits: string | null;
}

/**
 * Random walks of 2% a session, no missing bar, sorted by ticker and date, zstd. Random numbers are hashes of stock,
 * session and purpose, so that the rows don't depend on how DuckDB works, nor on what else is drawn.
 */
export async function drawBars({ days, files, splits }: Drawing): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  // One stock each day, from the second year on.
  const splitAt = `(252 + i % ${days.length - 252})`;
  const shares = splits === null ? '1' : `case when t >= ${splitAt} then 2 else 1 end`;
  await connection.run(`
    create macro u(i, t, purpose) as hash(i * 1000003 + t * 16 + purpose) / 18446744073709551616.0;
    create table days as
      select row_number() over () - 1 as t, date '1970-01-01' + day as date from unnest([${days.join(',')}]) d(day)`);
  for (const { path, first, end } of files) {
    await connection.run(`
      copy (
        with walk as (
          select i, t, date, 50 * exp(sum(0.07 * (u(i, t, 0) - 0.5)) over (partition by i order by t)) as close
          from range(${first}, ${end}) s(i), days),
        traded as (select i, t, date, ${shares} as shares, close / shares as close from walk)
        select 'T' || lpad(i::varchar, 4, '0') as ticker, date,
          round(close * (1 + 0.01 * (u(i, t, 1) - 0.5)), 4) as open,
          round(close * (1.006 + 0.01 * u(i, t, 2)), 4) as high,
          round(close * (0.994 - 0.01 * u(i, t, 3)), 4) as low,
          round(close, 4) as close,
          round(1e6 * (0.5 + u(i, t, 4)) * shares)::double as volume
        from traded order by ticker, date
      ) to '${path.replaceAll("'", "''")}' (format parquet, compression zstd)`);
  }
  if (splits !== null) {
    const last = Math.max(...files.map(({ end }) => end));
    await connection.run(`
      copy (
        select 'T' || lpad(i::varchar, 4, '0') as ticker, date, 2.0::double as split, 0.0::double as dividend
        from range(${last}) s(i) join days on t = ${splitAt} order by ticker
      ) to '${splits.replaceAll("'", "''")}' (format parquet)`);
  }
  connection.closeSync();
  instance.closeSync();
}

/** So many sessions of XNYS from a day on. */
export function daysOf(first: string, sessions: number): Int32Array {
  const from = fromIsoDay(first);
  return sessionsOf(calendarNamed('XNYS'), from, from + Math.ceil(sessions * 1.5) + 30).slice(0, sessions);
}

export function tickerOf(stock: number): string {
  return `T${String(stock).padStart(4, '0')}`;
}
