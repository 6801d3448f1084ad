/** Two snapshots, or bars of two vendors: where they disagree, by how much, and what that touches. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fromIsoDay } from '../../../runtime/market.ts';
import { diffSnapshots } from '../../../runtime/store/diff.ts';
import type { Snapshot } from '../../../runtime/store/manifest.ts';
import { type Company, rising, ScriptedFeed } from '../../support/scriptedFeed.ts';
import { newStore, type TestStore } from '../../support/store.ts';

const DAYS = ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05'];

let [one, other]: TestStore[] = [];
beforeEach(() => {
  [one, other] = [newStore(), newStore()];
});
afterEach(() => {
  one!.remove();
  other!.remove();
});

async function kept(store: TestStore, companies: Record<string, Company>): Promise<Snapshot> {
  const { snapshot } = await store.pull(new ScriptedFeed(companies), { tickers: Object.keys(companies) });
  return snapshot!;
}

const ours = (): Record<string, Company> => ({
  AAA: { bars: rising(DAYS, 100), dividends: [{ day: fromIsoDay('2024-01-04'), amount: 0.5 }] },
  BBB: { bars: rising(DAYS, 50) },
  CCC: { bars: rising(DAYS, 10) },
});

const near = (value: number) => expect.closeTo(value, 12);

test('where, by how much, and since when', async () => {
  const theirs = ours();
  theirs.AAA!.bars['2024-01-03'] = [100.5, 102, 100, 111.1, 1001];
  theirs.AAA!.bars['2024-01-05'] = [102.5, 104, 102, 103.103, 1003];
  theirs.AAA = { ...theirs.AAA!, dividends: [{ day: fromIsoDay('2024-01-04'), amount: 0.25 }] };
  delete theirs.BBB!.bars['2024-01-02'];
  theirs.BBB!.bars['2024-01-03'] = [50.5, 52, 50, 51, Number.NaN];
  theirs.DDD = theirs.CCC!;
  delete theirs.CCC;

  const before = { places: one!.places, snapshot: await kept(one!, ours()) };
  const after = { places: other!.places, snapshot: await kept(other!, theirs) };
  const periods = [
    { from: '2023-01-01', to: '2023-12-31' },
    { from: '2024-01-03', to: '2024-12-31' },
  ];
  const diff = await diffSnapshots(before, after, periods);
  expect(diff.newTickers).toEqual(['DDD']);
  expect(diff.goneTickers).toEqual(['CCC']);
  // The close of AAA by 10% and by 0.1%: half way between the two is 5.05%.
  expect(diff.summary).toEqual([
    { field: 'close', tickers: 1, values: 2, missing: 0, median: near(0.0505), largest: near(0.1) },
    { field: 'volume', tickers: 1, values: 1, missing: 1, median: null, largest: null },
  ]);
  expect(diff.worst).toEqual([
    { ticker: 'AAA', date: '2024-01-03', field: 'close', before: 101, after: 111.1, relative: near(0.1) },
    { ticker: 'AAA', date: '2024-01-05', field: 'close', before: 103, after: 103.103, relative: near(0.001) },
  ]);
  expect(diff.fields).toEqual([
    // 111.1 / 101 − 1 and 103.103 / 103 − 1
    {
      ticker: 'AAA',
      field: 'close',
      days: 2,
      largest: near(0.1),
      largestOn: '2024-01-03',
      first: '2024-01-03',
    },
    { ticker: 'BBB', field: 'volume', days: 1, largest: null, largestOn: '2024-01-03', first: '2024-01-03' },
  ]);
  expect(diff.bars).toEqual([{ ticker: 'BBB', only: 'before', days: 1, first: '2024-01-02', last: '2024-01-02' }]);
  expect(diff.actions).toEqual([
    { ticker: 'AAA', date: '2024-01-04', only: 'before', split: null, dividend: 0.5 },
    { ticker: 'AAA', date: '2024-01-04', only: 'after', split: null, dividend: 0.25 },
  ]);
  expect(diff.touched).toEqual([null, '2024-01-03']);
});

test('the same bars in two stores are no difference', async () => {
  const before = { places: one!.places, snapshot: await kept(one!, ours()) };
  const after = { places: other!.places, snapshot: await kept(other!, ours()) };
  expect(after.snapshot.id).toBe(before.snapshot.id);
  expect(await diffSnapshots(before, after, [])).toEqual({
    ...{ newTickers: [], goneTickers: [], summary: [], worst: [], fields: [], bars: [], actions: [], touched: [] },
  });
});

test('of many, the ten largest, and a value that was zero before all others', async () => {
  const bars = (scale: (k: number) => number) =>
    Object.fromEntries(
      DAYS.map((day, k): [string, Company['bars'][string]] => [day, [10, 20, 5, 10 * scale(k), 100 * k]]),
    );
  const three = (scale: (k: number) => number) => ({
    A: { bars: bars(scale) },
    B: { bars: bars(scale) },
    C: { bars: bars(scale) },
  });
  const theirs = three((k) => 1 + k / 100);
  theirs.C.bars['2024-01-02'] = [10, 20, 5, 10, 7];
  const before = {
    places: one!.places,
    snapshot: await kept(
      one!,
      three(() => 1),
    ),
  };
  const after = { places: other!.places, snapshot: await kept(other!, theirs) };
  const { worst, summary } = await diffSnapshots(before, after, []);
  expect(worst.map(({ date, ticker, field }) => `${date.slice(-2)} ${ticker} ${field}`)).toEqual([
    '02 C volume',
    ...['05 A close', '05 B close', '05 C close', '04 A close', '04 B close', '04 C close'],
    ...['03 A close', '03 B close', '03 C close'],
  ]);
  expect(worst[0]).toMatchObject({ before: 0, after: 7, relative: null });
  expect(summary).toMatchObject([
    { field: 'close', tickers: 3, values: 9, median: near(0.02) },
    { field: 'volume', values: 1 },
  ]);
});
