/** A store may be down, break off, answer rubbish or lose everything: sessions do not notice, and nothing is lost or doubled. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { countWaiting, markDelivered } from '../../../runtime/paper/ledger/documents.ts';
import { FileLock } from '../../../runtime/paper/ledger/fileLock.ts';
import { Ledger } from '../../../runtime/paper/ledger/ledger.ts';
import type { PaperOutcome } from '../../../runtime/paper/listener.ts';
import { deliver } from '../../../runtime/publish/deliver.ts';
import { publisher } from '../../../runtime/publish/publisher.ts';
import { QdrantDestination } from '../../../runtime/publish/qdrant/destination.ts';
import { PaperDesk, replay } from '../../support/paper.ts';
import { contents } from '../../support/paperLedger.ts';
import { connected, delivered, tradedDesk } from '../../support/published.ts';
import { FakeCollection } from '../../support/qdrant/collection.ts';
import { FakeQdrant, type Fault } from '../../support/qdrant/server.ts';

let desk: PaperDesk;
let fake: FakeQdrant;
/** Of a server that nothing happened to. */
let undisturbed: object;

beforeAll(async () => {
  desk = await tradedDesk();
  const other = await FakeQdrant.start();
  await delivered(desk, other);
  undisturbed = other.held();
  await other.stop();
}, 120_000);
afterAll(() => desk.remove());
beforeEach(async () => {
  fake = await FakeQdrant.start();
});
afterEach(async () => {
  expect(fake.violations).toEqual([]);
  await fake.stop();
});

/** As if the last change had just been booked, and all others were delivered. */
function waitWithOne(): void {
  const ledger = Ledger.open(desk.file);
  const { last } = ledger.get<{ last: number }>('SELECT max(change) AS last FROM documents')!;
  markDelivered(ledger, `${fake.url}/`, last - 1);
  ledger.close();
}

function waiting(): number {
  return desk.read((ledger) => countWaiting(ledger, `${fake.url}/`));
}

test('every document becomes a point, with its vectors', async () => {
  const all = waiting();
  expect(await delivered(desk, fake)).toBe(all);
  expect(waiting()).toBe(0);
  expect(await delivered(desk, fake)).toBe(0);
  expect(fake.held()).toEqual(undisturbed);
  const counts = desk.read((ledger) =>
    ledger.all<{ collection: string; n: number }>(
      'SELECT collection, count(*) AS n FROM documents GROUP BY collection',
    ),
  );
  for (const { collection, n } of counts) expect(fake.collections.get(collection)!.points.size).toBe(n);
});

test('a server that is down at first', async () => {
  const { url } = fake;
  const port = Number(new URL(url).port);
  await fake.stop();
  await expect(delivered(desk, { url })).rejects.toMatchObject({
    code: 'store-unreachable',
    message: `the store ${url}/ cannot be reached: nothing listens there`,
  });
  fake = await FakeQdrant.start(port);
  await delivered(desk, fake);
  expect(fake.held()).toEqual(undisturbed);
});

/** Which of the requests of a delivery fails: the first, one that prepares, one that delivers. */
const PLACES = [0, 3, 5, 12, 16, 18];

test.each<[Fault, string]>([
  ['error', 'cannot do it now: Service internal error: disk full'],
  ['garbage', 'cannot be reached: its answer is no JSON'],
  ['another program', 'is not one of ours: its answer is not one of Qdrant'],
  ['drop', 'cannot be reached: it broke off'],
  ['silence', 'cannot be reached: no answer in time'],
  ['lost reply', 'cannot be reached: it broke off'],
])('a server that answers with %s, and comes back', async (fault, message) => {
  for (const place of PLACES) {
    await fake.stop();
    fake = await FakeQdrant.start();
    let requests = 0;
    fake.fault = () => (requests++ === place ? fault : null);
    await expect(delivered(desk, fake, { patience: fault === 'silence' ? 300 : 30_000 })).rejects.toThrow(message);
    await delivered(desk, fake);
    expect(fake.held()).toEqual(undisturbed);
    expect(fake.violations).toEqual([]);
  }
});

test('what was delivered before it failed is not delivered again', async () => {
  let batches = 0;
  fake.fault = (method, path) => (method === 'PUT' && path.includes('/points') && ++batches === 6 ? 'error' : null);
  const all = waiting();
  await expect(delivered(desk, fake)).rejects.toThrow('disk full');
  const left = waiting();
  expect(left).toBeLessThan(all);
  expect(await delivered(desk, fake)).toBe(left);
  expect(fake.held()).toEqual(undisturbed);
});

test('a server that has lost everything is told everything', async () => {
  const all = await delivered(desk, fake);
  fake.collections.clear();
  await desk.invoke({ clock: replay('2022-01-01', '2022-03-01') });
  expect(await delivered(desk, fake)).toBeGreaterThan(all!);
  expect(fake.collections.get('trading_results')!.points.size).toBe(40);
  // For the tests that follow.
  undisturbed = fake.held();
});

test('… also when it breaks off while the collections are made again', async () => {
  await delivered(desk, fake);
  await desk.invoke({ clock: replay('2022-01-01', '2022-03-02') });
  // Looking at the three collections, then making each and its indexes.
  for (let place = 0; place < 18; place++) {
    fake.collections.clear();
    waitWithOne();
    let requests = 0;
    fake.fault = () => (requests++ >= place ? 'lost reply' : null);
    await expect(delivered(desk, fake)).rejects.toThrow('it broke off');
    fake.fault = () => null;
    await delivered(desk, fake);
    expect(fake.collections.get('trading_results')!.points.size).toBe(41);
  }
  undisturbed = fake.held();
});

test('an index that was not made is made', async () => {
  await delivered(desk, fake);
  delete fake.collections.get('stock_recommendations')!.indexes.side;
  await desk.invoke({ clock: replay('2022-01-01', '2022-03-03') });
  await delivered(desk, fake);
  expect(fake.collections.get('stock_recommendations')!.indexes.side).toBe('keyword');
  undisturbed = fake.held();
});

test('a collection of somebody else stays as it is, and the message says what to do', async () => {
  const theirs = new FakeCollection({ decision: { size: 10, distance: 'Cosine' } });
  fake.collections.set('stock_recommendations', theirs);
  await expect(delivered(desk, fake)).rejects.toMatchObject({
    code: 'store-not-ours',
    message: expect.stringContaining('its collection stock_recommendations has other vectors than strat gives it'),
    hints: expect.arrayContaining([expect.stringContaining('prefix')]),
  });
  expect(theirs).toMatchObject({ indexes: {}, vectors: { decision: { size: 10 } } });
  await delivered(desk, fake, { prefix: 'mine_' });
  expect(fake.collections.get('mine_stock_recommendations')!.points.size).toBeGreaterThan(0);
});

test('one process delivers at a time', async () => {
  const lock = FileLock.open(`${desk.file}-outbox`);
  expect(lock.tryTake()).toBe(true);
  expect(await delivered(desk, fake)).toBeNull();
  lock.close();
  expect(await delivered(desk, fake)).toBeGreaterThan(0);
});

test('delivering everything again leaves the marks of whoever is delivering alone', async () => {
  const all = await delivered(desk, fake);
  const ledger = Ledger.open(desk.file);
  const again = async () => deliver(ledger, new QdrantDestination(await connected(fake)), { again: true });
  const lock = FileLock.open(`${desk.file}-outbox`);
  expect(lock.tryTake()).toBe(true);
  expect(await again()).toBeNull();
  expect(waiting()).toBe(0);
  lock.close();
  expect(await again()).toBe(all);
  ledger.close();
});

test('the return of a recommendation is written over it once it is known', async () => {
  const young = await PaperDesk.open();
  await young.invoke({ clock: replay('2022-01-01', '2022-01-04') });
  await delivered(young, fake);
  const collection = fake.collections.get('stock_recommendations')!;
  const returns = () => [...collection.points.values()].filter(({ payload }) => payload.return !== null).length;
  expect(returns()).toBe(0);
  const count = collection.points.size;
  const before = [...collection.points.keys()];
  // Decided on the 3rd, filled at the open of the 4th, held until that of the 5th.
  await young.invoke({ clock: replay('2022-01-01', '2022-01-05') });
  await delivered(young, fake);
  expect(returns()).toBe(before.filter((id) => collection.points.get(id)!.payload.day === '2022-01-03').length);
  expect(collection.points.size).toBeGreaterThan(count);
  young.remove();
});

// ── with a session ─────────────────────────────────────────────────────────────────────────────────────────────────

const OUTCOME = { code: 'finished' } as PaperOutcome;

test.each<Fault | 'down' | 'well'>(['well', 'down', 'silence', 'error', 'garbage', 'drop', 'lost reply'])(
  'a session beside a server that is %s: as without one, within a second, and later all is there',
  async (state) => {
    const [alone, beside] = [await PaperDesk.open(), await PaperDesk.open()];
    const [first, second] = [replay('2022-01-01', '2022-01-10'), replay('2022-01-01', '2022-01-20')];
    for (const clock of [first, second]) await alone.invoke({ clock });

    const port = Number(new URL(fake.url).port);
    if (state === 'down') await fake.stop();
    else if (state !== 'well') fake.fault = () => state;
    const store = { url: `http://127.0.0.1:${port}`, prefix: '' };
    const listener = publisher(beside.file, store, null, state === 'silence' ? 1000 : 30_000);
    await beside.invoke({ clock: first });
    const from = performance.now();
    const problem = await Promise.resolve(listener.close!(OUTCOME)).then(
      () => null,
      (error: Error) => error.message,
    );
    // A second, and what a busy machine adds.
    expect(performance.now() - from).toBeLessThan(3000);
    if (state === 'well') expect(problem).toBeNull();
    else expect(problem).toMatch(/; \d+ documents wait in the ledger, for `strat publish` or the next session$/);

    if (state === 'down') fake = await FakeQdrant.start(port);
    fake.fault = () => null;
    await beside.invoke({ clock: second });
    await publisher(beside.file, store, null, 30_000).close!(OUTCOME);
    const { deliveries: told, ...ledger } = beside.read(contents);
    const { deliveries: none, ...undisturbedLedger } = alone.read(contents);
    expect(ledger).toEqual(undisturbedLedger);
    expect(none).toEqual([]);
    expect(told).toHaveLength(1);
    const other = await FakeQdrant.start();
    await delivered(alone, other);
    expect(fake.held()).toEqual(other.held());
    await other.stop();
    for (const each of [alone, beside]) each.remove();
  },
);

// ── secrets ────────────────────────────────────────────────────────────────────────────────────────────────────────

const KEY = 'canary-4f1d9c';

test('the right key lets in; of a wrong one nothing is said', async () => {
  fake.key = KEY;
  await delivered(desk, fake, { key: KEY });
  expect(fake.held()).toEqual(undisturbed);
  fake.key = 'another';
  const refused = await delivered(desk, { url: fake.url }, { key: KEY, prefix: 'x' }).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code: 'store-refused',
    hints: ['set the environment variable QDRANT_API_KEY to its key'],
  });
  expect(JSON.stringify(refused) + String(refused)).not.toContain(KEY);
});

test('a server that says the key back', async () => {
  const server = await connected(fake, { key: KEY });
  const { z } = await import('zod');
  const asked = server.ask(z.unknown(), () =>
    Promise.reject(
      Object.assign(new Error(`bad ${KEY}`), { status: 400, data: { status: { error: `no ${KEY} here` } } }),
    ),
  );
  await expect(asked).rejects.toThrow('no *** here');
});

test('a key that is none is refused without being shown', async () => {
  const refused = await connected(fake, { key: `${KEY}\n` }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'store-refused' });
  expect(String(refused)).not.toContain(KEY);
});
