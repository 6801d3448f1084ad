/** One contract for every store: what is asked of the ledger and of Qdrant is answered alike, to the last digit. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Ledger } from '../../../runtime/paper/ledger/ledger.ts';
import { type Days, recommendations, sessions, similar } from '../../../runtime/publish/answers.ts';
import { documentId } from '../../../runtime/publish/document.ts';
import { EmbeddedStore } from '../../../runtime/publish/embedded.ts';
import { QdrantStore } from '../../../runtime/publish/qdrant/store.ts';
import type { DocumentStore } from '../../../runtime/publish/store.ts';
import { smallStrategy } from '../../support/command.ts';
import { compiled, type PaperDesk, replay } from '../../support/paper.ts';
import { connected, delivered, LAST_DAY, tradedDesk } from '../../support/published.ts';
import { hasContract } from '../../support/qdrant/contract.ts';
import { FakeQdrant } from '../../support/qdrant/server.ts';

let desk: PaperDesk;
let fake: FakeQdrant;
let ledger: Ledger;
const stores: Record<string, DocumentStore> = {};

beforeAll(async () => {
  desk = await tradedDesk();
  // Another account, of a strategy with fewer features, in the same ledger and the same collections.
  const fewer = smallStrategy({
    'include core14': 'a = returns(close, 1d)\n    b = returns(close, 5d)',
    'small {': 'fewer {',
  });
  await desk.invoke({ plan: compiled(fewer), account: 'fewer', clock: replay('2022-01-01', '2022-01-14') });
  fake = await FakeQdrant.start();
  await delivered(desk, fake);
  ledger = Ledger.read(desk.file)!;
  stores.embedded = new EmbeddedStore(ledger);
  stores.qdrant = new QdrantStore(await connected(fake));
}, 120_000);
afterAll(async () => {
  ledger.close();
  desk.remove();
  await fake.stop();
});

/** What both answer, once it is known to be the same. */
async function both<T>(ask: (store: DocumentStore) => Promise<T>): Promise<T> {
  const embedded = await ask(stores.embedded!);
  expect(await ask(stores.qdrant!)).toEqual(embedded);
  return embedded;
}

const ANY: Days = { from: null, to: null };
const list = (days: Days = ANY, limit = 1000) => ({ account: 'desk', days, limit });

test('the accounts', async () => {
  expect(await both((store) => store.accounts())).toEqual(['desk', 'fewer']);
});

test('recommendations: the last day, largest weight first', async () => {
  const rows = await both((store) => recommendations(store, list(), null));
  expect(new Set(rows.map(({ day }) => day))).toEqual(new Set([LAST_DAY]));
  const sizes = rows.map(({ weight }) => Math.abs(weight));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
});

test('recommendations: a side, a range of days, a limit', async () => {
  const days = { from: '2022-02-01', to: '2022-02-04' };
  const rows = await both((store) => recommendations(store, list(days), 'short'));
  expect(new Set(rows.map(({ day }) => day))).toEqual(
    new Set(['2022-02-04', '2022-02-03', '2022-02-02', '2022-02-01']),
  );
  expect(rows.every(({ side }) => side === 'short')).toBe(true);
  expect(await both((store) => recommendations(store, list(days, 3), 'short'))).toEqual(rows.slice(0, 3));
});

test('results and figures: oldest first, the last of them', async () => {
  const results = await both((store) => sessions(store, 'trading_results', list({ from: '2022-02-01', to: null })));
  expect(results.map(({ day }) => day)).toEqual([...results.map(({ day }) => day)].sort());
  expect(results.at(-1)!.day).toBe(LAST_DAY);
  const figures = await both((store) => sessions(store, 'performance_metrics', list(ANY, 3)));
  expect(figures.map(({ sessions: count }) => count)).toEqual([35, 36, 37]);
});

test('more documents than one answer of the server holds', async () => {
  const rows = await both((store) =>
    recommendations(store, { ...list({ from: '2022-01-01', to: null }), limit: 10_000 }, null),
  );
  expect(new Set(rows.map(({ day }) => day)).size).toBe(39);
  expect(rows.length).toBeGreaterThan(500);
});

test('nothing is an answer, too', async () => {
  expect(await both((store) => recommendations(store, list({ from: '2030-01-01', to: null }), null))).toEqual([]);
  expect(await both((store) => sessions(store, 'trading_results', list({ from: '2030-01-01', to: null })))).toEqual([]);
});

describe.each(['features', 'decision'] as const)('similar by %s', (by) => {
  const asked = { account: 'desk', on: null, days: ANY, side: null, by, limit: 5 };

  test('on the last day, and by brute force over what the ledger holds', async () => {
    const [first] = await recommendations(stores.embedded!, list(), null);
    const ticker = first!.ticker;
    const rows = await both((store) => similar(store, { ...asked, ticker }));
    expect(rows).toHaveLength(5);
    expect(rows.map((row) => [row.ticker, row.score])).toEqual(nearestByHand(LAST_DAY, ticker, by).slice(0, 5));
  });

  test('over all days, on one side', async () => {
    const [first] = await recommendations(stores.embedded!, list(), 'short');
    const days = { from: '2022-01-03', to: LAST_DAY };
    const rows = await both((store) =>
      similar(store, { ...asked, ticker: first!.ticker, days, side: 'short', limit: 50 }),
    );
    expect(rows).toHaveLength(50);
    expect(rows.every(({ side, ticker }) => side === 'short' && ticker !== first!.ticker)).toBe(true);
  });

  test('within the features of its own strategy', async () => {
    const days = { from: '2022-01-03', to: null };
    const [first] = await recommendations(stores.embedded!, { ...list(), account: 'fewer' }, null);
    const rows = await both((store) => similar(store, { ...asked, account: 'fewer', ticker: first!.ticker, days }));
    expect(new Set(rows.map(({ feature_set }) => feature_set))).toEqual(new Set([first!.feature_set]));
  });
});

test('a name that nobody held', async () => {
  for (const store of Object.values(stores)) {
    const query = {
      account: 'desk',
      ticker: 'NOBODY',
      on: null,
      days: ANY,
      side: null,
      by: 'features',
      limit: 5,
    } as const;
    await expect(similar(store, query)).rejects.toMatchObject({ code: 'no-such-recommendation' });
  }
});

test.skipIf(!hasContract)('what passed over the wire is as Qdrant describes it', () => {
  expect(
    new Set(fake.exchanges.map(({ method, path }) => `${method} ${path.split('?')[0]!.split('/').slice(3).join('/')}`)),
  ).toEqual(
    new Set([
      'GET ',
      'PUT ',
      'PUT index',
      'PUT vectors/features_14',
      'PUT vectors/features_2',
      'PUT points',
      'POST points',
      'POST points/scroll',
      'POST points/query',
      'POST facet',
    ]),
  );
  expect(fake.violations).toEqual([]);
});

/** From the bytes in the ledger, in another way: angles, not products of unit vectors. */
function nearestByHand(day: string, ticker: string, column: 'features' | 'decision'): [string, number][] {
  const rows = ledger.all<{ ticker: string; bytes: Uint8Array }>(
    `SELECT ticker, ${column} AS bytes FROM documents WHERE collection = 'stock_recommendations' AND account = 'desk'
       AND day = ? AND ${column} IS NOT NULL`,
    day,
  );
  const vectorOf = ({ bytes }: { readonly bytes: Uint8Array }) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from({ length: bytes.byteLength / 4 }, (_, i) => view.getFloat32(4 * i, true));
  };
  const to = vectorOf(rows.find((row) => row.ticker === ticker)!);
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return rows
    .filter((row) => row.ticker !== ticker)
    .map((row): [string, number] => {
      const other = vectorOf(row);
      return [row.ticker, Number((dot(to, other) / Math.sqrt(dot(to, to) * dot(other, other))).toFixed(6))];
    })
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

test('ids are those of RFC 9562, version 5', () => {
  // By Python: uuid.uuid5(uuid.UUID('5b0e3c0d-5f6f-4b0e-a1d4-7a1f1c9c6a52'), NAME)
  expect(documentId('stock_recommendations', 'desk', '2022-01-31', 'KANU')).toBe(
    '02100bbe-9e07-5cc1-b57e-37bd2e24e84c',
  );
  expect(documentId('trading_results', 'desk', '2022-01-31')).toBe('7bced2e3-5909-5aa5-a69f-b3bf10008571');
});
