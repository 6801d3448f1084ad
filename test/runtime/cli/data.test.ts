/** `strat data` as a user does it: files into a store, looked at, damaged, mended, compared, and run on. */
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { calendarNamed, sessionsOf } from '../../../runtime/calendar/calendar.ts';
import { fromIsoDay, toIsoDay } from '../../../runtime/market.ts';
import { smallStrategy, Workplace } from '../../support/command.ts';

const CONFIG = `data:
  source: store
  path: market
  feed:
    from: files
    since: 2021-01-01
    files:
      format: csv
      bars: { path: bars.csv, close_adjusted_for: nothing, columns: { split_factor: split, dividend: dividend } }
engine: { backend: portable }
`;
const HEADER = 'ticker,date,open,high,low,close,volume,split,dividend\n';
const line = (ticker: string, date: string, price: number, volume = 100) =>
  `${ticker},${date},${price},${price},${price},${price},${volume},,\n`;

/** A bar with a range, and another one each day. */
const wideLine = (ticker: string, date: string, price: number, volume: number) =>
  `${ticker},${date},${price * 0.99},${price * 1.01},${price * 0.98},${price},${volume},,\n`;

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
  place.write('c.yaml', CONFIG);
});
afterEach(() => place.remove());

const data = (...words: string[]) => place.strat('data', ...words, '-c', 'c.yaml');

describe('a small store', () => {
  // A Thursday, Friday, and the Tuesday after: the Monday between them was a session.
  const rows = line('AAA', '2021-03-04', 10) + line('AAA', '2021-03-05', 11) + line('AAA', '2021-03-09', 12);
  beforeEach(() => {
    place.write('bars.csv', HEADER + rows + line('BBB', '2021-03-05', 5));
  });

  test('pull, pull again, status', async () => {
    const first = await data('pull');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(
      /^market {2}from csv files bars\.csv: all tickers\nsnapshot [0-9a-f]{12}: 4 bars more; 2 tickers new, 0 appended, 0 restated\n$/,
    );
    expect((await data('pull')).stdout).toMatch(/nothing new: [0-9a-f]{12} stays the latest snapshot\n$/);
    const { stdout } = await data('status');
    expect(stdout.replace(/\d+ days ago/, 'N days ago').replace(/[0-9a-f]{12}|\d{4}-\d\d-\d\d\n/g, 'ID\n')).toBe(
      [
        'store      market, 0.0 MB, 1 snapshot',
        'snapshot   ID\n, pulled from files on ID',
        'bars       4 of 2 tickers, 2021-03-04 to 2021-03-09 (N days ago)',
        'actions    0 splits, 0 dividends',
        'gaps       1 session of XNYS without a bar',
        'ended      1 ticker with a last bar before ID',
        '',
        '  ticker        bars       first        last        gaps   first gap',
        '  AAA              3  2021-03-04  2021-03-09           1  ID',
        '',
      ].join('\n'),
    );
    const status = JSON.parse((await data('status', '--json')).stdout);
    expect(status).toMatchObject({ rows: 4, tickers: [{ ticker: 'AAA', firstGap: '2021-03-08' }, { ticker: 'BBB' }] });
  });

  test('a ticker that fails is told on stderr and in the exit code; the others are kept', async () => {
    const pulled = await data('pull', 'AAA', 'NONE', '--from', '2021-03-05', '--to', '2021-03-08');
    expect(pulled.code).toBe(4);
    expect(pulled.stderr).toBe('NONE: has no bar from 2021-03-05 to 2021-03-08 (unknown-ticker)\n');
    expect(pulled.stdout).toMatch(/1 bar more; 1 tickers new, 0 appended, 0 restated; 1 ticker failed\n$/);
  });

  test('as JSON: every event a line', async () => {
    const { stdout } = await data('pull', 'AAA', 'NONE', '--json');
    const events = stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(events.slice(0, 5).map(({ type }) => type)).toEqual([
      ...['pull-started', 'pull-read', 'ticker-failed', 'pull-written', 'pull-finished'],
    ]);
    expect(events[4]).toMatchObject({ before: null, changes: [{ ticker: 'AAA', what: 'new', added: 3 }] });
  });

  test('verify names what is damaged, repair brings it back', async () => {
    await data('pull');
    const bars = readdirSync(place.path('market/objects')).map((name) => join(place.path('market/objects'), name));
    const largest = bars.find((path) => readFileSync(path).includes('open'))!;
    expect(await data('verify')).toMatchObject({
      code: 0,
      stdout: '3 of 3 objects of 1 snapshot hold the bits that were written\n',
    });
    appendFileSync(largest, 'x');
    const found = await data('verify');
    expect(found.code).toBe(1);
    expect(found.stdout).toMatch(
      /^market\/objects\/[0-9a-f]{64}\.parquet no longer holds the bits that were written: bars of 2021, in [0-9a-f]{12}\n/,
    );
    expect(JSON.parse((await data('verify', '--json')).stdout).damaged).toHaveLength(1);
    const mended = await data('repair');
    expect(mended.code).toBe(0);
    expect(mended.stdout).toContain('1 object came back bit for bit\n');
    expect((await data('verify')).code).toBe(0);
  });

  test('diff says where two snapshots disagree', async () => {
    await data('pull');
    const { snapshot } = JSON.parse((await data('status', '--json')).stdout);
    place.write('bars.csv', HEADER + rows.replace('12,12,12,12,100', '12,12,12,15,100') + line('CCC', '2021-03-05', 5));
    const pulled = await data('pull');
    expect(pulled.stdout).toContain('  AAA restated from 2021-03-09: 1 bar changed\n');
    const { code, stdout } = await data('diff', snapshot.slice(0, 8), 'latest');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^[0-9a-f]{12} → [0-9a-f]{12}\nnew tickers: CCC\n/);
    expect(stdout).toContain(
      'values that differ, by field\n  close: 1 value of 1 ticker, median 25.0%, largest 25.0%\n\n' +
        'the largest of them\n  2021-03-09 AAA close: 12 → 15 (25.0%)\n',
    );
    expect(stdout).toContain(
      'values that differ, by ticker\n  AAA close: 1 day from 2021-03-09 on, by up to 25.0% (2021-03-09)\n',
    );
    expect(await data('diff', snapshot, 'market')).toMatchObject({ code: 1 });
    expect((await data('diff', 'latest', 'latest')).code).toBe(0);
  });

  test.each([
    [['pull', '--from', '2021-02-30'], 2, /--from takes a day such as 2010-01-31/],
    [['push'], 2, /`strat data` has no `push`; it has pull, status/],
    [['diff', 'latest'], 2, /takes two snapshots/],
    [['status'], 4, /error\[no-snapshot\]: nothing has been pulled into the store/],
  ])('%s', async (words, code, message) => {
    const outcome = await data(...words);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toMatch(message);
  });
});

test('a config without a store, a store without a feed, a vendor without tickers', async () => {
  place.write('synthetic.yaml', 'data: { source: synthetic }\n');
  expect((await place.strat('data', 'status', '-c', 'synthetic.yaml')).stderr).toMatch(
    /error\[no-feed\].*is synthetic/,
  );
  expect((await place.strat('data', 'status')).stderr).toMatch(/needs --config FILE/);
  place.write('c.yaml', 'data: { source: store, path: market }\n');
  expect((await data('pull')).stderr).toMatch(/error\[no-feed\].*does not say where/);
  place.write('c.yaml', 'data: { source: store, path: market, feed: { from: files } }\n');
  expect(await data('pull')).toMatchObject({ code: 3, stderr: expect.stringMatching(/data\.feed\.files/) });
});

test('a run on a store: its record names the snapshot, and diff says what of it is touched', async () => {
  const days = [...sessionsOf(calendarNamed('XNYS'), fromIsoDay('2021-01-01'), fromIsoDay('2022-03-31'))].map(toIsoDay);
  const price = (stock: number, t: number) =>
    50 + 10 * Math.sin(t / (5 + stock)) + ((t * 7919 * (stock + 1)) % 101) / 50;
  const bars = (factor: number, from: number) =>
    HEADER +
    Array.from({ length: 12 }, (_, stock) => `S${String(stock).padStart(2, '0')}`)
      .concat('SPY')
      .flatMap((ticker, stock) =>
        days.map((day, t) =>
          wideLine(ticker, day, price(stock, t) * (t >= from ? factor : 1), 1_000_000 + 1000 * (t % 7)),
        ),
      )
      .join('');
  place.write('bars.csv', bars(1, 0));
  place.write('s.strat', smallStrategy({ 'epochs 3': 'epochs 1' }));
  await data('pull');
  const { snapshot } = JSON.parse((await data('status', '--json')).stdout);
  const ran = await place.strat('run', 's.strat', '-c', 'c.yaml', '--quiet');
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  const folder = join('runs/small', readdirSync(place.path('runs/small'))[0]!);
  const record = JSON.parse(readFileSync(place.path(join(folder, 'run.json')), 'utf8'));
  expect(record.data).toMatchObject({ stored: snapshot });
  expect(record.data.description).toContain(`snapshot ${snapshot.slice(0, 12)}`);

  place.write('bars.csv', bars(1.01, days.indexOf('2022-03-01')));
  await data('pull');
  const { stdout } = await data('diff', snapshot, 'latest');
  expect(stdout).toContain(
    `runs on the first\n  ${folder} (2021-01-01 to 2022-03-31): touched from 2022-03-01 on; all its stages would be done anew\n`,
  );
});
