/** `strat query` and `strat publish` as people and programs use them, on the ledger and on a server. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';
import { FakeQdrant } from '../../support/qdrant/server.ts';

const place = new Workplace();
let fake: FakeQdrant;
const KEY = 'canary-81b2e7d0';
const EMBEDDED = ['--config', 'small.yaml'] as const;
const QDRANT = ['--config', 'qdrant.yaml'] as const;
const PAPER = ['run', 'small.strat', '--mode', 'paper', '--replay', '2022-01-01..2022-03-31'] as const;

beforeAll(async () => {
  fake = await FakeQdrant.start();
  fake.key = KEY;
  place.environment.QDRANT_API_KEY = KEY;
  place.write('small.strat', smallStrategy());
  place.write('small.yaml', SMALL_CONFIG);
  place.write('qdrant.yaml', `${SMALL_CONFIG}\nstore: { qdrant: { url: "${fake.url}", prefix: desk_ } }\n`);
});
afterAll(async () => {
  place.remove();
  await fake.stop();
});

test('before anything is booked', async () => {
  expect(await place.strat('query', 'results', ...EMBEDDED)).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('error[no-ledger]'),
  });
  expect(await place.strat('query', 'results', ...QDRANT)).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('nothing has been published yet'),
  });
});

test('sessions booked without a store are delivered once the config names one', async () => {
  expect(await place.strat(...PAPER, ...EMBEDDED, '--until', '2022-01-31', '-q')).toMatchObject({
    code: 0,
    stderr: '',
  });
  expect(fake.collections.size).toBe(0);
  expect(await place.strat(...PAPER, ...QDRANT, '--dry-run', '-q')).toMatchObject({ code: 0, stderr: '' });
  expect(fake.collections.size).toBe(0);
  expect(await place.strat(...PAPER, ...QDRANT, '-q')).toMatchObject({ code: 0 });
  // Where a busy machine takes longer than a session waits.
  expect(await place.strat('publish', ...QDRANT)).toMatchObject({ code: 0, stderr: '' });
  expect([...fake.collections.keys()]).toEqual([
    'desk_stock_recommendations',
    'desk_trading_results',
    'desk_performance_metrics',
  ]);
  expect(fake.collections.get('desk_trading_results')!.points.size).toBe(21);
});

test.each([
  [['recommendations', '--limit', '5'], 'ticker'],
  [['recommendations', '--from', '2022-01-20', '--to', '2022-01-21', '--side', 'short'], '2022-01-20'],
  [['results', '--limit', '4'], 'turnover'],
  [['performance', '--from', '2022-01-25'], 'Sharpe'],
])('%s: the same words from both stores', async (words, shown) => {
  const embedded = await place.strat('query', ...words, ...EMBEDDED);
  expect(embedded).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(shown) });
  expect(await place.strat('query', ...words, ...QDRANT)).toEqual(embedded);
});

test('similar, as a table, as JSON and as CSV', async () => {
  const first = await place.strat('query', 'recommendations', '--limit', '1', '--json', ...EMBEDDED);
  const [{ ticker }] = JSON.parse(first.stdout) as [{ ticker: string }];
  const asked = ['query', 'similar', ticker, '--limit', '3', '--by', 'decision'] as const;
  for (const form of [[], ['--json'], ['--csv']]) {
    const embedded = await place.strat(...asked, ...form, ...EMBEDDED);
    expect(await place.strat(...asked, ...form, ...QDRANT)).toEqual(embedded);
  }
  const rows = JSON.parse((await place.strat(...asked, '--json', ...EMBEDDED)).stdout) as {
    score: number;
    ticker: string;
  }[];
  expect(rows).toHaveLength(3);
  expect(rows[0]!.score).toBeGreaterThan(rows[1]!.score);
  const { stdout } = await place.strat(...asked, '--csv', ...EMBEDDED);
  const lines = stdout.split('\r\n');
  expect(lines[0]).toMatch(/^score,account,strategy,plan,snapshot,day,yyyymmdd,ticker,side,weight,/);
  expect(lines.slice(1, 4).map((line) => line.split(',')[7])).toEqual(rows.map((row) => row.ticker));
  expect(lines[4]).toBe('');
});

test.each([
  [['query', 'recomendations'], 2, 'did you mean `recommendations`?'],
  [['query', 'similar'], 2, 'Name it: `strat query similar AAPL`'],
  [['query', 'results', '--side', 'long'], 2, 'results have no side'],
  [['query', 'recommendations', '--side', 'both'], 2, '--side is long or short'],
  [['query', 'recommendations', '--on', 'today'], 2, '--on takes days such as 2018-04-01'],
  [['query', 'recommendations', '--limit', '0'], 2, '--limit takes a number'],
  [['query', 'results', '--store', 'redis'], 2, '--store is embedded or qdrant'],
  [['query', 'results', '--account', 'smal'], 4, 'did you mean `small`?'],
  [['query', 'similar', 'NOBODY'], 4, 'the account small neither held nor wanted NOBODY'],
  [['query', 'results', '--store', 'qdrant'], 4, 'error[store-not-configured]'],
  [['publish'], 4, 'error[store-not-configured]'],
])('%s: says what to do', async (words, code, message) => {
  const said = await place.strat(...words, ...EMBEDDED);
  expect(said).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) });
});

test('publish delivers what waits, and all of it once more when asked', async () => {
  const before = [...fake.collections.get('desk_stock_recommendations')!.points.keys()].length;
  expect(await place.strat('publish', ...QDRANT)).toMatchObject({
    code: 0,
    stdout: `nothing waits for ${fake.url}/desk_\n`,
  });
  fake.collections.clear();
  const again = await place.strat('publish', '--again', ...QDRANT);
  expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+ documents delivered to /) });
  expect(fake.collections.get('desk_stock_recommendations')!.points.size).toBe(before);
});

test('a server that is gone: the session is booked, a note tells of it, a scheduler need not care', async () => {
  fake.fault = () => 'error';
  const session = await place.strat(...PAPER, ...QDRANT);
  expect(session.code).toBe(0);
  expect(session.stdout).toContain('1 session booked');
  expect(session.stdout + session.stderr).toMatch(/; \d+ documents wait in the ledger/);
  const asked = await place.strat('query', 'results', ...QDRANT);
  expect(asked).toMatchObject({ code: 75, stderr: expect.stringContaining('--store embedded') });
  fake.fault = () => null;
  expect(await place.strat('publish', ...QDRANT)).toMatchObject({ code: 0 });
});

test('a key that is wrong is shown nowhere: not in what is said, and in no file', async () => {
  fake.key = 'another';
  const said = await place.strat(...PAPER, ...QDRANT);
  expect(said.stdout + said.stderr).toContain('the store of the account failed');
  const asked = await place.strat('publish', ...QDRANT);
  expect(asked).toMatchObject({ code: 4, stderr: expect.stringContaining('QDRANT_API_KEY') });
  const files = readdirSync(place.folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(place.folder, name))
    .filter((name) => statSync(name).isFile());
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((name) => readFileSync(name).includes(KEY))).toEqual([]);
  expect(said.stdout + said.stderr + asked.stdout + asked.stderr).not.toContain(KEY);
  expect(fake.violations).toEqual([]);
});
