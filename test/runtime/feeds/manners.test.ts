/** How a vendor is asked: slowly, again when it fails for a moment, and not on and on when it refuses. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Manners, retryAfterMs } from '../../../runtime/feeds/client.ts';
import { openYahoo } from '../../../runtime/feeds/yahoo/feed.ts';
import { type Answer, ChartServer, chartBody, chartOf, late, nothingThen, send } from '../../support/chartServer.ts';
import { answersOf, history, problem, QUICK, ToldTiming, wanted } from '../../support/feeds.ts';

let server: ChartServer;
let url: string;
beforeEach(async () => {
  server = new ChartServer();
  url = await server.listen();
});
afterEach(() => server.close());

const good = (symbol: string) => chartOf({ symbol, bars: [['2024-07-01T13:30:00Z', 10, 11, 9, 10, 100]] });
const body = (symbol: string) => chartBody({ symbol, bars: [['2024-07-01T13:30:00Z', 10, 11, 9, 10, 100]] });
const reset: Answer = (_, request) => request.socket.destroy();
const silence: Answer = () => {};
/** Says how long it is, and hangs up before. */
const cutOff: Answer = (response) => {
  response.writeHead(200, { 'content-length': '5000' });
  response.write('{"chart":{"result":[{"meta":{"curr', () => response.destroy());
};

function yahoo(manners: Partial<Manners> = {}, timing = new ToldTiming()) {
  return openYahoo({ requests: { ...QUICK, ...manners }, url }, timing);
}

test.each<[string, Answer]>([
  ['a server that fails', send(503, 'upstream connect error')],
  ['a server that fails with a page', send(502, '<html><body>Bad Gateway</body></html>')],
  ['a connection that is reset', reset],
  ['a body that ends before its length', cutOff],
  ['JSON that is cut short', send(200, body('A').slice(0, 120))],
  ['a page instead of JSON', send(200, '<!doctype html><html>Will be right back</html>')],
  ['a page that says 404', send(404, '<html>Not Found on this accelerator</html>')],
  ['nothing at all', send(200, '')],
  ['too many requests', send(429, 'Too Many Requests\r\n')],
])('what passes is asked for again: %s', async (_, failing) => {
  server.answers.A = [failing, failing, good('A')];
  const answers = await answersOf(yahoo(), wanted(['A']));
  expect(history(answers.get('A')).days).toHaveLength(1);
  expect(server.timesAsked('A')).toBe(3);
});

test.each<[string, Answer, string | RegExp]>([
  ['failing', send(500, 'x'), "unreachable: the vendor's server fails (HTTP 500)"],
  ['resets', reset, /^unreachable: the vendor cannot be reached: (other side closed|read ECONNRESET)$/],
  ['silence', silence, 'unreachable: no answer from the vendor within 0.5 s'],
  [
    'truncated',
    send(200, '{"chart":{"resu'),
    'bad-answer: Yahoo answers with no JSON, or JSON that is cut short (HTTP 200): {"chart":{"resu',
  ],
  [
    'pages',
    send(200, '<html>\n  Oops\n</html>'),
    'bad-answer: Yahoo answers with a web page (HTTP 200): <html> Oops </html>',
  ],
  ['an odd status', send(418, '{}'), 'bad-answer: Yahoo answers with HTTP 418 and no reason'],
])('what does not pass is a problem of that ticker only: %s', async (_, failing, message) => {
  server.answers.A = [failing];
  server.answers.B = [good('B')];
  const timeout_seconds = failing === silence ? 0.5 : 5;
  const answers = await answersOf(yahoo({ retries: 2, timeout_seconds }), wanted(['A', 'B']));
  const told = problem(answers.get('A'));
  expect(told).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  expect(server.timesAsked('A')).toBe(3);
  expect(history(answers.get('B')).days).toHaveLength(1);
});

test.each<[string, Answer, RegExp]>([
  ['JSON of something else', send(200, '{"quoteResponse":{"result":[]}}'), /^bad-answer: /],
  ['no result and no error', send(200, '{"chart":{"result":null,"error":null}}'), /^bad-answer: /],
  [
    'a column that is too short',
    send(200, body('A').replace('"open":[10]', '"open":[]')),
    /^bad-answer: Yahoo sent 1 instants and 0 of open$/,
  ],
  [
    'text where numbers are',
    send(200, body('A').replace('"open":[10]', '"open":["n/a"]')),
    /^bad-answer: Yahoo's answer is not a chart: indicators.quote.0.open.0: /,
  ],
  [
    'weeks instead of days',
    send(200, body('A').replace('"1d"', '"1wk"')),
    /^bad-answer: Yahoo sent bars of 1wk when asked for days$/,
  ],
  [
    'what it does not know',
    send(
      404,
      '{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}',
    ),
    /^unknown-ticker: Yahoo says "No data found, symbol may be delisted"$/,
  ],
  ['years before the first bar', nothingThen, /^no-data: Yahoo says "Data doesn't exist for startDate/],
])('what would not pass is asked for once: %s', async (_, answer, message) => {
  server.answers.A = [answer];
  expect(problem((await answersOf(yahoo(), wanted(['A']))).get('A'))).toMatch(message);
  expect(server.timesAsked('A')).toBe(1);
});

test('a good answer without what is not read is good: the library itself would turn it down', async () => {
  server.answers.A = [send(200, body('A').replace(/"priceHint":2,|"regularMarketPrice":1,|"timezone":"EST",/g, ''))];
  expect(history((await answersOf(yahoo(), wanted(['A']))).get('A')).days).toHaveLength(1);
});

test('waits double up to a minute, each between nothing and that, and only as often as it is told to', async () => {
  server.answers.A = [send(503, '')];
  for (const [chance, waits] of [
    [0.5, [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]],
    [0, [0, 0, 0, 0, 0, 0, 0, 0]],
  ] as const) {
    const timing = new ToldTiming(undefined, chance);
    await answersOf(yahoo({ retries: 8, per_minute: Infinity }, timing), wanted(['A']));
    expect(timing.slept).toEqual(waits);
  }
});

test('when one is told to wait, nobody else begins', async () => {
  const at: Record<string, number> = {};
  const noting =
    (symbol: string, answer: Answer) => (response: Parameters<Answer>[0], request: Parameters<Answer>[1]) => {
      at[symbol] ??= performance.now();
      answer(response, request);
    };
  server.answers.A = [noting('A', send(429, '', { 'retry-after': '1' })), good('A')];
  server.answers.B = [late(100, good('B'))];
  server.answers.C = [noting('C', good('C'))];
  const feed = openYahoo({ requests: QUICK, url });
  expect((await answersOf(feed, wanted(['A', 'B', 'C']))).size).toBe(3);
  expect(at.C! - at.A!).toBeGreaterThan(950);
});

test('`Retry-After` is the least that is waited', async () => {
  server.answers.A = [send(429, '', { 'retry-after': '20' }), good('A')];
  const timing = new ToldTiming();
  const answers = await answersOf(yahoo({ at_once: 1, per_minute: Infinity }, timing), wanted(['A', 'B']));
  expect(history(answers.get('A')).days).toHaveLength(1);
  expect(timing.slept).toEqual([20_500]);
});

test('`Retry-After` in seconds and as a date (RFC 9110, 10.2.3)', () => {
  const now = Date.parse('1999-12-31T23:59:00Z');
  expect(retryAfterMs('120', now)).toBe(120_000);
  expect(retryAfterMs('Fri, 31 Dec 1999 23:59:59 GMT', now)).toBe(59_000);
  expect(retryAfterMs('Fri, 31 Dec 1999 23:00:00 GMT', now)).toBe(0);
  expect([retryAfterMs(null, now), retryAfterMs('soon', now)]).toEqual([null, null]);
});

test('a vendor that wants to be left alone for an hour is: the rest is not asked for', async () => {
  server.answers.A = [send(429, '', { 'retry-after': '3600' })];
  const timing = new ToldTiming();
  const answers = await answersOf(yahoo({ at_once: 1 }, timing), wanted(['A', 'B', 'C']));
  expect([...answers.values()].map(problem)).toEqual([
    'throttled: the vendor asks to be left alone for 60 minutes (HTTP 429)',
    'throttled: not asked for any more: the vendor asks to be left alone for 60 minutes (HTTP 429)',
    'throttled: not asked for any more: the vendor asks to be left alone for 60 minutes (HTTP 429)',
  ]);
  expect(server.asked).toHaveLength(1);
});

test('a ban is not argued with', async () => {
  server.answers.A = [send(403, 'Forbidden')];
  const answers = await answersOf(yahoo({ at_once: 1 }), wanted(['A', 'B']));
  expect(problem(answers.get('A'))).toBe('throttled: the vendor refuses to answer (HTTP 403): Forbidden');
  expect(server.asked).toHaveLength(1);
});

test('where nobody is at home, five tickers are enough', async () => {
  await server.close();
  const answers = await answersOf(yahoo({ at_once: 1, retries: 0 }), wanted(['A', 'B', 'C', 'D', 'E', 'F', 'G']));
  const told = [...answers.values()].map(problem);
  expect(told.map((each) => each.includes('not asked for any more'))).toEqual([
    ...Array<boolean>(5).fill(false),
    ...[true, true],
  ]);
  expect(told[0]).toEqual(
    expect.stringMatching(/^unreachable: the vendor cannot be reached: connect ECONNREFUSED 127.0.0.1:\d+$/),
  );
});

test('no more requests at once, nor in a minute, than the config says', async () => {
  const tickers = Array.from({ length: 12 }, (_, index) => `T${index}`);
  for (const ticker of tickers) server.answers[ticker] = [late(20, good(ticker))];
  const timing = new ToldTiming();
  const began = timing.now();
  expect((await answersOf(yahoo({ at_once: 3, per_minute: 60 }, timing), wanted(tickers))).size).toBe(12);
  expect(server.mostAtOnce).toBeLessThanOrEqual(3);
  expect(server.mostAtOnce).toBeGreaterThan(1);
  expect(timing.now() - began).toBe(11_000);
});

test('the library says who asks, brings no cookies, and prints nothing', async () => {
  const printed = [vi.spyOn(console, 'error'), vi.spyOn(console, 'log'), vi.spyOn(console, 'warn')];
  server.answers.A = [send(200, body('A'), { 'set-cookie': 'A3=x; Domain=.yahoo.com' })];
  server.answers.B = [send(500, '')];
  await answersOf(yahoo({ at_once: 1, retries: 1 }), wanted(['A', 'A2', 'B']));
  for (const { headers } of server.asked) {
    expect(headers['user-agent']).toContain('yahoo-finance2/');
    expect(headers.cookie).toBeUndefined();
  }
  for (const spy of printed) expect(spy).not.toHaveBeenCalled();
});

test('an abort ends it soon, with what was answered; so does whoever stops reading', async () => {
  server.answers.A = [good('A')];
  server.answers.B = [silence];
  const abort = new AbortController();
  const read: string[] = [];
  for await (const { ticker } of yahoo().histories(wanted(['A', 'B', 'C']), abort.signal)) {
    read.push(ticker);
    if (ticker === 'C') abort.abort();
  }
  expect(read).toEqual(['A', 'C']);

  for await (const { ticker } of yahoo().histories(wanted(['A', 'B']), new AbortController().signal)) {
    expect(ticker).toBe('A');
    break;
  }
});

test('an abort ends a wait too', async () => {
  server.answers.A = [send(429, '', { 'retry-after': '200' })];
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 100);
  const feed = openYahoo({ requests: QUICK, url });
  expect((await answersOf(feed, wanted(['A']), abort.signal)).size).toBe(0);
});
