/** Feeds of one's own: what a module is given, what it may not get wrong, and the example that is one file. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../../configs/load.ts';
import type { Feed } from '../../../runtime/feeds/feed.ts';
import { openModule } from '../../../runtime/feeds/module.ts';
import { openFeed } from '../../../runtime/feeds/open.ts';
import { toIsoDay } from '../../../runtime/market.ts';
import { ChartServer, send } from '../../support/chartServer.ts';
import { answersOf, daysOf, history, problem, QUICK, wanted } from '../../support/feeds.ts';
import { newStore } from '../../support/store.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/feeds', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'strat-feed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

/** Opens a module of that text; the port's message and hints are what is thrown. */
async function opened(text: string, options: Record<string, unknown> = {}): Promise<Feed> {
  const from = `./feed${count++}.ts`;
  writeFileSync(join(folder, from), text);
  return openModule({ from, requests: QUICK, options }, folder);
}

/** A feed whose `histories` is this text of a generator's body; `good` is a history that is right. */
const module = (histories: string) => `
  import type { Feed } from 'a-package-that-is-not-there';
  const good = (ticker: string) => ({
    ticker, identity: null, currency: null, exchange: null, timeZone: null, completeTo: 19905,
    days: Int32Array.of(19904, 19905), splits: [], dividends: [],
    open: Float64Array.of(1, 2), high: Float64Array.of(1, 2), low: Float64Array.of(1, 2),
    close: Float64Array.of(1, 2), volume: Float64Array.of(1, 2),
  });
  export function feed({ answerEach, failure, options }): Feed {
    return { name: 'own', description: 'a feed of mine', async *histories(requests, signal) { ${histories} } };
  }`;

async function told(histories: string, ticker = 'A'): Promise<string> {
  const feed = await opened(module(histories));
  return problem((await answersOf(feed, wanted(['A', 'B']))).get(ticker));
}

test('TypeScript is read as it stands, types left out', async () => {
  const feed = await opened(module('for (const { ticker } of requests) yield { ticker, history: good(ticker) };'));
  expect([feed.name, feed.description]).toEqual(['own', 'a feed of mine']);
  const answers = await answersOf(feed, wanted(['A', 'B']));
  expect([...history(answers.get('B')).close]).toEqual([1, 2]);
});

test.each([
  ['that is no function', 'export const feed = 1;', 'exports no function `feed`'],
  ['that does not parse', 'export function feed( {', 'cannot be loaded: '],
  ['that throws', 'throw new Error("no licence");', 'cannot be loaded: no licence'],
  ['that gives nothing', 'export function feed() {}', 'gives is no feed'],
  ['without a name', 'export const feed = () => ({ description: "", histories() {} });', 'gives is no feed'],
  [
    'that does not take its options',
    'export function feed() { throw new Error("say `url`"); }',
    'does not take its options: say `url`',
  ],
])('a module %s is told as the mistake it is', async (_, text, message) => {
  await expect(opened(text)).rejects.toMatchObject({ code: 'bad-feed', message: expect.stringContaining(message) });
});

test('a name that is no feed', async () => {
  await expect(openModule({ from: 'yaho', requests: QUICK, options: {} }, folder)).rejects.toMatchObject({
    code: 'no-such-feed',
    message: `there is no feed \`yaho\`: no known name, and no module ${join(folder, 'yaho')}`,
  });
});

test.each([
  ['no answer', 'yield { ticker: "B", history: good("B") };', 'the feed gave no answer'],
  ['an end before its time', 'throw new Error("lost it");', 'the feed broke off: lost it'],
  ['neither', 'yield { ticker: "A" };', 'the feed answers with neither a history nor a problem'],
  [
    'a problem of its own kind',
    'yield { ticker: "A", problem: { code: "sold-out", message: "no" } };',
    'the feed answers with a problem that is none of unknown-ticker, no-data, throttled, unreachable, bad-answer with a message',
  ],
  ['another ticker', 'yield { ticker: "A", history: good("B") };', 'the feed answers with a history of B'],
  [
    'plain arrays',
    'yield { ticker: "A", history: { ...good("A"), days: [1] } };',
    'the feed answers with days that are no Int32Array',
  ],
  [
    'plain prices',
    'yield { ticker: "A", history: { ...good("A"), low: [1, 2] } };',
    'the feed answers with low that is no Float64Array',
  ],
  [
    'a short column',
    'yield { ticker: "A", history: { ...good("A"), high: Float64Array.of(1) } };',
    'the feed answers with 2 days and 1 of high',
  ],
  [
    'days twice',
    'yield { ticker: "A", history: { ...good("A"), days: Int32Array.of(19904, 19904) } };',
    'the feed answers with days that do not ascend',
  ],
  [
    'days behind its end',
    'yield { ticker: "A", history: { ...good("A"), completeTo: 19904 } };',
    'the feed answers with days that it was not asked for',
  ],
  [
    'no end',
    'yield { ticker: "A", history: { ...good("A"), completeTo: undefined } };',
    'the feed answers with no `completeTo`',
  ],
  [
    'a split of nothing',
    'yield { ticker: "A", history: { ...good("A"), splits: [{ day: 19904, ratio: 0 }] } };',
    'the feed answers with a split whose ratio is not above 0',
  ],
  [
    'a dividend that is none',
    'yield { ticker: "A", history: { ...good("A"), dividends: [{ day: 19904, amount: NaN }] } };',
    'the feed answers with a dividend that is no amount',
  ],
  [
    'a dividend of another day',
    'yield { ticker: "A", history: { ...good("A"), dividends: [{ day: 19906, amount: 1 }] } };',
    'the feed answers with a split or dividend of a day that it was not asked for',
  ],
  [
    'a failure',
    'yield* answerEach(requests, signal, () => { throw failure("no-data", "nothing there"); });',
    'nothing there',
  ],
])('what a module gets wrong is a problem of its ticker: %s', async (_, histories, message) => {
  const code = message === 'nothing there' ? 'no-data' : 'bad-answer';
  expect(await told(histories)).toBe(`${code}: ${message}`);
});

test('an answer to what was not asked, or a second one, is left out', async () => {
  const feed = await opened(
    module('for (const ticker of ["A", "Z", "A", "B"]) yield { ticker, history: good(ticker) };'),
  );
  const answers = await answersOf(feed, wanted(['A', 'B']));
  expect([...answers.values()].map((answer) => history(answer).ticker)).toEqual(['A', 'B']);
});

// ── The example ────────────────────────────────────────────────────────────────────────────────────────────────

const AAPL =
  'Date,Open,High,Low,Close,Volume\r\n2024-01-02,187.15,188.44,183.885,185.64,82488674\r\n2024-01-03,184.22,185.88,183.43,184.25,58414460\r\n';

const server = new ChartServer();
let url: string;
beforeAll(async () => {
  url = await server.listen();
  mkdirSync(join(folder, 'stooq'));
  writeFileSync(join(folder, 'stooq', 'aapl.us.csv'), AAPL);
  writeFileSync(
    join(folder, 'stooq', '^spx.us.csv'),
    'Date,Open,High,Low,Close,Volume\n2024-01-02,4745.2,4754.33,4722.67,4742.83\n',
  );
  writeFileSync(join(folder, 'stooq', 'page.us.csv'), '<html>Exceeded the daily hits limit</html>');
  writeFileSync(join(folder, 'stooq', 'odd.us.csv'), 'Date,Open,High,Low,Close,Volume\n2024-01-02,n/a,1,1,1,1\n');
  writeFileSync(join(folder, 'stooq', 'cut.us.csv'), 'Date,Open,High,Low,Close,Volume\n2024-01-02,47');
});
afterAll(() => server.close());
const stores: ReturnType<typeof newStore>[] = [];
afterEach(() => {
  for (const store of stores.splice(0)) store.remove();
});

const stooq = (options: Record<string, unknown>) =>
  openModule({ from: join(EXAMPLES, 'stooq.ts'), requests: QUICK, options }, folder);

test('stooq: a folder of CSV files', async () => {
  const feed = await stooq({ path: 'stooq/{ticker}.us.csv' });
  const tickers = ['AAPL', '^SPX', 'NONE', 'PAGE', 'ODD', 'CUT'];
  const answers = await answersOf(feed, wanted(tickers, '2024-01-01', '2024-06-28'));
  const apple = history(answers.get('AAPL'));
  expect(daysOf(apple)).toEqual(['2024-01-02', '2024-01-03']);
  expect([...apple.open, ...apple.high, ...apple.low, ...apple.close, ...apple.volume]).toEqual([
    187.15, 184.22, 188.44, 185.88, 183.885, 183.43, 185.64, 184.25, 82488674, 58414460,
  ]);
  expect(toIsoDay(apple.completeTo)).toBe('2024-01-03');
  expect([...history(answers.get('^SPX')).volume]).toEqual([Number.NaN]);
  expect(['NONE', 'PAGE', 'ODD', 'CUT'].map((ticker) => problem(answers.get(ticker)))).toEqual([
    'unknown-ticker: there is no file stooq/none.us.csv',
    'bad-answer: the file begins with "<html>Exceeded the daily hits limit</html>" and not with "Date,Open,High,Low,Close,Volume"',
    'bad-answer: "n/a" is no number',
    'bad-answer: a line is cut short',
  ]);
  expect(problem((await answersOf(feed, wanted(['AAPL'], '2024-02-01'))).get('AAPL'))).toMatch(/^no-data: /);
});

test('stooq: an address, asked as politely as any vendor', async () => {
  const address = '/v8/finance/chart/aapl';
  server.answers.aapl = [send(503, ''), send(200, AAPL)];
  server.answers.gone = [send(404, '')];
  server.answers.odd = [send(410, 'Gone')];
  const feed = await stooq({ url: `${url}${address.replace('aapl', '{ticker}')}` });
  const answers = await answersOf(feed, wanted(['AAPL', 'GONE', 'ODD']));
  expect(history(answers.get('AAPL')).days).toHaveLength(2);
  expect(server.timesAsked('aapl')).toBe(2);
  expect(problem(answers.get('GONE'))).toBe('unknown-ticker: there is no such ticker at its address (HTTP 404)');
  expect(problem(answers.get('ODD'))).toBe('bad-answer: its address answers with HTTP 410: Gone');
});

test('stooq: its options are checked', async () => {
  await expect(stooq({ path: 'aapl.csv' })).rejects.toMatchObject({
    message: expect.stringContaining('does not take its options: say `path` or `url`, with {ticker} in it'),
  });
});

test('stooq: the config beside it pulls into a store', async () => {
  const parsed = parseConfig(readFileSync(join(EXAMPLES, 'stooq.yaml'), 'utf8'), 'stooq.yaml');
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const { data } = parsed.config;
  if (data.source !== 'store' || data.feed === null) throw new Error('it has a feed');
  const options = { path: join(folder, String(data.feed.options.path)) };
  const store = newStore();
  stores.push(store);
  const feed = await openFeed({ ...data.feed, options }, EXAMPLES, data);
  const outcome = await store.pull(feed, { tickers: ['AAPL', 'MSFT'] });
  expect(outcome.failures.map(({ ticker, code }) => [ticker, code])).toEqual([['MSFT', 'unknown-ticker']]);
  expect(await store.rows(outcome.snapshot!, 'bars')).toEqual([
    ['AAPL', '2024-01-02', 187.15, 188.44, 183.885, 185.64, 82488674],
    ['AAPL', '2024-01-03', 184.22, 185.88, 183.43, 184.25, 58414460],
  ]);
});
