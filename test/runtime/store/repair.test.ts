/** Damage, found and mended. */
import { appendFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Feed } from '../../../runtime/feeds/feed.ts';
import { fromIsoDay } from '../../../runtime/market.ts';
import { diffSnapshots } from '../../../runtime/store/diff.ts';
import { headSnapshot, type Snapshot } from '../../../runtime/store/manifest.ts';
import type { LastStays } from '../../../runtime/store/missing.ts';
import { type RepairOutcome, repair } from '../../../runtime/store/repair.ts';
import { storeStatus } from '../../../runtime/store/status.ts';
import { verifyStore } from '../../../runtime/store/verify.ts';
import { rising, ScriptedFeed } from '../../support/scriptedFeed.ts';
import { newStore, type TestStore } from '../../support/store.ts';

const DAYS = ['2022-06-01', '2023-06-01', '2023-06-02', '2024-01-02', '2024-01-03'];
const tickers = ['AAA', 'BBB'];

let store: TestStore;
let feed: ScriptedFeed;
let early: Snapshot;
let head: Snapshot;
beforeEach(async () => {
  store = newStore();
  feed = new ScriptedFeed({
    AAA: { bars: rising(DAYS, 100), dividends: [{ day: fromIsoDay('2023-06-02'), amount: 1 }] },
    BBB: { bars: rising(DAYS.slice(1), 50) },
  });
  early = (await store.pull(feed, { tickers, window: { from: '2022-01-01', to: '2024-01-02' } })).snapshot!;
  head = (await store.pull(feed, { tickers, window: { from: '2022-01-01', to: '2024-01-03' } })).snapshot!;
  feed.asked.length = 0;
});
afterEach(() => store.remove());

function mend(from: Feed | null, acceptLoss = false, lastStays: LastStays = new Map()): Promise<RepairOutcome> {
  const ports = { emit: () => {}, signal: new AbortController().signal, now: () => new Date('2024-06-30T22:00:00Z') };
  return repair({ places: store.places, feed: from, acceptLoss, lastStays }, ports);
}

const barsOf = (snapshot: Snapshot, year: string) => snapshot.tables.bars.find(({ first }) => first.startsWith(year))!;

test('what is sound is left alone', async () => {
  const found = await verifyStore(store.places);
  expect(found).toMatchObject({ damaged: [], damagedManifests: [], unused: [] });
  expect(found.snapshots.map(({ id }) => id)).toEqual([early.id, head.id]);
  expect(await mend(feed)).toMatchObject({ damaged: [], lost: [], failures: [] });
  expect(feed.asked).toEqual([]);
});

test('damage is named by object, year and snapshots', async () => {
  const [shared, latest] = [barsOf(head, '2023'), barsOf(head, '2024')];
  appendFileSync(store.places.object(shared.hash), 'x');
  rmSync(store.places.object(latest.hash));
  const { damaged } = await verifyStore(store.places);
  expect(damaged).toEqual([
    { object: shared, table: 'bars', fault: 'changed', snapshots: [early.id, head.id] },
    { object: latest, table: 'bars', fault: 'gone', snapshots: [head.id] },
  ]);
});

test('nothing is pulled into a damaged store, and nothing told of it', async () => {
  appendFileSync(store.places.object(barsOf(head, '2022').hash), 'x');
  await expect(store.pull(feed, { tickers })).rejects.toMatchObject({ code: 'damaged-store' });
  await expect(storeStatus(store.places, head, 'XNYS', '2024-06-30')).rejects.toMatchObject({ code: 'damaged-store' });
  const side = { places: store.places, snapshot: head };
  await expect(diffSnapshots(side, side, [])).rejects.toMatchObject({ code: 'damaged-store' });
});

describe('a damaged year', () => {
  beforeEach(() => appendFileSync(store.places.object(barsOf(head, '2023').hash), 'x'));

  test('is pulled again, and all snapshots are whole', async () => {
    const outcome = await mend(feed);
    expect(feed.asked).toEqual(tickers.map((ticker) => ({ ticker, from: '2023-01-01', to: '2023-12-31' })));
    expect(outcome).toMatchObject({ lost: [], failures: [], snapshot: { id: head.id } });
    expect(readdirSync(store.places.damaged)).toEqual([`${barsOf(head, '2023').hash}.parquet`]);
    expect((await verifyStore(store.places)).damaged).toEqual([]);
    expect(readdirSync(store.places.root).sort()).toEqual(['HEAD', 'damaged', 'objects', 'snapshots']);
  });

  test('that the vendor tells otherwise now is a new snapshot; the old ones are lost, and said to be', async () => {
    feed.companies.BBB!.bars['2023-06-01'] = [1, 1, 1, 1, 1];
    const outcome = await mend(feed);
    expect(outcome.snapshot!.id).not.toBe(head.id);
    expect(outcome.lost).toMatchObject([{ table: 'bars', snapshots: [early.id, head.id] }]);
    expect((await headSnapshot(store.places))!.id).toBe(outcome.snapshot!.id);
    expect(await store.rows(outcome.snapshot!, 'bars')).toContainEqual(['BBB', '2023-06-01', 1, 1, 1, 1, 1]);
  });

  test('without a ticker that fails now nothing gets smaller, unless that is asked for', async () => {
    feed.companies.BBB = { ...feed.companies.BBB!, problem: { code: 'unreachable', message: 'no answer' } };
    const outcome = await mend(feed);
    expect(outcome).toMatchObject({ failures: [{ ticker: 'BBB' }], snapshot: { id: head.id } });
    expect(outcome.lost).toHaveLength(1);

    feed.asked.length = 0;
    const { problem: _, ...well } = feed.companies.BBB!;
    feed.companies.BBB = well;
    expect(await mend(feed)).toMatchObject({ failures: [], lost: [], snapshot: { id: head.id } });
    expect(feed.asked.map(({ ticker }) => ticker)).toEqual(['BBB']);
  });

  test('is lost for the tickers that fail when that is accepted', async () => {
    feed.companies.BBB = { ...feed.companies.BBB!, problem: { code: 'unreachable', message: 'no answer' } };
    const { snapshot } = await mend(feed, true);
    const bars = await store.rows(snapshot!, 'bars');
    expect(bars.flatMap(([ticker, date]) => (ticker === 'BBB' ? [date] : []))).toEqual(['2024-01-02', '2024-01-03']);
    expect(bars.filter(([ticker]) => ticker === 'AAA')).toHaveLength(5);
  });

  test('without a feed is set aside and told', async () => {
    const outcome = await mend(null);
    expect(outcome.lost).toMatchObject([{ table: 'bars', fault: 'changed' }]);
    expect(existsSync(store.places.object(barsOf(head, '2023').hash))).toBe(false);
  });
});

describe('a ticker that has passed to another company since', () => {
  const lastStays = new Map([['AAA', { from: '2024-01-02', to: '9999-12-31' }]]);
  const closes = async (snapshot: Snapshot) =>
    (await store.rows(snapshot, 'bars')).flatMap(([ticker, date, , , , close]) =>
      ticker === 'AAA' ? [`${date} ${close}`] : [],
    );
  beforeEach(() => {
    for (const year of ['2022', '2024']) appendFileSync(store.places.object(barsOf(head, year).hash), 'x');
    // All that the vendor still has of it.
    feed.companies.AAA = { bars: { '2024-01-02': [7, 7, 7, 7, 7], '2024-01-03': [8, 8, 8, 8, 8] } };
  });

  test('is told of: what the first one traded cannot be asked for', async () => {
    const outcome = await mend(feed, false, lastStays);
    expect(outcome.snapshot!.id).toBe(head.id);
    expect(outcome.failures).toEqual([
      { ticker: 'AAA', code: 'no-data', message: expect.stringMatching(/^is another company since 2024-01-02/) },
    ]);
  });

  test('keeps, when the loss is accepted, what the first one traded in the years between', async () => {
    const { snapshot } = await mend(feed, true, lastStays);
    expect(feed.asked[0]).toEqual({ ticker: 'AAA', from: '2024-01-02', to: '2024-01-03' });
    expect(await closes(snapshot!)).toEqual(['2023-06-01 101', '2023-06-02 102', '2024-01-02 7', '2024-01-03 8']);
  });
});

test('damaged actions come back with their year', async () => {
  const actions = head.tables.actions.find(({ rows }) => rows > 0)!;
  writeFileSync(store.places.object(actions.hash), '');
  expect(await mend(feed)).toMatchObject({ lost: [], snapshot: { id: head.id } });
});

test('a damaged listing is made again from the bars', async () => {
  writeFileSync(store.places.object(head.tables.listing[0]!.hash), '');
  const { snapshot } = await mend(feed);
  expect(await store.rows(snapshot!, 'listing')).toEqual([
    ['AAA', null, null, null, null, '2022-06-01', '2024-01-03', '2022-06-01', '2024-01-03'],
    ['BBB', null, null, null, null, '2023-06-01', '2024-01-03', '2023-06-01', '2024-01-03'],
  ]);
  expect(feed.asked).toEqual([]);
});

test('with a damaged manifest the latest sound one is the latest', async () => {
  writeFileSync(store.places.snapshot(head.id), '{');
  expect((await verifyStore(store.places)).damagedManifests).toEqual([head.id]);
  const outcome = await mend(feed);
  expect(outcome).toMatchObject({ damagedManifests: [head.id], snapshot: { id: early.id } });
  expect((await headSnapshot(store.places))!.id).toBe(early.id);
});
