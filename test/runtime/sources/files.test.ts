import { appendFileSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../configs/load.ts';
import type { RunEvent } from '../../../runtime/events.ts';
import { fromIsoDay, type Market, toIsoDay } from '../../../runtime/market.ts';
import { type MarketRequest, UserError } from '../../../runtime/ports.ts';
import { openSource } from '../../../runtime/sources/open.ts';
import { openData } from '../../support/fileMarket.ts';
import { type Cell, type Fixtures, fixtures } from '../../support/tables.ts';

const request: MarketRequest = {
  members: { source: 'constituents', index: 'ALL' },
  benchmark: null,
  calendar: 'XNYS',
  period: { from: '2024-01-01', to: '2024-12-31' },
};
const COLUMNS = ['ticker', 'date DATE', 'open', 'high', 'low', 'close', 'volume BIGINT'];
/** Sessions of XNYS. */
const DAYS = ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05'];

let files: Fixtures;
beforeEach(() => {
  files = fixtures();
});
afterEach(() => files.remove());

/** A bar from its close: open 1% lower, high 2% higher, low 2% lower. */
function bar(ticker: string, date: string, close: number, ...more: Cell[]): Cell[] {
  return [ticker, date, close * 0.99, close * 1.02, close * 0.98, close, 1000, ...more];
}

function bars(ticker: string, closes: readonly number[]): Cell[][] {
  return closes.map((close, day) => bar(ticker, DAYS[day]!, close));
}

async function load(yaml: string, changes: Partial<MarketRequest> = {}): Promise<Market> {
  const text = `data:\n${yaml.replace(/^(?=.)/gm, '  ')}\n`;
  const parsed = parseConfig(text, 'x.yaml');
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const source = await openSource(parsed.config.data, files.folder);
  return source.load({ ...request, ...changes }, { emit() {} });
}

async function complaint(work: Promise<unknown>): Promise<{ code: string; text: string }> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserError)) throw new Error(`no complaint for the user: ${String(error)}`);
  return { code: error.code, text: [error.message, ...error.hints].join('\n').replaceAll(`${files.folder}/`, '') };
}

const PLAIN = 'source: parquet\nbars: { path: bars.parquet, close_adjusted_for: splits }';

describe('layouts', () => {
  const rows = [...bars('BBB', [10, 11, 12]), ...bars('AAA', [20, 21, 22])];
  const expected = [20, 21, 22, 10, 11, 12];

  function verify(market: Market): void {
    expect(market.tickers).toEqual(['AAA', 'BBB']);
    expect([...market.sessions].map(toIsoDay)).toEqual(DAYS.slice(0, 3));
    expect([...market.bars.close]).toEqual(expected);
    expect(market.bars.open[0]).toBeCloseTo(19.8, 12);
    expect([...market.bars.volume]).toEqual(Array(6).fill(1000));
    expect(market.bars.dollar_volume[3]).toBe(10_000);
    expect([...market.members]).toEqual(Array(6).fill(1));
    expect(market.oracle).toBeNull();
    expect(market.snapshot).toMatch(/^[0-9a-f]{64}$/);
  }

  it('a Parquet file', async () => {
    await files.write('bars.parquet', COLUMNS, rows);
    verify(await load(PLAIN));
  });

  it('a CSV file, its path relative to the config', async () => {
    await files.write('bars.csv', COLUMNS, rows);
    verify(await load('source: csv\nbars: { path: ./bars.csv, close_adjusted_for: splits }'));
  });

  it('rows in any order', async () => {
    await files.write('bars.parquet', COLUMNS, [rows[4]!, rows[1]!, rows[5]!, rows[0]!, rows[3]!, rows[2]!]);
    verify(await load(PLAIN));
  });

  it('a folder of files, subfolders included, other files left alone', async () => {
    mkdirSync(join(files.folder, 'all/deep'), { recursive: true });
    await files.write('all/a.parquet', COLUMNS, rows.slice(0, 3));
    await files.write('all/deep/b.parquet', COLUMNS, rows.slice(3));
    files.text('all/notes.md', 'none');
    verify(await load('source: parquet\nbars: { path: all, close_adjusted_for: splits }'));
  });

  it('a glob', async () => {
    await files.write('bars-1.csv', COLUMNS, rows.slice(0, 2));
    await files.write('bars-2.csv', COLUMNS, rows.slice(2));
    await files.write('other.csv', COLUMNS, rows);
    verify(await load('source: csv\nbars: { path: "bars-*.csv", close_adjusted_for: splits }'));
  });

  it.each(['csv', 'parquet'])('one ticker per file, as %s', async (kind) => {
    const columns = COLUMNS.slice(1);
    mkdirSync(join(files.folder, 'each'));
    await files.write(
      `each/AAA.${kind}`,
      columns,
      rows.slice(3).map((row) => row.slice(1)),
    );
    await files.write(
      `each/BBB.${kind}`,
      columns,
      rows.slice(0, 3).map((row) => row.slice(1)),
    );
    verify(await load(`source: ${kind}\nbars: { path: each, close_adjusted_for: splits, columns: { ticker: null } }`));
  });

  it('CSV files of different columns and orders, one with quotes', async () => {
    mkdirSync(join(files.folder, 'mixed'));
    files.text('mixed/a.csv', `date,open,high,low,close,volume,ticker\n${DAYS[0]},1,2,1,2,5,A\n`);
    files.text('mixed/b.csv', `ticker,date,open,high,low,close,volume,note\n"B",${DAYS[0]},1,2,1,"3",5,"x, y"\n`);
    const market = await load('source: csv\nbars: { path: mixed, close_adjusted_for: splits }');
    expect([...market.bars.close]).toEqual([2, 3]);
  });

  it('quotes in a later file only; semicolons; tabs; Windows line ends', async () => {
    mkdirSync(join(files.folder, 'quoted'));
    const header = 'ticker;date;open;high;low;close;volume\r\n';
    files.text('quoted/a.csv', `${header}A;${DAYS[0]};1;2;1;2;5\r\n`);
    files.text('quoted/b.csv', `${header}"B";${DAYS[0]};1;2;1;"3";5\r\n`);
    const market = await load('source: csv\nbars: { path: quoted, close_adjusted_for: splits }');
    expect([...market.bars.close]).toEqual([2, 3]);
    files.text('bars.tsv', `${header}A;${DAYS[0]};1;2;1;2;5\n`.replaceAll(';', '\t').replaceAll('\r', ''));
    const tabs = await load('source: csv\nbars: { path: bars.tsv, close_adjusted_for: splits }');
    expect([...tabs.bars.close]).toEqual([2]);
  });

  it('compressed CSV files', async () => {
    mkdirSync(join(files.folder, 'packed'));
    const text = (ticker: string): string => `ticker,date,open,high,low,close,volume\n${ticker},${DAYS[0]},1,2,1,2,5\n`;
    for (const ticker of ['A', 'B']) {
      writeFileSync(join(files.folder, `packed/${ticker}.csv.gz`), gzipSync(text(ticker)));
    }
    const yaml = 'source: csv\nbars: { path: packed, close_adjusted_for: splits, columns: { ticker: null } }';
    expect((await load(yaml)).tickers).toEqual(['A', 'B']);
  });

  it('columns of other names, in any case', async () => {
    const columns = ['Symbol', 'Day DATE', 'O', 'H', 'L', 'Last', 'Vol'];
    await files.write('bars.parquet', columns, rows);
    const names = '{ ticker: symbol, date: Day, open: O, high: H, low: L, close: Last, volume: VOL }';
    verify(await load(`source: parquet\nbars: { path: bars.parquet, close_adjusted_for: splits, columns: ${names} }`));
  });

  it.each(['TIMESTAMP', 'TIMESTAMP_WITH_TIME_ZONE', 'VARCHAR'])('dates as %s', async (type) => {
    const columns = COLUMNS.map((column) => (column.startsWith('date') ? `date ${type}` : column));
    const timed = rows.map((row) =>
      row.map((cell, c) => (c === 1 && type !== 'VARCHAR' ? `${cell} 21:00:00+00` : cell)),
    );
    await files.write('bars.parquet', columns, type === 'TIMESTAMP' ? rows : timed);
    verify(await load(PLAIN));
  });

  it('dates as numbers', async () => {
    const compact = rows.map((row) =>
      row.map((cell, c) => (c === 1 ? Number(String(cell).replaceAll('-', '')) : cell)),
    );
    await files.write('bars.parquet', ['ticker', 'date INTEGER', ...COLUMNS.slice(2)], compact);
    verify(await load(PLAIN));
  });

  it('tickers that look like other things', async () => {
    files.text(
      'bars.csv',
      'ticker,date,open,high,low,close,volume\nTRUE,2024-01-02,1,2,1,2,5\nNA,2024-01-02,1,2,1,2,5\n',
    );
    const market = await load('source: csv\nbars: { path: bars.csv, close_adjusted_for: splits }');
    expect(market.tickers).toEqual(['NA', 'TRUE']);
  });

  it('a run of missing values stays missing', async () => {
    files.text(
      'bars.csv',
      `ticker,date,open,high,low,close,volume\nA,${DAYS[0]},1,2,1,2,5\nA,${DAYS[1]},,,,NA,\nA,${DAYS[2]},NaN,nan,NA,null,-\nA,${DAYS[3]},1,2,1,2,\n`,
    );
    const market = await load('source: csv\nbars: { path: bars.csv, close_adjusted_for: splits }');
    expect([...market.bars.close]).toEqual([2, Number.NaN, Number.NaN, 2]);
    expect([...market.bars.volume]).toEqual([5, Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe('adjustment', () => {
  it('by an adjusted close, which scales the bar and leaves raw close and volume', async () => {
    const rows = bars('A', [100, 102]).map((row, day) => [...row, day === 0 ? 50 : 102]);
    await files.write('bars.parquet', [...COLUMNS, 'adj'], rows);
    const { bars: made, assumptions } = await load(
      'source: parquet\nbars: { path: bars.parquet, close_adjusted_for: splits, columns: { adjusted_close: adj } }',
    );
    expect([...made.close]).toEqual([100, 204]);
    expect([made.open[1], made.high[1], made.low[1]]).toEqual([201.96, 208.08, 199.92]);
    expect([...made.raw_close]).toEqual([100, 102]);
    expect([...made.dollar_volume]).toEqual([100_000, 102_000]);
    expect(assumptions.join('\n')).toContain('raw_close is the split-adjusted close');
  });

  const SPLIT = [
    ['A', '2024-01-04', 0, 4],
    ['A', '2024-01-03', 2, 0],
    ['B', '2024-06-01', 0, 3],
  ];

  it('from split-adjusted closes and a file of actions: raw close by later splits, dividends by their factor', async () => {
    await files.write('bars.parquet', COLUMNS, [...bars('A', [100, 98, 99, 99]), ...bars('B', [30, 30, 30, 30])]);
    await files.write('actions.csv', ['ticker', 'date', 'dividend', 'split'], SPLIT);
    const { bars: made, assumptions } = await load(`${PLAIN}\ncorporate_actions: { path: actions.csv }`);
    expect([...made.raw_close]).toEqual([400, 392, 99, 99, 90, 90, 90, 90]);
    // 400 as traded; on 3 January the dividend makes up for the fall to 98.
    expect([...made.close.subarray(0, 4)]).toEqual([400, 400, 400 * (99 / 98), 400 * (99 / 98)]);
    expect([...made.volume.subarray(0, 4)]).toEqual([250, 250, 250, 250]);
    expect([...made.dollar_volume.subarray(0, 4)]).toEqual([100_000, 98_000, 99_000, 99_000]);
    expect(assumptions.join('\n')).toContain('undoes the splits that the config names (until 2024-06-01)');
    expect(assumptions.join('\n')).not.toContain('leave dividends out');
  });

  it('from closes as traded, with splits and dividends in columns', async () => {
    const rows = [
      bar('A', DAYS[0]!, 400, null, 0),
      bar('A', DAYS[1]!, 392, 1, 8),
      bar('A', DAYS[2]!, 99, 4, 0),
      bar('A', DAYS[3]!, 99, 0, null),
    ];
    await files.write('bars.parquet', [...COLUMNS, 'split', 'div'], rows);
    const { bars: made } = await load(
      'source: parquet\nbars: { path: bars.parquet, close_adjusted_for: nothing, columns: { split_factor: split, dividend: div } }',
    );
    expect([...made.raw_close]).toEqual([400, 392, 99, 99]);
    expect([...made.close]).toEqual([400, 400, 400 * (99 / 98), 400 * (99 / 98)]);
    expect([...made.volume]).toEqual([1000, 1000, 250, 250]);
    expect([...made.dollar_volume]).toEqual([400_000, 392_000, 99_000, 99_000]);
  });

  it('undoes splits after the period, too', async () => {
    await files.write('bars.parquet', [...COLUMNS, 's'], [bar('A', DAYS[0]!, 10, 1), bar('A', DAYS[3]!, 10, 5)]);
    const yaml =
      'source: parquet\nbars: { path: bars.parquet, close_adjusted_for: splits, columns: { split_factor: s } }';
    const { bars: made } = await load(yaml, { period: { from: DAYS[0]!, to: DAYS[1]! } });
    expect([...made.raw_close]).toEqual([50]);
  });

  it('takes raw close and raw volume when they are there', async () => {
    const rows = [bar('A', DAYS[0]!, 10, 40, 250)];
    await files.write('bars.parquet', [...COLUMNS, 'rc', 'rv'], rows);
    const { bars: made, assumptions } = await load(
      'source: parquet\nbars: { path: bars.parquet, close_adjusted_for: splits_and_dividends, columns: { raw_close: rc, raw_volume: rv } }',
    );
    expect([made.raw_close[0], made.dollar_volume[0], made.close[0], made.volume[0]]).toEqual([40, 10_000, 40, 250]);
    expect(assumptions.join('\n')).not.toContain('raw_close');
  });

  it('refuses closes as traded without anything to adjust them by', async () => {
    await files.write('bars.parquet', COLUMNS, bars('A', [1]));
    const { code, text } = await complaint(
      load('source: parquet\nbars: { path: bars.parquet, close_adjusted_for: nothing }'),
    );
    expect(code).toBe('no-adjustment');
    expect(text).toContain('data.corporate_actions');
  });

  it('refuses an action that cannot be right', async () => {
    await files.write('bars.parquet', COLUMNS, bars('A', [1, 1]));
    await files.write('actions.csv', ['ticker', 'date', 'dividend', 'split'], [['A', '2024-01-03', 0, -2]]);
    const { code, text } = await complaint(load(`${PLAIN}\ncorporate_actions: { path: actions.csv }`));
    expect(code).toBe('bad-corporate-action');
    expect(text).toContain('A on 2024-01-03');
  });
});

describe('who belongs', () => {
  const MEMBERSHIP = `${PLAIN}\nmembership: { SP500: { path: members.csv } }`;
  const sp500 = { members: { source: 'constituents', index: 'SP500' } } as const;

  beforeEach(async () => {
    await files.write('bars.parquet', COLUMNS, [
      ...bars('A', [1, 1, 1, 1]),
      ...bars('B', [1, 1, 1, 1]),
      ...bars('C', [1, 1, 1, 1]),
    ]);
  });

  it('by interval: the end is the first day out, or the last day in', async () => {
    files.text('members.csv', 'ticker,start,end\nA,2020-01-01,\nB,2020-01-01,2024-01-04\nC,2024-01-04,2030-01-01\n');
    const out = await load(MEMBERSHIP, sp500);
    expect([...out.members]).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1]);
    const inside = await load(MEMBERSHIP.replace('.csv }', '.csv, end_means: last_day_in }'), sp500);
    expect([...inside.members.subarray(4, 8)]).toEqual([1, 1, 1, 0]);
    expect(inside.assumptions.join('\n')).not.toContain('survivorship');
  });

  it('several stays, and only stocks that ever belong in the period', async () => {
    files.text('members.csv', 'ticker,start,end\nB,2024-01-05,\nB,2000-01-01,2024-01-03\nC,2000-01-01,2023-01-01\n');
    const market = await load(MEMBERSHIP, sp500);
    expect(market.tickers).toEqual(['B']);
    expect([...market.members]).toEqual([1, 0, 0, 1]);
  });

  it('a member without a bar is told', async () => {
    files.text('members.csv', 'ticker,start,end\nA,2020-01-01,\nZZ,2020-01-01,\nYY,2020-01-01,2024-01-03\n');
    const market = await load(MEMBERSHIP, sp500);
    expect(market.assumptions.join('\n')).toContain('2 of 3 members of SP500 in the period have no bars');
    expect(market.assumptions.join('\n')).toContain('YY, ZZ');
  });

  it('no membership configured: all, and survivorship is told', async () => {
    const market = await load(PLAIN, sp500);
    expect(market.tickers).toEqual(['A', 'B', 'C']);
    expect(market.assumptions.join('\n')).toContain('survivorship bias');
  });

  it('a list', async () => {
    const market = await load(PLAIN, { members: { source: 'list', tickers: ['C', 'A', 'Q'] } });
    expect(market.tickers).toEqual(['A', 'C']);
    expect(market.assumptions.join('\n')).toContain('1 of 3 stocks of the list');
  });

  it.each([
    ['no-bars', 'ticker,start,end\nQQ,2020-01-01,\n', 'none of 1 member has a bar: QQ'],
    ['no-members', 'ticker,start,end\nA,2000-01-01,2001-01-01\n', 'no member between 2024-01-01 and 2024-12-31'],
    ['bad-date', 'ticker,start,end\nA,soon,\n', 'the `start` of A is "soon", no date'],
    ['bad-date', 'ticker,start,end\nA,2020-01-01,later\n', 'the `end` of A is "later", no date'],
    ['bad-membership', 'ticker,start,end\nA,2020-01-01,2019-01-01\n', 'A leaves on 2019-01-01, before it joins'],
    ['no-ticker', 'ticker,start,end\n,2020-01-01,\n', 'a row without a ticker'],
    ['no-such-column', 'ticker,start,ende\nA,2020-01-01,\n', 'did you mean `ende`?'],
  ])('%s', async (code, text, expected) => {
    files.text('members.csv', text);
    const told = await complaint(load(MEMBERSHIP, sp500));
    expect(told.code).toBe(code);
    expect(told.text).toContain(expected);
  });

  it('an index that is not configured', async () => {
    files.text('members.csv', 'ticker,start,end\nA,2020-01-01,\n');
    const told = await complaint(load(MEMBERSHIP, { members: { source: 'constituents', index: 'SP50' } }));
    expect(told.code).toBe('no-such-index');
    expect(told.text).toContain('did you mean SP500?');
  });
});

describe('benchmark, sectors, delistings', () => {
  beforeEach(async () => {
    await files.write('bars.parquet', COLUMNS, [...bars('A', [1, 2, 3, 4]), ...bars('SPY', [10, 11, 12, 13])]);
  });
  const spy = { benchmark: 'SPY' };

  it('the benchmark from the bars', async () => {
    expect([...(await load(PLAIN, spy)).benchmark!]).toEqual([10, 11, 12, 13]);
  });

  it('the benchmark among the bars is no member when everyone else is, and that is told', async () => {
    const market = await load(PLAIN, spy);
    expect(market.tickers).toEqual(['A']);
    expect([...market.bars.close]).toEqual([1, 2, 3, 4]);
    expect([...market.members]).toEqual([1, 1, 1, 1]);
    expect(market.assumptions).toContain('SPY is among the bars and, being the benchmark, is no member.');
    const without = await load(PLAIN);
    expect(without.tickers).toEqual(['A', 'SPY']);
    expect(without.assumptions.join('\n')).not.toContain('SPY');
  });

  it('the benchmark is a stock where the strategy or the index names it', async () => {
    const listed = await load(PLAIN, { ...spy, members: { source: 'list', tickers: ['A', 'SPY'] } });
    expect(listed.tickers).toEqual(['A', 'SPY']);
    files.text('members.csv', 'ticker,start,end\nSPY,2020-01-01,\n');
    expect((await load(`${PLAIN}\nmembership: { ALL: { path: members.csv } }`, spy)).tickers).toEqual(['SPY']);
  });

  it('nothing but the benchmark', async () => {
    await files.write('bars.parquet', COLUMNS, bars('SPY', [1]));
    expect((await complaint(load(PLAIN, spy))).code).toBe('no-bars');
  });

  it('the benchmark from a file of its own, gaps told', async () => {
    files.text('index.csv', `day,level\n${DAYS[0]},100\n${DAYS[2]},101\n2023-01-03,7\n`);
    const market = await load(
      `${PLAIN}\nbenchmark: { path: index.csv, columns: { ticker: null, date: day, close: level } }`,
      spy,
    );
    expect([...market.benchmark!]).toEqual([100, Number.NaN, 101, Number.NaN]);
    expect(market.assumptions.join('\n')).toContain('SPY has no close on 2 of 4 sessions');
  });

  it.each([
    ['no-benchmark', `ticker,date,close\nSPX,${DAYS[0]},1\n`, 'did you mean SPX?'],
    ['no-benchmark', 'ticker,date,close\nSPY,1999-01-04,1\n', 'no close of SPY from 2024-01-02 to 2024-01-05'],
    ['duplicate-bars', `ticker,date,close\nSPY,${DAYS[0]},1\nSPY,${DAYS[0]},2\n`, 'SPY twice on 2024-01-02'],
    ['bad-bars', `ticker,date,close\nSPY,${DAYS[0]},-1\n`, 'SPY at -1.0 on 2024-01-02'],
    ['bad-bars', `ticker,date,close\nSPY,${DAYS[0]},abc\n`, 'on 2024-01-02: no price'],
  ])('%s', async (code, text, expected) => {
    files.text('index.csv', text);
    const told = await complaint(load(`${PLAIN}\nbenchmark: { path: index.csv }`, spy));
    expect(told.code).toBe(code);
    expect(told.text).toContain(expected);
  });

  it('sectors, and that they may look ahead', async () => {
    files.text('sectors.csv', 'ticker,sector\nA,Energy\nQ,Utilities\n');
    const market = await load(`${PLAIN}\nsectors: { path: sectors.csv }`);
    expect(market.sectors).toEqual(['Energy', null]);
    expect(market.assumptions.join('\n')).toContain('look ahead');
  });

  describe('a stock that ends early', () => {
    /** Twenty sessions from 2 January; E ends after the third. */
    beforeEach(async () => {
      const days = Array.from({ length: 40 }, (_, n) => toIsoDay(fromIsoDay('2024-01-02') + n));
      const live = days.map((day) => bar('A', day, 5));
      await files.write('bars.parquet', COLUMNS, [
        ...live,
        ...bars('E', [7, 8, 9]),
        bar('H', DAYS[0]!, 3),
        bar('H', '2024-04-01', 3),
      ]);
    });
    const months = { period: { from: '2024-01-01', to: '2024-03-01' } };

    it('is delisted at its last price, and told; one that comes back later is not', async () => {
      const market = await load(PLAIN, months);
      expect(market.delistings).toEqual([{ stock: 1, session: 3, return: 0 }]);
      expect(market.assumptions.join('\n')).toContain('1 stock with bars that end before the data, taken as delisted');
      expect(market.assumptions.join('\n')).toContain('E (2024-01-04)');
    });

    it('is carried when the config says so', async () => {
      const market = await load(`${PLAIN}\nmissing_tail: carry`, months);
      expect(market.delistings).toEqual([]);
      expect(market.assumptions.join('\n')).toContain('carried at the last price: E');
    });

    it('has its return from the file of delistings', async () => {
      files.text('gone.csv', 'ticker,date,return\nE,2024-01-08,-0.4\nQ,2024-01-08,0\n');
      const market = await load(`${PLAIN}\ndelistings: { path: gone.csv }`, months);
      expect(market.delistings).toEqual([{ stock: 1, session: 4, return: -0.4 }]);
      expect(market.assumptions.join('\n')).not.toContain('taken as delisted');
    });

    it('a return below -100% is refused', async () => {
      files.text('gone.csv', 'ticker,date,return\nE,2024-01-08,-40\n');
      const told = await complaint(load(`${PLAIN}\ndelistings: { path: gone.csv }`, months));
      expect(told).toMatchObject({ code: 'bad-delisting', text: expect.stringContaining('the return -40') });
    });
  });
});

describe('bad input', () => {
  it('a file that is not there, with the name that is near', async () => {
    await files.write('bars.parquet', COLUMNS, bars('A', [1]));
    const told = await complaint(load(PLAIN.replace('bars.parquet', 'bras.parquet')));
    expect(told.code).toBe('no-such-file');
    expect(told.text).toContain('`data.bars.path` names bras.parquet, and there is no such file');
    expect(told.text).toContain('did you mean bars.parquet?');
  });

  it('a folder that is not there', async () => {
    const told = await complaint(load('source: csv\nbars: { path: data/daily, close_adjusted_for: splits }'));
    expect(told.code).toBe('no-such-file');
    expect(told.text).toContain('there is no folder data either');
  });

  it('a folder without files, a glob without matches', async () => {
    mkdirSync(join(files.folder, 'empty'));
    const folder = await complaint(load('source: csv\nbars: { path: empty, close_adjusted_for: splits }'));
    expect(folder).toEqual({ code: 'no-files', text: '`data.bars.path` names empty, which holds no csv file' });
    const glob = await complaint(load('source: csv\nbars: { path: "*.csv", close_adjusted_for: splits }'));
    expect(glob).toEqual({ code: 'no-files', text: '`data.bars.path` names *.csv, which matches no file' });
  });

  it('a missing column, with the one that is near', async () => {
    await files.write(
      'bars.parquet',
      ['ticker', 'date DATE', 'open', 'high', 'low', 'closed', 'volume'],
      bars('A', [1]),
    );
    const told = await complaint(load(PLAIN));
    expect(told.code).toBe('no-such-column');
    expect(told.text).toContain('bars.parquet has no column `close`, which `data.bars.columns.close` names');
    expect(told.text).toContain('did you mean `closed`?');
    expect(told.text).toContain('it has: ticker, date, open, high, low, closed, volume');
  });

  describe('a folder in which one file is different', () => {
    const yaml = (kind: string, more = ''): string =>
      `source: ${kind}\nbars: { path: each, close_adjusted_for: splits, columns: { ticker: null${more} } }`;
    const named = ', open: Px_Open, close: Px_Last';
    const columns = ['date DATE', 'Px_Open', 'high', 'low', 'Px_Last', 'volume BIGINT'];
    const rows = bars('A', [1, 2]).map((row) => row.slice(1));

    it.each(['csv', 'parquet'])('a column that only one %s file lacks: that file and its columns', async (kind) => {
      mkdirSync(join(files.folder, 'each'));
      for (const ticker of ['T01', 'T02', 'T04']) await files.write(`each/${ticker}.${kind}`, columns, rows);
      const other = columns.map((name) => (name === 'Px_Last' ? 'Last' : name));
      await files.write(`each/T03.${kind}`, other, rows);
      const told = await complaint(load(yaml(kind, named)));
      expect(told.code).toBe('no-such-column');
      expect(told.text).toContain(`each/T03.${kind} has no column \`Px_Last\``);
      expect(told.text).toContain('it has: date, Px_Open, high, low, Last, volume');
    });

    it('no ticker and other columns missing: all at once, with the way out', async () => {
      mkdirSync(join(files.folder, 'each'));
      for (const ticker of ['T01', 'T02']) await files.write(`each/${ticker}.csv`, columns, rows);
      const told = await complaint(load('source: csv\nbars: { path: each, close_adjusted_for: splits }'));
      expect(told.code).toBe('no-such-column');
      expect(told.text).toContain('each/T01.csv (and 1 more) lacks the columns `ticker`, `open`, `close`');
      expect(told.text).toContain('if each file is one ticker named by its file, say `ticker: null` under');
    });
  });

  it('one column under two names', async () => {
    await files.write('bars.parquet', COLUMNS, bars('A', [1]));
    const yaml =
      'source: parquet\nbars: { path: bars.parquet, close_adjusted_for: splits, columns: { high: Low, low: low } }';
    const told = await complaint(load(yaml));
    expect(told.code).toBe('column-named-twice');
    expect(told.text).toContain('names the column `low` for both `high` and `low`');
  });

  it.each([
    ['parquet', 'csv'],
    ['csv', 'parquet'],
  ])('the source %s with a %s file', async (source, kind) => {
    await files.write(`bars.${kind}`, COLUMNS, bars('A', [1]));
    const told = await complaint(load(`source: ${source}\nbars: { path: bars.${kind}, close_adjusted_for: splits }`));
    expect(told.code).toBe('wrong-format');
    expect(told.text).toContain(`\`data.source\` is ${source}, and \`data.bars.path\` names bars.${kind}`);
    expect(told.text).toContain(`say \`source: ${kind}\``);
  });

  describe('one bad file among many is the one that is named', () => {
    const header = 'date,open,high,low,close,volume\n';
    const yaml = 'source: csv\nbars: { path: each, close_adjusted_for: splits, columns: { ticker: null } }';

    it.each([
      ['duplicate-bars', `${DAYS[1]},1,2,1,2,5\n${DAYS[1]},1,2,1,2,5\n`, 'T03 on 2024-01-03 (2 rows)'],
      ['bad-bars', `${DAYS[1]},1,2,1,-2,5\n`, 'T03 on 2024-01-03'],
      ['wrong-type', `${DAYS[1]},1,2,1,abc,5\n`, '"abc" (T03 on 2024-01-03)'],
      ['bad-date', '2024-13-01,1,2,1,2,5\n', '"2024-13-01" (T03)'],
    ])('%s', async (code, text, place) => {
      mkdirSync(join(files.folder, 'each'));
      for (const ticker of ['T00', 'T01', 'T03', 'T04']) {
        files.text(`each/${ticker}.csv`, `${header}${DAYS[0]},1,2,1,2,5\n${ticker === 'T03' ? text : ''}`);
      }
      const told = await complaint(load(yaml));
      expect(told.code).toBe(code);
      expect(told.text).toContain('each/T03.csv ');
      expect(told.text).toContain(place);
      expect(told.text).not.toMatch(/T00|more\)/);
    });
  });

  describe('a CSV file cut short', () => {
    const header = 'ticker,date,open,high,low,close,volume\n';
    const whole = `${header}A,${DAYS[0]},1,2,1,2,5\n`;
    const yaml = (path: string): string => `source: csv\nbars: { path: ${path}, close_adjusted_for: splits }`;

    it.each([
      ['alone', 'each/T03.csv', header],
      ['the first of several', 'each', header],
      ['among files with other columns', 'each', header.replace('volume', 'volume,note')],
    ])('%s: file, line and what to do', async (_, path, other) => {
      mkdirSync(join(files.folder, 'each'));
      files.text('each/T03.csv', `${whole}A,2024-01`);
      files.text('each/T04.csv', `${other}B,${DAYS[0]},1,2,1,2,5${other === header ? '' : ',x'}\n`);
      const told = await complaint(load(yaml(path)));
      expect(told.code).toBe('unreadable-file');
      expect(told.text).toContain('each/T03.csv (`data.bars`) is damaged in line 3: it has 2 values, and the header 7');
      expect(told.text).toContain('fetch it again');
      expect(told.text).not.toMatch(/strict_mode|null_padding/);
    });
  });

  it('a path that is wrong, from the current folder', async () => {
    const parsed = parseConfig(`data:\n  ${PLAIN.replace('\n', '\n  ')}\n`, 'x.yaml');
    if ('problems' in parsed) throw new Error('config');
    const told = await complaint((await openSource(parsed.config.data, '.')).load(request, { emit() {} }));
    expect(told.text).toContain(`data paths start at the config file's folder: ${process.cwd()}`);
  });

  it('a column of the wrong type', async () => {
    await files.write(
      'bars.parquet',
      ['ticker', 'date DATE', 'open', 'high', 'low', 'close DATE', 'volume'],
      [['A', DAYS[0]!, 1, 1, 1, DAYS[0]!, 1]],
    );
    const told = await complaint(load(PLAIN));
    expect(told.code).toBe('wrong-type');
    expect(told.text).toContain('`close` of bars.parquet holds DATE');
  });

  it('text among the numbers: which, where and how many', async () => {
    files.text(
      'bars.csv',
      `ticker,date,open,high,low,close,volume\nA,${DAYS[0]},1,2,1,2,5\nA,${DAYS[1]},1,2,1,"1,234.5",5\nA,${DAYS[2]},1,2,1,x,5\n`,
    );
    const told = await complaint(load('source: csv\nbars: { path: bars.csv, close_adjusted_for: splits }'));
    expect(told.code).toBe('wrong-type');
    expect(told.text).toContain(
      '`close` of bars.csv must be numbers: 2 values cannot be read as one, such as "1,234.5" (A on 2024-01-03)',
    );
  });

  it('duplicate rows', async () => {
    await files.write('bars.parquet', COLUMNS, [...bars('A', [1, 2]), ...bars('A', [1]), ...bars('B', [3])]);
    const told = await complaint(load(PLAIN));
    expect(told.code).toBe('duplicate-bars');
    expect(told.text).toContain('more than one bar for 1 pair of ticker and date: A on 2024-01-02 (2 rows)');
  });

  it('dates that are none', async () => {
    files.text('bars.csv', 'ticker,date,open,high,low,close,volume\nA,02/31/2024,1,2,1,2,5\n');
    const told = await complaint(load('source: csv\nbars: { path: bars.csv, close_adjusted_for: splits }'));
    expect(told.code).toBe('bad-date');
    expect(told.text).toContain('1 row of bars.csv with a `date` that is no date; the first is "02/31/2024" (A)');
  });

  it('rows without a ticker', async () => {
    await files.write('bars.parquet', COLUMNS, [...bars('A', [1]), [null, DAYS[1]!, 1, 1, 1, 1, 1]]);
    const told = await complaint(load(PLAIN));
    expect(told.code).toBe('no-ticker');
    expect(told.text).toContain('1 row of bars.parquet without a `ticker`; the first is of 2024-01-03');
  });

  it('no rows', async () => {
    await files.write('bars.parquet', COLUMNS, []);
    expect(await complaint(load(PLAIN))).toEqual({ code: 'no-rows', text: 'bars.parquet holds no rows' });
  });

  it('a period outside the data', async () => {
    await files.write('bars.parquet', COLUMNS, bars('A', [1, 2]));
    const told = await complaint(load(PLAIN, { period: { from: '2020-01-01', to: '2020-12-31' } }));
    expect(told).toEqual({
      code: 'period-outside-data',
      text: 'there is no bar from 2020-01-01 to 2020-12-31: the bars are from 2024-01-02 to 2024-01-03',
    });
  });

  it.each([
    ['an empty file', ''],
    ['a file that is no Parquet', 'PAR1 but not really'],
    ['binary rubbish', '\u0000\u0001\u0002\u0003'.repeat(50)],
  ])('%s', async (_, text) => {
    files.text('bars.parquet', text);
    const told = await complaint(load(PLAIN));
    expect(told.code).toBe('unreadable-file');
    expect(told.text).toContain('bars.parquet (`data.bars`) cannot be read');
  });

  it('a Parquet file cut short', async () => {
    await files.write('whole.parquet', COLUMNS, bars('A', [1, 2, 3]));
    copyFileSync(join(files.folder, 'whole.parquet'), join(files.folder, 'bars.parquet'));
    appendFileSync(join(files.folder, 'bars.parquet'), 'tail');
    expect((await complaint(load(PLAIN))).code).toBe('unreadable-file');
  });

  it('a calendar nobody knows', async () => {
    await files.write('bars.parquet', COLUMNS, bars('A', [1]));
    expect((await complaint(load(PLAIN, { calendar: 'XXXX' }))).code).toBe('unknown-calendar');
  });
});

describe('bars that cannot be right', () => {
  const bad: Cell[][] = [
    ...bars('A', [10, 10, 10]),
    ['B', DAYS[0]!, 1, 0.5, 0.9, 1, 5],
    ['B', DAYS[1]!, 1, 1, 1, -1, 5],
    ['B', DAYS[2]!, 0, 1, 1, 1, -5],
    ['B', DAYS[3]!, 1, 1, 1, 1, 0],
  ];

  it('are refused with their count and places', async () => {
    await files.write('bars.parquet', COLUMNS, bad);
    const told = await complaint(load(PLAIN));
    expect(told.code).toBe('bad-bars');
    expect(told.text).toContain('has 3 bars that cannot be right');
    expect(told.text).toContain('1 with a high below its low (B on 2024-01-02)');
    expect(told.text).toContain('1 with a close that is not positive (B on 2024-01-03)');
    expect(told.text).toContain('1 with an open that is not positive (B on 2024-01-04)');
    expect(told.text).toContain('1 with a negative volume (B on 2024-01-04)');
    expect(told.text).toContain('quality: mask');
  });

  it('are masked whole, counted and told, when the config says so', async () => {
    await files.write('bars.parquet', COLUMNS, bad);
    const { bars: made, assumptions } = await load(`${PLAIN}\nquality: mask`);
    expect([...made.close]).toEqual([10, 10, 10, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 1]);
    expect([...made.volume]).toEqual([1000, 1000, 1000, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 0]);
    expect(assumptions.join('\n')).toContain('3 bars that cannot be right are treated as missing');
  });
});

describe('sessions', () => {
  it('are days the exchange was open with any bar; the others are told', async () => {
    const rows = ['2024-01-02', '2024-01-04', '2024-01-06', '2024-01-08'].map((day) => bar('A', day, 5));
    await files.write('bars.parquet', COLUMNS, rows);
    const market = await load(PLAIN);
    expect([...market.sessions].map(toIsoDay)).toEqual(['2024-01-02', '2024-01-04', '2024-01-08']);
    const told = market.assumptions.join('\n');
    expect(told).toContain('Bars on 1 day on which XNYS was closed are left out: 2024-01-06.');
    expect(told).toContain('On 2 sessions of XNYS no stock has a bar, which leaves out 2024-01-03, 2024-01-05.');
    expect(told).toContain('The period asks for 247 sessions more than the data have');
  });

  it('of a market that never closes are all days', async () => {
    const rows = ['2024-01-05', '2024-01-06', '2024-01-07'].map((day) => bar('A', day, 5));
    await files.write('bars.parquet', COLUMNS, rows);
    expect((await load(PLAIN, { calendar: 'always' })).sessions).toHaveLength(3);
  });
});

describe('large gaps are told at once', () => {
  async function notices(yaml: string, changes: Partial<MarketRequest>): Promise<[string, string][]> {
    const told: [string, string][] = [];
    const source = await openData(yaml, files.folder);
    const emit = (event: RunEvent): void => {
      if (event.type === 'notice') told.push([event.code, event.message]);
    };
    await source.load({ ...request, ...changes }, { emit });
    return told;
  }
  const list = (...tickers: string[]): Partial<MarketRequest> => ({ members: { source: 'list', tickers } });
  const week = { from: DAYS[0]!, to: DAYS[3]! };

  it('nothing to tell of whole data', async () => {
    await files.write('bars.parquet', COLUMNS, [...bars('A', [1, 2, 3, 4]), ...bars('B', [1, 2, 3, 4])]);
    expect(await notices(PLAIN, { period: week, ...list('A', 'B') })).toEqual([]);
  });

  it('members without bars: more than a tenth', async () => {
    const tickers = 'ABCDEFGHI'.split('');
    await files.write(
      'bars.parquet',
      COLUMNS,
      tickers.flatMap((ticker) => bars(ticker, [1, 2, 3, 4])),
    );
    expect(await notices(PLAIN, { period: week, ...list(...tickers, 'X') })).toEqual([]);
    expect(await notices(PLAIN, { period: week, ...list(...tickers, 'X', 'Y') })).toEqual([
      ['members-without-bars', '2 of 11 members (18%) have no bars and are left out: X, Y.'],
    ]);
  });

  it('bars that end early: by more than five sessions', async () => {
    await files.write('bars.parquet', COLUMNS, bars('A', [1, 2, 3, 4]));
    expect(await notices(PLAIN, { period: { from: DAYS[0]!, to: '2024-01-12' } })).toEqual([]);
    // Monday the 15th is a holiday.
    expect(await notices(PLAIN, { period: { from: DAYS[0]!, to: '2024-01-16' } })).toEqual([
      ['bars-end-early', 'The bars end 6 sessions before the period does.'],
    ]);
  });

  it('bars missing inside the life of stocks: how many, the worst first; not before, after, or without membership', async () => {
    const whole = bars('A', [1, 2, 3, 4]);
    const without = (ticker: string, ...days: number[]): Cell[][] =>
      bars(ticker, [1, 2, 3, 4]).filter((_, day) => !days.includes(day));
    const rows = [...whole, ...without('B', 1), ...without('C', 1, 2), ...without('D', 0), ...without('E', 1, 2)];
    await files.write('bars.parquet', COLUMNS, rows);
    files.text(
      'members.csv',
      `ticker,start,end\n${['A', 'B', 'C', 'D'].map((ticker) => `${ticker},2020-01-01,\n`).join('')}E,${DAYS[3]},\n`,
    );
    const yaml = `${PLAIN}\nmembership: { ALL: { path: members.csv } }`;
    expect(await notices(yaml, { period: week })).toEqual([
      [
        'bars-missing-inside',
        '2 stocks without bars on more than 1% of the sessions between first and last bar as a member: C (50%), B (25%).',
      ],
    ]);
  });
});

describe('a file that is written while it is read', () => {
  it('is refused, even when its size stays', async () => {
    await files.write('bars.parquet', COLUMNS, bars('A', [1, 2]));
    files.text('members.csv', 'ticker,start,end\nA,2020-01-01,\n');
    const yaml = `data:\n  source: parquet\n  bars: { path: bars.parquet, close_adjusted_for: splits }\n  membership: { ALL: { path: members.csv } }\n`;
    const parsed = parseConfig(yaml, 'x.yaml');
    if ('problems' in parsed) throw new Error('config');
    const source = await openSource(parsed.config.data, files.folder);
    const loading = complaint(source.load(request, { emit() {} }));
    // The load has looked at its files before it first waits; from then on they must stay as they are.
    files.text('members.csv', 'ticker,start,end\nA,2021-01-01,\n');
    expect((await loading).code).toBe('data-changed');
  });
});

describe('the snapshot', () => {
  async function snapshot(folder: string, changes: Partial<MarketRequest> = {}): Promise<string> {
    const parsed = parseConfig(
      `data:\n  source: parquet\n  bars: { path: bars.parquet, close_adjusted_for: splits }\n`,
      'x',
    );
    if ('problems' in parsed) throw new Error('config');
    return (await openSource(parsed.config.data, folder)).snapshot({ ...request, ...changes });
  }

  it('names the bytes and the request, not the place or the time', async () => {
    await files.write('bars.parquet', COLUMNS, bars('A', [1, 2]));
    const first = await snapshot(files.folder);
    mkdirSync(join(files.folder, 'elsewhere'));
    copyFileSync(join(files.folder, 'bars.parquet'), join(files.folder, 'elsewhere/bars.parquet'));
    expect(await snapshot(join(files.folder, 'elsewhere'))).toBe(first);
    expect((await load(PLAIN)).snapshot).toBe(first);
    expect(await snapshot(files.folder, { calendar: 'weekdays' })).not.toBe(first);
    await files.write('bars.parquet', COLUMNS, bars('A', [1, 3]));
    expect(await snapshot(files.folder)).not.toBe(first);
  });
});
