/** Files as a feed: what was traded is taken back from adjusted bars, and a store is the market that its files are. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseConfig } from '../../../configs/load.ts';
import type { BulkFeed } from '../../../runtime/feeds/bulk.ts';
import { openFilesFeed } from '../../../runtime/feeds/files/feed.ts';
import { identityOf } from '../../../runtime/feeds/open.ts';
import { withDuck } from '../../../runtime/store/database.ts';
import { headSnapshot } from '../../../runtime/store/manifest.ts';
import { everyone2024, openData } from '../../support/fileMarket.ts';
import { newStore, type TestStore } from '../../support/store.ts';
import { type Cell, type Fixtures, fixtures } from '../../support/tables.ts';

let files: Fixtures;
let store: TestStore;
beforeEach(() => {
  files = fixtures();
  store = newStore();
});
afterEach(() => {
  files.remove();
  store.remove();
});

/** `yaml` is what stands under `files:`, `beside` what stands beside `feed:`. */
function feedOf(yaml: string, beside = ''): BulkFeed {
  const text = `data:\n  source: store\n  path: market\n${beside}  feed:\n    from: files\n    files:\n${yaml.replace(/^(?=.)/gm, '      ')}\n`;
  const parsed = parseConfig(text, 'x.yaml');
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const { data } = parsed.config;
  if (data.source !== 'store') throw new Error('no store');
  return openFilesFeed(data.feed!.files!, files.folder, identityOf(data));
}

const COLUMNS = ['ticker', 'date DATE', 'open', 'high', 'low', 'close', 'volume'];
const bar = (ticker: string, date: string, close: number, volume: number): Cell[] => [
  ...[ticker, date, close, close, close, close, volume],
];

/** Two-for-one before the open of the 4th, three-for-one before that of the 8th; a dividend on the 3rd. */
async function splitAdjusted(): Promise<string> {
  await files.write('bars.parquet', COLUMNS, [
    bar('AAA', '2024-01-02', 20, 600),
    bar('AAA', '2024-01-03', 21, 1200),
    bar('AAA', '2024-01-04', 22, 1800),
    bar('AAA', '2024-01-05', 23, 2400),
    bar('AAA', '2024-01-08', 24, 3000),
    bar('BBB', '2024-01-04', 5, 10),
  ]);
  await files.write(
    'actions.parquet',
    ['ticker', 'date DATE', 'split', 'dividend'],
    [
      ['AAA', '2024-01-03', null, 0.5],
      ['AAA', '2024-01-04', 2, null],
      ['AAA', '2024-01-08', 3, 0.1],
    ],
  );
  return 'format: parquet\nbars: { path: bars.parquet, close_adjusted_for: splits }\ncorporate_actions: { path: actions.parquet }\n';
}

test('bars adjusted for splits are taken back to what was traded', async () => {
  const { snapshot } = await store.pull(feedOf(await splitAdjusted()));
  const rows = await store.rows(snapshot!, 'bars');
  expect(rows.map(([ticker, date, , , , close, volume]) => [ticker, date, close, volume])).toEqual([
    ['AAA', '2024-01-02', 120, 100],
    ['AAA', '2024-01-03', 126, 200],
    ['AAA', '2024-01-04', 66, 600],
    ['AAA', '2024-01-05', 69, 800],
    ['AAA', '2024-01-08', 24, 3000],
    ['BBB', '2024-01-04', 5, 10],
  ]);
  expect(await store.rows(snapshot!, 'actions')).toEqual([
    ['AAA', '2024-01-03', null, 3],
    ['AAA', '2024-01-04', 2, null],
    ['AAA', '2024-01-08', 3, 0.1],
  ]);
});

test('splits of a company are not those of the ones that bore its ticker before', async () => {
  const yaml = await splitAdjusted();
  // The second company bears AAA from the 5th on: the split of the 8th is its own, that of the 4th the first one's.
  files.text('symbols.csv', 'ticker,from,to,id\nAAA,,2024-01-04,first\nAAA,2024-01-05,,second\n');
  const { snapshot } = await store.pull(feedOf(yaml, '  identity: { path: symbols.csv }\n'));
  const rows = await store.rows(snapshot!, 'bars');
  expect(rows.map(([ticker, date, , , , close, volume]) => [ticker, date, close, volume])).toEqual([
    ['AAA', '2024-01-02', 40, 300],
    ['AAA', '2024-01-03', 42, 600],
    ['AAA', '2024-01-04', 22, 1800],
    ['AAA', '2024-01-05', 69, 800],
    ['AAA', '2024-01-08', 24, 3000],
    ['BBB', '2024-01-04', 5, 10],
  ]);
  expect((await store.rows(snapshot!, 'actions')).map(([, date, , dividend]) => [date, dividend])).toEqual([
    ['2024-01-03', 1],
    ['2024-01-04', null],
    ['2024-01-08', 0.1],
  ]);
});

test('the store is the market of its files', async () => {
  const yaml = await splitAdjusted();
  const { snapshot } = await store.pull(feedOf(yaml));
  const kept = await openData(`source: store\npath: ${store.places.root}\nsnapshot: ${snapshot!.id.slice(0, 8)}`, '');
  const read = await openData(yaml.replace('format:', 'source:'), files.folder);
  const [a, b] = [await kept.load(everyone2024, { emit() {} }), await read.load(everyone2024, { emit() {} })];
  expect(a.tickers).toEqual(b.tickers);
  expect(a.sessions).toEqual(b.sessions);
  for (const field of ['open', 'high', 'low', 'close', 'volume', 'raw_close', 'dollar_volume'] as const) {
    const rounded = (market: typeof a) => Array.from(market.bars[field], (value) => value.toPrecision(12));
    expect(rounded(a), field).toEqual(rounded(b));
  }
  const more = a.assumptions.filter((sentence) => !b.assumptions.includes(sentence));
  expect(more).toEqual([expect.stringMatching(/^Bars of the store were taken back to what was traded by the splits/)]);
  expect(kept.description).toMatch(/snapshot [0-9a-f]{12}, from files$/);
  expect(kept.stored).toBe(snapshot!.id);
});

describe('the next pull', () => {
  const yaml = 'format: csv\nbars: { path: "*.csv", close_adjusted_for: nothing, columns: { split_factor: split } }\n';
  const header = 'ticker,date,open,high,low,close,volume,split\n';
  const line = (ticker: string, date: string, price: number) =>
    `${ticker},${date},${price},${price},${price},${price},100,\n`;

  test('of the same files is nothing; of more, what is more; of others, a revision', async () => {
    files.text('a.csv', header + line('AAA', '2024-01-02', 10) + line('AAA', '2024-01-03', 11));
    const first = await store.pull(feedOf(yaml));
    const again = await store.pull(feedOf(yaml), { window: { from: '2024-01-01', to: '2024-06-30' } });
    expect(again.snapshot!.id).toBe(first.snapshot!.id);

    files.text('b.csv', header + line('AAA', '2024-01-04', 12) + line('BBB', '2024-01-04', 5));
    const more = await store.pull(feedOf(yaml));
    expect(more.changes.map(({ ticker, what, reason }) => `${ticker} ${what}: ${reason}`)).toEqual([
      'AAA appended: 1 bar more',
      'BBB new: 1 bar more',
    ]);

    files.text('a.csv', header + line('AAA', '2024-01-02', 10) + line('AAA', '2024-01-03', 11.5));
    const restated = await store.pull(feedOf(yaml));
    expect(restated.changes.map(({ ticker, what, from, reason }) => `${ticker} ${what} ${from}: ${reason}`)).toEqual([
      'AAA restated 2024-01-03: 1 bar changed',
    ]);
  });

  test('of a revision taken back is the snapshot that was there, as it was', async () => {
    const text = (price: number) => header + line('AAA', '2024-01-02', price);
    files.text('a.csv', text(10));
    const first = await store.pull(feedOf(yaml));
    files.text('a.csv', text(11));
    const second = await store.pull(feedOf(yaml));
    files.text('a.csv', text(10));
    const third = await store.pull(feedOf(yaml));
    expect(second.snapshot!.about.parent).toBe(first.snapshot!.id);
    expect(third.snapshot).toEqual(first.snapshot);
    expect(third.changes).toMatchObject([{ what: 'restated', changed: 1 }]);
    expect(await headSnapshot(store.places)).toEqual(first.snapshot);
  });

  test('of files that begin later keeps what was before', async () => {
    files.text('a.csv', header + line('AAA', '2024-01-02', 10) + line('AAA', '2024-01-03', 11));
    await store.pull(feedOf(yaml));
    files.text('a.csv', header + line('AAA', '2024-01-03', 11) + line('AAA', '2024-01-04', 12));
    const { snapshot } = await store.pull(feedOf(yaml));
    const rows = await store.rows(snapshot!, 'bars');
    expect(rows.map(([, date, , , , close]) => [date, close])).toEqual([
      ['2024-01-02', 10],
      ['2024-01-03', 11],
      ['2024-01-04', 12],
    ]);
  });

  test('a ticker that is twice on a day, has no number, or is not there fails by itself', async () => {
    files.text(
      'a.csv',
      `${header}${line('AAA', '2024-01-02', 10)}${line('BBB', '2024-01-02', 1)}${line('BBB', '2024-01-02', 2)}CCC,2024-01-03,1,1,1,x,1,\n`,
    );
    const { failures, snapshot } = await store.pull(feedOf(yaml), { tickers: ['AAA', 'BBB', 'CCC', 'DDD'] });
    expect(failures.map(({ ticker, message }) => `${ticker} ${message}`)).toEqual([
      'DDD has no bar from 2024-01-01 to 2024-06-28',
      'BBB has more than one bar on 2024-01-02',
      'CCC has a value on 2024-01-03 that is no number',
    ]);
    expect((await store.rows(snapshot!, 'listing')).map(([ticker]) => ticker)).toEqual(['AAA']);
  });
});

test('what is read and written is told on the way', async () => {
  await store.pull(feedOf(await splitAdjusted()));
  expect(store.events).toEqual([
    { type: 'pull-started', feed: 'parquet files bars.parquet', tickers: null, resumed: 0 },
    { type: 'pull-read', bars: 6 },
    { type: 'pull-written', table: 'bars', done: 1, years: 1 },
    { type: 'pull-written', table: 'actions', done: 1, years: 1 },
  ]);
});

test('a damaged file is the fault of that file, and nothing is kept', async () => {
  const yaml = await splitAdjusted();
  const path = `${files.folder}/bars.parquet`;
  // Not the pages of tickers and dates, which are looked at first.
  const [[at] = []] = await withDuck((duck) =>
    duck.rows(`SELECT data_page_offset::INTEGER FROM parquet_metadata('${path}') WHERE path_in_schema = 'volume'`),
  );
  const bytes = readFileSync(path);
  bytes.fill(0x5a, Number(at), Number(at) + 20);
  writeFileSync(path, bytes);
  await expect(store.pull(feedOf(yaml))).rejects.toMatchObject({ code: 'unreadable-file' });
  expect(await store.snapshots()).toEqual([]);
  expect(existsSync(store.places.lock)).toBe(false);
});

test('dividends that no file tells are said to be missing when the store is read', async () => {
  await files.write('bars.parquet', [...COLUMNS, 'split'], [[...bar('AAA', '2024-01-02', 20, 600), null]]);
  const feed = feedOf(
    'format: parquet\nbars: { path: bars.parquet, close_adjusted_for: nothing, columns: { split_factor: split } }',
  );
  await store.pull(feed);
  const kept = await openData(`source: store\npath: ${store.places.root}`, '');
  const { assumptions } = await kept.load(everyone2024, { emit() {} });
  expect(assumptions.join('\n')).toContain('returns leave dividends out');
});

test.each([
  ['close_adjusted_for: splits_and_dividends', /adjusted for dividends: what was paid is not in them/],
  ['close_adjusted_for: nothing, columns: { identity: permno }', /names a column of companies, and a store keeps/],
  ['close_adjusted_for: splits', /names no splits, and a store keeps bars as they were traded/],
])('bars from which what was traded cannot be told are refused: %s', (basis, message) => {
  expect(() => feedOf(`format: parquet\nbars: { path: bars.parquet, ${basis} }`)).toThrow(message);
});
