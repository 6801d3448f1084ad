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
  expect(diff.fields).toEqual([
    // 111.1 / 101 − 1 and 103.103 / 103 − 1
    {
      ticker: 'AAA',
      field: 'close',
      days: 2,
      largest: expect.closeTo(0.1, 12),
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
    ...{ newTickers: [], goneTickers: [], fields: [], bars: [], actions: [], touched: [] },
  });
});
