/** Paper trading by the clock on the wall: what is due is pulled first, from a vendor that may be down, late or wrong. */
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { calendarNamed, sessionsOf } from '../../../runtime/calendar/calendar.ts';
import { fromIsoDay, toIsoDay } from '../../../runtime/market.ts';
import { type Answer, ChartServer, chartBody, send } from '../../support/chartServer.ts';
import { type Outcome, smallStrategy, Workplace } from '../../support/command.ts';

const DAYS = Array.from(
  sessionsOf(calendarNamed('XNYS'), fromIsoDay('2021-01-01'), fromIsoDay('2022-04-08')),
  toIsoDay,
);
const STOCKS = Array.from({ length: 12 }, (_, stock) => `S${String(stock).padStart(2, '0')}`);
/** The config says that bars are there a quarter of an hour after the close. */
const LATER = 'decide at close, 15min later\n    fill at next open';
const TICKERS = [...STOCKS, 'SPY'];

const server = new ChartServer();
const place = new Workplace();
/** What the vendor does: the last day it has bars of, and who lacks the bar of it. */
const vendor = { until: '2022-03-28', late: [] as string[], factor: 1, instead: null as Answer | null };

beforeAll(async () => {
  const url = await server.listen();
  place.write(
    'live.yaml',
    `data:
  source: store
  path: market
  arrives: { bars: 15 min after close }
  feed:
    from: yahoo
    url: ${url}
    tickers: [${TICKERS.join(', ')}]
    since: 2021-01-01
    requests: { at_once: 16, per_minute: 6000, retries: 0 }
engine: { backend: portable }
`,
  );
  place.write('never.yaml', `${await config()}paper: { pull: never }\n`);
  place.write(
    'live.strat',
    smallStrategy({
      'epochs 3': 'epochs 1',
      'fill at next open': LATER,
      'risk {': 'paper { at 16:15 America/New_York }\n\n  risk {',
    }),
  );
  for (const [at, ticker] of TICKERS.entries()) {
    server.answers[ticker] = [
      (response, request) => (vendor.instead ?? send(200, chart(ticker, at)))(response, request),
    ];
  }
});
afterAll(async () => {
  place.remove();
  await server.close();
});
beforeEach(() => {
  Object.assign(vendor, { late: [], factor: 1, instead: null });
  server.asked.length = 0;
});

async function config(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(place.path('live.yaml'), 'utf8');
}

/** Of all days until the last one told; the session under way, or over, is that day's. */
function chart(symbol: string, stock: number): string {
  const days = DAYS.filter((day) => day <= vendor.until).filter(
    (day) => day !== vendor.until || !vendor.late.includes(symbol),
  );
  const bars = days.map((day) => {
    const t = DAYS.indexOf(day);
    const wrong = day === vendor.until ? vendor.factor : 1;
    const close = wrong * (50 + 10 * Math.sin(t / (5 + stock)) + ((t * 7919 * (stock + 1)) % 101) / 50);
    return [`${day}T15:00:00Z`, close * 0.99, close * 1.01, close * 0.98, close, 1_000_000 + 1000 * (t % 7)] as const;
  });
  return chartBody({ symbol, bars, session: [`${vendor.until}T13:30:00Z`, `${vendor.until}T20:00:00Z`] });
}

/** At 16:45 in New York, in summer: Yahoo's bars are there half an hour after the close. */
function evening(day: string, ...words: string[]): Promise<Outcome> {
  vendor.until = day;
  return at(`${day}T20:45:00Z`, ...words);
}

function at(instant: string, ...words: string[]): Promise<Outcome> {
  place.setClock(instant);
  return place.strat('run', 'live.strat', '--mode', 'paper', '--config', 'live.yaml', ...words);
}

function booked(): string[] {
  const database = new DatabaseSync(place.path('.strat/paper/ledger.db'), { readOnly: true });
  const rows = database.prepare('SELECT day FROM sessions ORDER BY number').all();
  database.close();
  return rows.map(({ day }) => String(day));
}

test('the first invocation pulls all there is, trains and books the last session', { timeout: 60_000 }, async () => {
  const first = await evening('2022-03-28');
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain('pulling what market lacks, until 2022-03-28');
  expect(first.stdout).toMatch(/^4,043 bars more, snapshot [0-9a-f]{12}$/m); // 252 sessions of 2021, and 20 + 19 + 20, of 13 tickers
  expect(booked()).toEqual(['2022-03-28']);
});

test('where nothing is due nobody is asked', async () => {
  expect(await at('2022-03-29T19:59:00Z')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('no session is due'),
  });
  expect(server.asked).toEqual([]);
});

test.each([
  ['is down', send(503, 'try later')],
  ['refuses', send(429, 'Too Many Requests')],
  ['answers something else', send(200, '<html>Sign in to continue</html>')],
])('a vendor that %s: the session stays due, and a scheduler is told to try again', async (_, instead) => {
  vendor.instead = instead;
  const failed = await evening('2022-03-29');
  expect(failed.code).toBe(75);
  expect(failed.stderr).toContain('error[paper-data-old]: the data end on 2022-03-28, without a bar of 2022-03-29');
  expect(booked()).toEqual(['2022-03-28']);
});

test('a vendor that is late: only whose bar is not there yet is asked again', async () => {
  vendor.late = STOCKS.slice(0, 4);
  const late = await evening('2022-03-29');
  expect(late.code).toBe(75);
  expect(late.stderr).toContain('8 of the 12 stocks that traded the session before have a bar on 2022-03-29');
  vendor.late = [];
  server.asked.length = 0;
  expect(await evening('2022-03-29')).toMatchObject({ code: 0, stderr: '' });
  expect(new Set(server.asked.map(({ symbol }) => symbol))).toEqual(new Set(STOCKS.slice(0, 4)));
  expect(booked()).toEqual(['2022-03-28', '2022-03-29']);
});

test('bars of a session under way do not get into the store', async () => {
  // 11:00 in New York on the 31st: the 30th is due, and the vendor tells of a bar of the day as well.
  vendor.until = '2022-03-31';
  expect(await at('2022-03-31T15:00:00Z')).toMatchObject({ code: 0 });
  expect(booked().at(-1)).toBe('2022-03-30');
  const { stdout } = await place.strat('data', 'status', '--config', 'live.yaml', '--json');
  expect((JSON.parse(stdout) as { last: string }).last).toBe('2022-03-30');
});

test('bars that cannot be right are never booked, and are mended by the next pull', async () => {
  vendor.factor = 100;
  const wrong = await evening('2022-03-31');
  expect(wrong.code).toBe(4);
  expect(wrong.stderr).toContain('error[paper-quality]');
  expect(booked().at(-1)).toBe('2022-03-30');
  vendor.factor = 1;
  expect(await evening('2022-04-01', '--catch-up')).toMatchObject({ code: 0 });
  expect(booked().slice(-2)).toEqual(['2022-03-31', '2022-04-01']);
});

test('started by a scheduler, what is due is what was due at the time that the strategy says', async () => {
  vendor.until = '2022-04-04';
  // An hour and a minute too early: 16:14 in New York, of a session that closed at 16:00 and whose bars are there.
  const early = await at('2022-04-04T20:14:00Z', '--scheduled', '--catch-up');
  expect(early).toMatchObject({ code: 0, stdout: expect.stringContaining('no session is due') });
  expect(await evening('2022-04-04', '--scheduled', '--catch-up')).toMatchObject({ code: 0 });
  expect(booked().at(-1)).toBe('2022-04-04');
});

test('a config may say that a run asks nobody', async () => {
  place.setClock('2022-04-05T20:45:00Z');
  const words = ['run', 'live.strat', '--mode', 'paper', '--config', 'never.yaml'];
  expect(await place.strat(...words)).toMatchObject({ code: 75 });
  expect(server.asked).toEqual([]);
});

test('of two sessions due, the one whose bars are there is booked, and the other stays due', async () => {
  vendor.until = '2022-04-05';
  const half = await at('2022-04-06T20:45:00Z', '--catch-up');
  expect(half).toMatchObject({ code: 75, stderr: expect.stringContaining('without a bar of 2022-04-06') });
  expect(booked().slice(-2)).toEqual(['2022-04-04', '2022-04-05']);
});

test('two accounts at one hour fill their one store in turn', async () => {
  vendor.until = '2022-04-06';
  place.setClock('2022-04-06T20:45:00Z');
  const words = ['run', 'live.strat', '--mode', 'paper', '--config', 'live.yaml', '--account'];
  const both = await Promise.all(['one', 'two'].map((account) => place.strat(...words, account)));
  expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(2).fill({ code: 0, stderr: '' }));
  // Each ticker is asked for once; the second finds nothing lacking.
  expect(server.asked.filter(({ symbol }) => symbol === 'S00')).toHaveLength(1);
});

test('a clock that was set back is refused', async () => {
  expect(await at('2022-03-30T20:45:00Z')).toMatchObject({
    code: 75,
    stderr: expect.stringContaining('error[clock-behind]'),
  });
});

test('time is up: it ends between two steps, and says that the same command goes on', async () => {
  place.write('endless.strat', smallStrategy({ 'epochs 3': 'epochs 100000', 'fill at next open': LATER }));
  const words = [
    '--account',
    'slow',
    '--replay',
    '2022-01-03..2022-03-25',
    '--timeout',
    '1s',
    '--config',
    'never.yaml',
  ];
  const stopped = await place.strat('run', 'endless.strat', '--mode', 'paper', ...words);
  expect(stopped).toMatchObject({ code: 75, stderr: expect.stringContaining('error[time-up]') });
  expect(stopped.stderr).toContain('the same command goes on');
});

test.each([
  [['--timeout', 'soon'], '--timeout takes a time such as 30min'],
  [['--scheduled', '--replay', '2022-01-03..2022-01-31'], '--scheduled goes by the clock on the wall'],
])('%j is a wrong command line', async (words, message) => {
  expect(await at('2022-04-08T20:45:00Z', ...words)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(message),
  });
});
