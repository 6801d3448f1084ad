/** Pulls from a vendor: what is asked, what is kept, what a vendor's revision does, and what fails. */
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fromIsoDay } from '../../../runtime/market.ts';
import { readLastStays } from '../../../runtime/sources/files/identityTables.ts';
import { withDuck } from '../../../runtime/store/database.ts';
import type { Snapshot } from '../../../runtime/store/manifest.ts';
import { rising, ScriptedFeed } from '../../support/scriptedFeed.ts';
import { newStore, type TestStore, WINDOW } from '../../support/store.ts';
import { fixtures } from '../../support/tables.ts';

/** Sessions over the turn of a year, with a holiday and two weekends between them. */
const DAYS = ['2023-12-28', '2023-12-29', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-08'];
const TO_THE_5TH = { from: '2023-12-01', to: '2024-01-05' };
const TO_THE_8TH = { from: '2023-12-01', to: '2024-01-08' };

let store: TestStore;
beforeEach(() => {
  store = newStore();
});
afterEach(() => store.remove());

const two = () =>
  new ScriptedFeed({
    AAA: { bars: rising(DAYS, 100), dividends: [{ day: fromIsoDay('2024-01-03'), amount: 0.25 }], identity: 'id-a' },
    BBB: { bars: rising(DAYS.slice(3), 50), splits: [{ day: fromIsoDay('2024-01-04'), ratio: 2 }] },
  });
const tickers = ['AAA', 'BBB'];

describe('the first pull', () => {
  test('keeps every bar, split and dividend as it was told', async () => {
    const { snapshot, failures } = await store.pull(two(), { tickers, window: TO_THE_5TH });
    expect(failures).toEqual([]);
    expect(await store.rows(snapshot!, 'bars')).toEqual([
      ['AAA', '2023-12-28', 99.5, 101, 99, 100, 1000],
      ['AAA', '2023-12-29', 100.5, 102, 100, 101, 1001],
      ['AAA', '2024-01-02', 101.5, 103, 101, 102, 1002],
      ['AAA', '2024-01-03', 102.5, 104, 102, 103, 1003],
      ['AAA', '2024-01-04', 103.5, 105, 103, 104, 1004],
      ['AAA', '2024-01-05', 104.5, 106, 104, 105, 1005],
      ['BBB', '2024-01-03', 49.5, 51, 49, 50, 1000],
      ['BBB', '2024-01-04', 50.5, 52, 50, 51, 1001],
      ['BBB', '2024-01-05', 51.5, 53, 51, 52, 1002],
    ]);
    expect(await store.rows(snapshot!, 'actions')).toEqual([
      ['AAA', '2024-01-03', null, 0.25],
      ['BBB', '2024-01-04', 2, null],
    ]);
    const told = ['USD', 'XNYS', 'America/New_York'];
    expect(await store.rows(snapshot!, 'listing')).toEqual([
      ['AAA', 'id-a', ...told, '2023-12-28', '2024-01-05', '2023-12-01', '2024-01-05'],
      ['BBB', null, ...told, '2024-01-03', '2024-01-05', '2023-12-01', '2024-01-05'],
    ]);
    expect(snapshot!.tables.bars.map(({ first, last, rows }) => [first, last, rows])).toEqual([
      ['2023-12-28', '2023-12-29', 2],
      ['2024-01-02', '2024-01-05', 7],
    ]);
  });

  test('the same answers in another order are the same snapshot in another store', async () => {
    const other = newStore();
    const one = await store.pull(two(), { tickers, window: TO_THE_5TH });
    const same = await other.pull(two(), { tickers: ['BBB', 'AAA'], window: TO_THE_5TH });
    other.remove();
    expect(same.snapshot!.id).toBe(one.snapshot!.id);
  });

  test('what is missing stays missing, and a row without any value is no bar', async () => {
    const feed = new ScriptedFeed({
      AAA: { bars: { '2024-01-02': [Number.NaN, 11, 9, 10, Number.NaN], '2024-01-03': [NaN, NaN, NaN, NaN, NaN] } },
    });
    const { snapshot } = await store.pull(feed, { tickers: ['AAA'] });
    expect(await store.rows(snapshot!, 'bars')).toEqual([['AAA', '2024-01-02', null, 11, 9, 10, null]]);
  });
});

describe('the next pull', () => {
  test('asks for what is missing and a few sessions more, and rewrites this year only', async () => {
    const feed = two();
    const first = await store.pull(feed, { tickers, window: TO_THE_5TH });
    feed.asked.length = 0;
    const second = await store.pull(feed, { tickers, window: TO_THE_8TH });
    expect(feed.asked).toEqual([
      { ticker: 'AAA', from: '2024-01-04', to: '2024-01-08' },
      { ticker: 'BBB', from: '2024-01-04', to: '2024-01-08' },
    ]);
    expect(second.changes.map(({ ticker, what, added, from }) => [ticker, what, added, from])).toEqual([
      ['AAA', 'appended', 1, '2024-01-08'],
      ['BBB', 'appended', 1, '2024-01-08'],
    ]);
    expect(second.snapshot!.about.parent).toBe(first.snapshot!.id);
    expect(second.snapshot!.tables.bars[0]).toEqual(first.snapshot!.tables.bars[0]);
    expect(second.snapshot!.tables.actions).toEqual(first.snapshot!.tables.actions);

    const whole = newStore();
    const once = await whole.pull(two(), { tickers, window: TO_THE_8TH });
    whole.remove();
    expect(once.snapshot!.id).toBe(second.snapshot!.id);
  });

  test('asks for nothing, and makes no snapshot, when nothing can have come', async () => {
    const feed = two();
    const first = await store.pull(feed, { tickers, window: TO_THE_5TH });
    feed.asked.length = 0;
    // A Sunday: the last session is the Friday that is kept.
    const second = await store.pull(feed, { tickers, window: { from: '2023-12-01', to: '2024-01-07' } });
    expect(feed.asked).toEqual([]);
    expect(second.snapshot!.id).toBe(first.snapshot!.id);
    expect(await store.snapshots()).toHaveLength(1);
  });

  // Monday 8 January closes at 16:00 in New York, 21:00 in Greenwich.
  test('a session that has not closed is not asked for yet', async () => {
    const feed = two();
    await store.pull(feed, { tickers, window: TO_THE_5TH });
    feed.asked.length = 0;
    await store.pull(feed, { tickers, window: TO_THE_8TH, now: new Date('2024-01-08T20:59:00Z') });
    expect(feed.asked).toEqual([]);
    await store.pull(feed, { tickers, window: TO_THE_8TH, now: new Date('2024-01-08T21:00:00Z') });
    expect(feed.asked).toHaveLength(2);
  });

  test('a bar that may be late is asked for again; that of a stock which has not traded for a week is not', async () => {
    const all = ['AAA', 'BBB', 'CCC'];
    const told = (late: boolean) =>
      new ScriptedFeed({
        AAA: { bars: rising(DAYS, 100) },
        BBB: { bars: rising(late ? DAYS.slice(0, 6) : DAYS, 50) },
        CCC: { bars: rising(DAYS.slice(0, 2), 20) },
      });
    await store.pull(told(true), { tickers: all, window: TO_THE_8TH });
    const again = told(false);
    await store.pull(again, { tickers: all, window: TO_THE_8TH });
    expect(again.asked).toEqual([]);
    const { changes } = await store.pull(again, { tickers: all, window: TO_THE_8TH, expected: '2024-01-08' });
    expect(again.asked).toEqual([{ ticker: 'BBB', from: '2024-01-04', to: '2024-01-08' }]);
    expect(changes).toMatchObject([{ ticker: 'BBB', what: 'appended', added: 1 }]);
  });

  test('a ticker that is new, and an earlier first day, are asked for whole', async () => {
    const feed = two();
    await store.pull(feed, { tickers: ['AAA'], window: { from: '2024-01-01', to: '2024-01-05' } });
    feed.asked.length = 0;
    const { snapshot } = await store.pull(feed, { tickers, window: TO_THE_5TH });
    expect(feed.asked).toEqual(tickers.map((ticker) => ({ ticker, ...TO_THE_5TH })));
    expect((await store.rows(snapshot!, 'bars')).length).toBe(9);
  });

  test('tickers that are not asked for stay', async () => {
    const feed = two();
    await store.pull(feed, { tickers, window: TO_THE_5TH });
    const { snapshot } = await store.pull(feed, { tickers: ['AAA'], window: TO_THE_8TH });
    expect((await store.rows(snapshot!, 'bars')).filter(([ticker]) => ticker === 'BBB')).toHaveLength(3);
  });
});

describe('a ticker that passes to another company', () => {
  const lastStays = new Map([['AAA', { from: '2024-01-08', to: '9999-12-31' }]]);
  const newBearer = (days: readonly string[]) => new ScriptedFeed({ AAA: { bars: rising(days, 7), identity: 'id-x' } });
  const closes = async (snapshot: Snapshot) =>
    (await store.rows(snapshot, 'bars')).map(([, date, , , , close]) => `${date} ${close}`);

  test('is refused where nobody has said so', async () => {
    await store.pull(two(), { tickers: ['AAA'], window: TO_THE_5TH });
    const { failures } = await store.pull(newBearer(['2024-01-08']), { tickers: ['AAA'], window: TO_THE_8TH });
    expect(failures[0]!.message).toMatch(/^is another company now: id-x, .*`data.identity`/);
  });

  test('is asked for from then on; what the first one traded stays, whatever is restated of the second', async () => {
    await store.pull(two(), { tickers: ['AAA'], window: TO_THE_5TH });
    const feed = newBearer(['2024-01-08', '2024-01-09', '2024-01-10']);
    const first = await store.pull(feed, { tickers: ['AAA'], window: TO_THE_8TH, lastStays });
    expect(first.failures).toEqual([]);
    expect(feed.asked).toEqual([{ ticker: 'AAA', from: '2024-01-08', to: '2024-01-08' }]);
    const old = [
      '2023-12-28 100',
      '2023-12-29 101',
      '2024-01-02 102',
      '2024-01-03 103',
      '2024-01-04 104',
      '2024-01-05 105',
    ];
    expect(await closes(first.snapshot!)).toEqual([...old, '2024-01-08 7']);

    feed.companies.AAA!.bars['2024-01-08'] = [1, 1, 1, 1, 1];
    const window = { ...TO_THE_8TH, to: '2024-01-10' };
    const second = await store.pull(feed, { tickers: ['AAA'], window, lastStays, overlap: 1 });
    expect(await closes(second.snapshot!)).toEqual([...old, '2024-01-08 1', '2024-01-09 8', '2024-01-10 9']);
  });

  test('as the file of `data.identity` tells: the last stay of each ticker; none where bars have the last one', async () => {
    const files = fixtures();
    files.text(
      'symbols.csv',
      'ticker,from,to,id\nAAA,2024-01-08,,new\nAAA,,2024-01-05,old\nBBB,2010-01-04,2020-02-03,b\n',
    );
    const read = (bars_by: 'ticker_of_the_day' | 'last_ticker') => {
      const columns = { ticker: 'ticker', from: 'from', to: 'to', id: 'id' };
      const settings = {
        source: 'parquet',
        identity: { path: 'symbols.csv', columns, bars_by },
        date_format: null,
      } as const;
      return withDuck((duck) => readLastStays(duck, settings, files.folder));
    };
    expect([...(await read('ticker_of_the_day'))].sort()).toEqual([
      ['AAA', { from: '2024-01-08', to: '9999-12-31' }],
      ['BBB', { from: '2010-01-04', to: '2020-02-03' }],
    ]);
    expect((await read('last_ticker')).size).toBe(0);
    files.remove();
  });

  test('and one whose last company is gone is not asked for behind its end', async () => {
    const feed = two();
    const gone = new Map([['AAA', { from: '2000-01-01', to: '2024-01-05' }]]);
    await store.pull(feed, { tickers: ['AAA'], window: TO_THE_5TH, lastStays: gone });
    feed.asked.length = 0;
    const { failures } = await store.pull(feed, { tickers: ['AAA'], window: TO_THE_8TH, lastStays: gone });
    expect([failures, feed.asked]).toEqual([[], []]);
  });
});

describe("a vendor's revision", () => {
  const restated: [string, (feed: ScriptedFeed) => void, RegExp][] = [
    [
      'a restated bar',
      ({ companies }) => {
        companies.AAA!.bars['2024-01-05'] = [104.5, 106, 104, 105.5, 1005];
      },
      /its close of 2024-01-05 is 105\.5, and was 105; 1 bar more, 1 bar changed/,
    ],
    [
      'a bar that is taken back',
      ({ companies }) => {
        delete companies.AAA!.bars['2024-01-04'];
      },
      /its bar of 2024-01-04 is no longer there; 1 bar more, 1 bar gone/,
    ],
    [
      'a bar that came late',
      ({ companies }) => {
        companies.AAA!.bars['2024-01-04T'.slice(0, 10)] = [1, 1, 1, 1, 1];
        companies.AAA!.bars['2023-12-27'] = [1, 1, 1, 1, 1];
      },
      /its open of 2024-01-04 is 1, and was 103\.5; 2 bars more, 1 bar changed/,
    ],
    [
      'a dividend added late',
      ({ companies }) => {
        companies.AAA = { ...companies.AAA!, dividends: [{ day: fromIsoDay('2024-01-05'), amount: 0.5 }] };
      },
      /it has a dividend of 0\.5 on 2024-01-05, and had not; 1 bar more, 2 splits or dividends came or went/,
    ],
    [
      'a new split',
      ({ companies }) => {
        companies.AAA = { ...companies.AAA!, splits: [{ day: fromIsoDay('2024-01-08'), ratio: 4 }] };
      },
      /it has a split of 4 on 2024-01-08; 1 bar more, 1 split or dividend came or went/,
    ],
  ];

  test.each(restated)('%s: the ticker is pulled whole, with the reason in the manifest', async (_, change, reason) => {
    const feed = two();
    const first = await store.pull(feed, { tickers, window: TO_THE_5TH });
    const before = await store.rows(first.snapshot!, 'bars');
    change(feed);
    feed.asked.length = 0;
    const { snapshot, changes } = await store.pull(feed, { tickers, window: TO_THE_8TH });
    expect(feed.asked).toContainEqual({ ticker: 'AAA', ...TO_THE_8TH });
    expect(feed.asked.filter(({ ticker }) => ticker === 'BBB')).toHaveLength(1);
    expect(changes.find(({ ticker }) => ticker === 'AAA')!.reason).toMatch(reason);

    const whole = newStore();
    const once = await whole.pull(feed, { tickers, window: TO_THE_8TH });
    whole.remove();
    expect(snapshot!.tables).toEqual(once.snapshot!.tables);
    // The snapshot before is what it was.
    expect(await store.rows(first.snapshot!, 'bars')).toEqual(before);
  });

  test('the last digits of a single float are none', async () => {
    const feed = two();
    await store.pull(feed, { tickers, window: TO_THE_5TH });
    feed.companies.AAA!.bars['2024-01-05'] = [104.5, 106, 104, 105.00000417, 1005];
    feed.asked.length = 0;
    const { snapshot } = await store.pull(feed, { tickers, window: TO_THE_8TH });
    expect(feed.asked).toHaveLength(2);
    expect(await store.rows(snapshot!, 'bars')).toContainEqual(['AAA', '2024-01-05', 104.5, 106, 104, 105, 1005]);
  });
});

describe('what fails', () => {
  test('is told per ticker; the others are kept, and it is asked for again', async () => {
    const feed = two();
    feed.companies.CCC = { bars: {}, problem: { code: 'throttled', message: 'too many requests' } };
    const wanted = [...tickers, 'CCC', 'DDD'];
    const first = await store.pull(feed, { tickers: wanted, window: TO_THE_5TH });
    expect(first.failures).toEqual([
      { ticker: 'CCC', code: 'throttled', message: 'too many requests' },
      { ticker: 'DDD', code: 'unknown-ticker', message: 'there is no such ticker' },
    ]);
    expect(store.events.filter(({ type }) => type === 'ticker-failed')).toHaveLength(2);
    feed.companies.CCC = { bars: rising(DAYS, 10) };
    feed.asked.length = 0;
    const second = await store.pull(feed, { tickers: wanted, window: TO_THE_5TH });
    expect(feed.asked.map(({ ticker }) => ticker)).toEqual(['CCC', 'DDD']);
    expect(second.changes.map(({ ticker, what }) => [ticker, what])).toEqual([['CCC', 'new']]);
  });

  test.each([
    ['twice the same day', { days: [1, 1], closes: [5, 6] }, /has more than one bar on 1970-01-02/],
    ['an infinite price', { days: [1, 2], closes: [5, Infinity] }, /has an infinite price or volume/],
  ])('an answer that cannot be right: %s', async (_, { days, closes }, message) => {
    const feed = two();
    const good = feed.histories.bind(feed);
    feed.histories = async function* (requests, signal) {
      for await (const answer of good(requests, signal)) {
        if (!('history' in answer) || answer.ticker !== 'BBB') yield answer;
        else {
          const column = Float64Array.from(closes);
          const bars = { open: column, high: column, low: column, close: column, volume: column };
          yield { ...answer, history: { ...answer.history, ...bars, days: Int32Array.from(days), splits: [] } };
        }
      }
    };
    const { failures, snapshot } = await store.pull(feed, {
      tickers,
      window: { from: '1970-01-01', to: '2024-01-05' },
    });
    expect(failures).toMatchObject([{ ticker: 'BBB', code: 'bad-answer', message: expect.stringMatching(message) }]);
    expect((await store.rows(snapshot!, 'listing')).map(([ticker]) => ticker)).toEqual(['AAA']);
  });

  test('another company under a kept ticker: what is kept stays', async () => {
    const feed = two();
    await store.pull(feed, { tickers, window: TO_THE_5TH });
    feed.companies.AAA = { ...feed.companies.AAA!, identity: 'id-other' };
    const { failures, snapshot } = await store.pull(feed, { tickers, window: TO_THE_8TH });
    expect(failures).toMatchObject([
      { ticker: 'AAA', message: expect.stringMatching(/^is another company now: id-other/) },
    ]);
    expect((await store.rows(snapshot!, 'bars')).filter(([ticker]) => ticker === 'AAA')).toHaveLength(6);
  });

  test('a vendor that has nothing any more of a kept ticker: what is kept stays', async () => {
    const feed = two();
    await store.pull(feed, { tickers, window: TO_THE_5TH });
    feed.companies.AAA = { bars: {} };
    const { failures, snapshot } = await store.pull(feed, { tickers, window: TO_THE_8TH });
    expect(failures).toEqual([
      { ticker: 'AAA', code: 'no-data', message: 'has no bar any more, and is kept until 2024-01-05' },
    ]);
    expect((await store.rows(snapshot!, 'bars')).filter(([ticker]) => ticker === 'AAA')).toHaveLength(6);
  });

  test('a feed that forgets a ticker', async () => {
    const feed = two();
    feed.histories = async function* () {};
    const { failures, snapshot } = await store.pull(feed, { tickers });
    expect(failures.map(({ ticker, message }) => `${ticker} ${message}`)).toEqual([
      'AAA the feed gave no answer',
      'BBB the feed gave no answer',
    ]);
    expect(snapshot).toBeNull();
    expect(await store.snapshots()).toEqual([]);
  });
});

test('interrupted: what was answered is not asked for again', async () => {
  const feed = two();
  const interruption = new AbortController();
  feed.before = (ticker) => {
    if (ticker === 'BBB') interruption.abort();
  };
  const first = await store.pull(feed, { tickers: [...tickers, 'CCC'], signal: interruption.signal });
  expect(first.interrupted).toBe(true);
  expect(await store.snapshots()).toEqual([]);
  const asked = feed.asked.map(({ ticker }) => ticker);
  feed.asked.length = 0;
  feed.before = () => {};
  const { snapshot } = await store.pull(feed, { tickers, window: WINDOW });
  expect(feed.asked.map(({ ticker }) => ticker)).toEqual(tickers.filter((ticker) => !asked.includes(ticker)));
  expect((await store.rows(snapshot!, 'listing')).map(([ticker]) => ticker)).toEqual(tickers);
  expect(readdirSync(store.places.root).sort()).toEqual(['HEAD', 'objects', 'snapshots']);
});
