/** What Yahoo's charts mean: days of the exchange, prices as they were traded, sessions that are over. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openYahoo } from '../../../runtime/feeds/yahoo/feed.ts';
import { toIsoDay } from '../../../runtime/market.ts';
import { type ChartOf, ChartServer, chartOf } from '../../support/chartServer.ts';
import { answersOf, daysOf, history, problem, QUICK, ToldTiming, wanted } from '../../support/feeds.ts';

const server = new ChartServer();
let url: string;
beforeAll(async () => {
  url = await server.listen();
});
afterAll(() => server.close());

interface When {
  readonly now?: string;
  readonly from?: string;
  readonly to?: string;
}

async function answerTo(chart: ChartOf, { now, from, to }: When = {}, ticker = chart.symbol) {
  server.answers[chart.symbol] = [chartOf(chart)];
  const feed = openYahoo({ requests: QUICK, url }, new ToldTiming(now));
  return (await answersOf(feed, wanted([ticker], from, to))).get(ticker);
}

const historyOf = async (chart: ChartOf, when?: When) => history(await answerTo(chart, when));

/** A session whose prices don't matter. */
const bar = (instant: string) => [instant, 10, 11, 9, 10, 100] as const;

// What the tape of AAPL says around 2020-08-31, when one share became four: closes 455.61, 444.45, 500.04, 499.23,
// 129.04; a dividend of 0.82 on 2020-08-07. Yahoo tells them divided by 4, as single floats widened to doubles.
const APPLE: ChartOf = {
  symbol: 'AAPL',
  bars: [
    ['2020-08-06T13:30:00Z', 110.40499877929688, 114.4124984741211, 109.79750061035156, 113.9024963378906, 202428800],
    ['2020-08-07T13:30:00Z', 113.20500183105469, 113.67500305175781, 110.2925033569336, 111.11250305175781, 198045600],
    ['2020-08-27T13:30:00Z', 127.14250183105469, 127.48500061035156, 123.8324966430664, 125.01000213623047, 155552400],
    ['2020-08-28T13:30:00Z', 126.01249694824219, 126.44249725341797, 124.57749938964844, 124.80750274658203, 187630000],
    ['2020-08-31T13:30:00Z', 127.58000183105469, 131.0, 126.0, 129.0399932861328, 225702700],
  ],
  splits: [['2020-08-31T13:30:00Z', 4, 1]],
  dividends: [['2020-08-07T13:30:00Z', 0.205]],
};

test('prices, volumes and dividends before a split are what was traded, to the cent', async () => {
  const apple = await historyOf(APPLE);
  expect(daysOf(apple)).toEqual(['2020-08-06', '2020-08-07', '2020-08-27', '2020-08-28', '2020-08-31']);
  expect([...apple.close]).toEqual([455.61, 444.45, 500.04, 499.23, 129.04]);
  expect([...apple.open]).toEqual([441.62, 452.82, 508.57, 504.05, 127.58]);
  expect([...apple.volume]).toEqual([50607200, 49511400, 38888100, 46907500, 225702700]);
  expect(apple.splits.map(({ day, ratio }) => [toIsoDay(day), ratio])).toEqual([['2020-08-31', 4]]);
  expect(apple.dividends.map(({ day, amount }) => [toIsoDay(day), amount])).toEqual([['2020-08-07', 0.82]]);
  expect(apple).toMatchObject({ ticker: 'AAPL', identity: null, currency: 'USD', exchange: 'NMS' });
});

test('a split behind the end of the request still counts: its factor is in the prices, it is not told', async () => {
  const apple = await historyOf(APPLE, { from: '2020-08-07', to: '2020-08-27' });
  expect([...apple.close]).toEqual([444.45, 500.04]);
  expect(apple.splits).toEqual([]);
  const { query } = server.asked.at(-1)!;
  expect([query.get('interval'), query.get('events')]).toEqual(['1d', 'div|split']);
  expect(Number(query.get('period1'))).toBe(Date.parse('2020-08-06') / 1000);
  expect(Number(query.get('period2'))).toBeGreaterThan(Date.parse('2030-01-01') / 1000);
});

test('two splits multiply; a reverse split makes prices before it smaller', async () => {
  const twice = await historyOf({
    symbol: 'TWICE',
    bars: [
      ['2001-03-01T14:30:00Z', 5, 5, 5, 5, 600],
      ['2002-03-01T14:30:00Z', 15, 15, 15, 15, 200],
      ['2003-03-03T14:30:00Z', 1.5, 1.5, 1.5, 1.5, 2000],
    ],
    splits: [
      ['2003-03-03T14:30:00Z', 1, 10],
      ['2002-03-01T14:30:00Z', 3, 1],
    ],
  });
  // 5 × 3 / 10, and 600 shares of today were 600 / 3 × 10.
  expect([...twice.close]).toEqual([1.5, 1.5, 1.5]);
  expect([...twice.volume]).toEqual([2000, 2000, 2000]);
});

test('a dividend on the day of a split is per new share', async () => {
  const both = await historyOf({
    symbol: 'BOTH',
    bars: [bar('2020-06-01T13:30:00Z'), bar('2020-06-02T13:30:00Z')],
    splits: [['2020-06-02T13:30:00Z', 2, 1]],
    dividends: [
      ['2020-06-01T13:30:00Z', 0.25],
      ['2020-06-02T13:30:00Z', 0.3],
    ],
  });
  expect(both.dividends.map(({ amount }) => amount)).toEqual([0.5, 0.3]);
});

test.each([
  // The open of New York is 14:30 UTC in winter and 13:30 in summer; `gmtoffset` is today's and must not be used.
  ['America/New_York', ['2024-03-08T14:30:00Z', '2024-03-11T13:30:00Z'], ['2024-03-08', '2024-03-11']],
  ['America/New_York', ['2024-11-01T13:30:00Z', '2024-11-04T14:30:00Z'], ['2024-11-01', '2024-11-04']],
  // Midnight of British Summer Time is 23:00 UTC of the day before.
  ['Europe/London', ['2024-03-29T00:00:00Z', '2024-03-31T23:00:00Z'], ['2024-03-29', '2024-04-01']],
  ['Europe/London', ['2024-10-24T23:00:00Z', '2024-10-28T00:00:00Z'], ['2024-10-25', '2024-10-28']],
  // 10:00 in Sydney is the evening before in Greenwich, in summer time, and midnight there without it.
  ['Australia/Sydney', ['2024-04-04T23:00:00Z', '2024-04-08T00:00:00Z'], ['2024-04-05', '2024-04-08']],
  ['Asia/Tokyo', ['2024-01-04T00:00:00Z', '2024-01-05T00:00:00Z'], ['2024-01-04', '2024-01-05']],
  // Brazil gave summer time up in 2019; Yahoo went on putting it in, so that midnight is 23:00 of the day before.
  ['America/Sao_Paulo', ['2022-01-04T02:00:00Z', '2022-01-05T03:00:00Z'], ['2022-01-04', '2022-01-05']],
  // Closing instants of Sao Paulo instead of opening ones, as some days of 2021 have.
  ['America/Sao_Paulo', ['2021-08-11T13:00:00Z', '2021-08-12T22:05:00Z'], ['2021-08-11', '2021-08-12']],
  ['UTC', ['2024-03-30T00:00:00Z', '2024-03-31T00:00:00Z'], ['2024-03-30', '2024-03-31']],
])('days are those of %s: %j', async (zone, instants, days) => {
  const found = await historyOf({ symbol: 'DST', zone, bars: instants.map(bar) });
  expect(daysOf(found)).toEqual(days);
  expect(found.timeZone).toBe(zone);
});

const THREE: ChartOf = {
  symbol: 'NOW',
  bars: ['2024-07-01T13:30:00Z', '2024-07-02T13:30:00Z', '2024-07-03T13:30:00Z'].map(bar),
  // A half day: New York closes at 13:00.
  session: ['2024-07-03T13:30:00Z', '2024-07-03T17:00:00Z'],
};

test.each([
  ['while it trades', '2024-07-03T16:59:00Z', '2024-07-02', 2],
  ['while the last quotes come in', '2024-07-03T17:29:00Z', '2024-07-02', 2],
  ['when they are in: three hours before a whole day would be over', '2024-07-03T17:31:00Z', '2024-07-03', 3],
  ['days after, for it speaks of no later session', '2024-07-06T18:00:00Z', '2024-07-03', 3],
])('the bar of today is there when its session is over: %s', async (_, now, completeTo, bars) => {
  const found = await historyOf(THREE, { now });
  expect(found.days).toHaveLength(bars);
  expect(toIsoDay(found.completeTo)).toBe(completeTo);
});

test.each([
  ['2024-07-08T12:00:00Z', '2024-07-07'],
  ['2024-07-05T23:00:00Z', '2024-07-05'],
])('before a session opens, all before it is complete, and nothing of the future: %s', async (now, completeTo) => {
  const session = ['2024-07-08T13:30:00Z', '2024-07-08T20:00:00Z'] as const;
  expect(toIsoDay((await historyOf({ ...THREE, session }, { now })).completeTo)).toBe(completeTo);
});

test('nothing is complete behind the end of the request', async () => {
  const found = await historyOf(THREE, { now: '2024-07-30T12:00:00Z', to: '2024-07-02' });
  expect([toIsoDay(found.completeTo), found.days.length]).toEqual(['2024-07-02', 2]);
});

test('a day told twice, as a bar and as the last quote, is one bar: the later one', async () => {
  const found = await historyOf({
    symbol: 'LIVE',
    bars: [bar('2024-07-01T13:30:00Z'), ['2024-07-01T20:00:01Z', 10, 12, 9, 11.5, 150]],
  });
  expect([...found.close]).toEqual([11.5]);
});

test('a day of a halt is no bar, a value that is missing is NaN', async () => {
  const found = await historyOf({
    symbol: 'HALT',
    bars: [
      bar('2024-07-01T13:30:00Z'),
      ['2024-07-02T13:30:00Z', null, null, null, null, null],
      ['2024-07-03T13:30:00Z', null, null, null, 12, 0],
    ],
  });
  expect(daysOf(found)).toEqual(['2024-07-01', '2024-07-03']);
  expect([...found.open, ...found.close, ...found.volume]).toEqual([10, Number.NaN, 10, 12, 100, 0]);
});

test('prices keep their currency, pence too', async () => {
  const found = await historyOf({
    symbol: 'VOD.L',
    zone: 'Europe/London',
    currency: 'GBp',
    bars: [bar('2024-07-01T07:00:00Z')],
  });
  expect(found.currency).toBe('GBp');
});

test('a class of shares is asked for as Yahoo writes it, and answered as it was asked', async () => {
  const chart: ChartOf = { symbol: 'BRK-B', bars: [bar('2024-07-01T13:30:00Z')] };
  expect(history(await answerTo(chart, {}, 'BRK.B')).ticker).toBe('BRK.B');
});

test('an index, whose name has to be escaped', async () => {
  expect((await historyOf({ symbol: '^VIX', bars: [bar('2024-07-01T13:30:00Z')] })).days).toHaveLength(1);
});

test('a ticker that could be taken for a part of the address', async () => {
  expect(problem(await answerTo({ symbol: 'XX', bars: [] }, {}, 'A/../B?c=d#e'))).toMatch(/^unknown-ticker: /);
  expect(server.asked.at(-1)!.symbol).toBe('A/../B?c=d#e');
});

test('a ticker that has changed is not taken for the new one', async () => {
  server.answers.FB = [chartOf({ symbol: 'META', bars: [bar('2024-07-01T13:30:00Z')] })];
  const feed = openYahoo({ requests: QUICK, url }, new ToldTiming());
  expect(problem((await answersOf(feed, wanted(['FB']))).get('FB'))).toBe(
    'unknown-ticker: Yahoo knows FB as META now: ask for META',
  );
});

test.each<[string, Partial<ChartOf>, string]>([
  ['no bar at all', { bars: [] }, 'no-data: Yahoo has no bars from 1990-01-01 to 2035-12-31'],
  [
    'days out of order',
    { bars: [bar('2024-07-02T13:30:00Z'), bar('2024-07-01T13:30:00Z')] },
    "bad-answer: Yahoo's bars are not in the order of their days",
  ],
  [
    'a split into nothing',
    { splits: [['2024-07-01T13:30:00Z', 0, 1]] },
    'bad-answer: Yahoo tells of a split of 0 for 1',
  ],
  [
    'a zone that is none',
    { zone: 'Mars/Olympus' },
    'bad-answer: Yahoo names a time zone that is not known here: Mars/Olympus',
  ],
])('what cannot be right is a problem of the ticker: %s', async (_, change, message) => {
  expect(problem(await answerTo({ symbol: 'ODD', bars: [bar('2024-07-01T13:30:00Z')], ...change }))).toBe(message);
});
