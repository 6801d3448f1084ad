/** What the two benchmarks of filling a store share: 500 stocks over five years as files, and a pull into a fresh store. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FeedConfig } from '../../configs/schema.ts';
import { configSchema } from '../../configs/schema.ts';
import { openFilesFeed } from '../../runtime/feeds/files/feed.ts';
import { identityOf } from '../../runtime/feeds/open.ts';
import { placesOf } from '../../runtime/store/layout.ts';
import { pull } from '../../runtime/store/pull.ts';
import { barsFile, makeBarsFile } from './bars.ts';
import { benchFolder, type Timed, timed } from './benchmark.ts';

const STOCKS = 500;
const SESSIONS = 1260;
const file = barsFile(STOCKS, SESSIONS);
const csvFolder = fileURLToPath(new URL(`bars-${STOCKS}x${SESSIONS}-csv/`, benchFolder));
const splits = fileURLToPath(new URL('no-splits.parquet', benchFolder));
const store = fileURLToPath(new URL('ingest-store/', benchFolder));

export type IngestFormat = 'parquet' | 'csv';

/** One Parquet file of all stocks, or a CSV file a stock; and a file of splits without any. */
export async function prepareIngest(format: IngestFormat): Promise<void> {
  await makeBarsFile(file);
  await copy(
    "select 'T' as ticker, date '2005-01-03' as date, 1.0 as split, 0.0 as dividend limit 0",
    splits,
    'parquet',
  );
  if (format === 'csv' && !existsSync(csvFolder)) await makeCsvFiles();
}

async function makeCsvFiles(): Promise<void> {
  const partial = `${csvFolder.replace(/[/\\]$/, '')}.part/`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  for (const ticker of file.tickers) {
    const rows = `select * exclude (ticker) from read_parquet('${file.path}') where ticker = '${ticker}' order by date`;
    await copy(rows, `${partial}${ticker}.csv`, 'csv');
  }
  await rename(partial, csvFolder);
}

async function copy(query: string, path: string, format: IngestFormat): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`copy (${query}) to '${path.replaceAll("'", "''")}' (format ${format})`);
  connection.closeSync();
  instance.closeSync();
}

/** From files to a snapshot on disk, in a store that was not there. */
export async function ingest(format: IngestFormat): Promise<Timed> {
  await rm(store, { recursive: true, force: true });
  const files: FeedConfig['files'] = filesConfig(format);
  const request = {
    places: placesOf(store),
    feed: openFilesFeed(files!, store, identityOf({ identity: null, date_format: null })),
    tickers: null,
    window: file.period,
    overlap: 5,
    calendar: 'XNYS',
  };
  const ports = { emit: () => {}, signal: new AbortController().signal, now: () => new Date() };
  return timed(async () => {
    const { changes, failures } = await pull(request, ports);
    if (changes.length !== STOCKS || failures.length > 0) throw new Error(`${changes.length} stocks were kept`);
  });
}

function filesConfig(format: IngestFormat): FeedConfig['files'] {
  const bars =
    format === 'csv'
      ? { path: csvFolder, close_adjusted_for: 'nothing', columns: { ticker: null } }
      : { path: file.path, close_adjusted_for: 'nothing' };
  const files = { format, bars, corporate_actions: { path: splits } };
  const data = configSchema.shape.data.parse({ source: 'store', path: store, feed: { from: 'files', files } });
  return data.source === 'store' ? data.feed!.files : null;
}
