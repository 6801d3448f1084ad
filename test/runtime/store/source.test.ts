/** Runs on a store: which snapshot they read, and that they refuse bits which are not those that were written. */
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Snapshot } from '../../../runtime/store/manifest.ts';
import { everyone2024, openData } from '../../support/fileMarket.ts';
import { rising, ScriptedFeed } from '../../support/scriptedFeed.ts';
import { newStore, type TestStore } from '../../support/store.ts';

const request = { ...everyone2024, period: { from: '2021-01-01', to: '2021-12-31' } };
const EARLY = ['2021-03-01', '2021-03-02', '2021-03-03'];
const LATE = ['2024-03-01', '2024-03-04'];
const window = { from: '2021-01-01', to: '2024-03-01' };

let store: TestStore;
let feed: ScriptedFeed;
let first: Snapshot;
beforeEach(async () => {
  store = newStore();
  feed = new ScriptedFeed({ AAA: { bars: rising([...EARLY, ...LATE], 100) } });
  first = (await store.pull(feed, { tickers: ['AAA'], window })).snapshot!;
});
afterEach(() => store.remove());

const open = (snapshot = 'latest') => openData(`source: store\npath: ${store.places.root}\nsnapshot: ${snapshot}`, '');

test('later years make nothing anew of a period that is long past', async () => {
  const before = await (await open()).snapshot(request);
  const more = await store.pull(feed, { tickers: ['AAA'], window: { ...window, to: '2024-03-04' } });
  expect(more.snapshot!.id).not.toBe(first.id);
  expect(await (await open()).snapshot(request)).toBe(before);
});

test('two snapshots are one market: what is tried on either counts as tried on its tests', async () => {
  const before = await open(first.id.slice(0, 12));
  await store.pull(feed, { tickers: ['AAA'], window: { ...window, to: '2024-03-04' } });
  const after = await open();
  expect(after.description).not.toBe(before.description);
  expect(after.origin).toBe(before.origin);
  expect(before.origin).toContain(store.places.root);
});

test('a pinned snapshot gives its bits, whatever was pulled since; the latest gives those of now', async () => {
  const pinned = first.id.slice(0, 12);
  const before = await (await open(pinned)).load(request, { emit() {} });
  feed.companies.AAA!.bars['2021-03-02'] = [1, 1, 1, 1, 1];
  feed.companies.AAA!.bars['2024-03-01'] = [2, 2, 2, 2, 2];
  await store.pull(feed, { tickers: ['AAA'], window: { ...window, to: '2024-03-04' } });
  const after = await (await open(pinned)).load(request, { emit() {} });
  expect(after).toEqual(before);
  expect([...before.bars.close]).toEqual([100, 101, 102]);
  expect([...(await (await open()).load(request, { emit() {} })).bars.close]).toEqual([100, 1, 102]);
});

test('a snapshot or a store that is not there', async () => {
  await expect(open('0123456789ab')).rejects.toThrow(/has no snapshot 0123456789ab/);
  await expect(openData(`source: store\npath: ${store.places.root}x`, '')).rejects.toMatchObject({
    code: 'no-snapshot',
    hints: ['pull first: `strat data pull --config FILE`'],
  });
});

test.each([
  ['a changed object', (path: string) => appendFileSync(path, 'x'), /no longer holds the bits that were written/],
  ['a missing object', (path: string) => rmSync(path), /is gone/],
])('%s ends the run', async (_, damage, message) => {
  damage(store.places.object(first.tables.bars[0]!.hash));
  const data = await open();
  await expect(data.snapshot(request)).rejects.toMatchObject({ code: 'damaged-store' });
  await expect(data.load(request, { emit() {} })).rejects.toThrow(message);
});

test('a manifest that is cut short, or names other objects than it did', async () => {
  const path = store.places.snapshot(first.id);
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...manifest, tables: { ...manifest.tables, actions: [] } }));
  await expect(open()).rejects.toMatchObject({ code: 'damaged-store' });
  writeFileSync(path, '{ "version": 1, ');
  await expect(open()).rejects.toMatchObject({ code: 'damaged-store' });
});

test('a store of a later version', async () => {
  writeFileSync(store.places.snapshot(first.id), '{ "version": 2 }');
  await expect(open()).rejects.toMatchObject({ code: 'store-version' });
});
