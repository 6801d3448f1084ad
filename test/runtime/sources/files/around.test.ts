import { beforeEach, describe, expect, it } from 'vitest';
import { groupsOn } from '../../../../runtime/groups.ts';
import { fromIsoDay, toIsoDay } from '../../../../runtime/market.ts';
import { bar, barFiles, bars, COLUMNS, DAYS, PLAIN } from '../../../support/barFiles.ts';

const { files, load, complaint } = barFiles();

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
    const market = await load(`${PLAIN}\nsectors: { path: sectors.csv }`, { sectors: true });
    expect(groupsOn(market.sectors!, 0, market)).toEqual(['Energy', null]);
    expect(market.assumptions.join('\n')).toContain('looks ahead');
    // Nobody asks, and there are none.
    expect((await load(PLAIN)).sectors).toBeNull();
  });

  it('sectors from and to the days of their file', async () => {
    await files.write('bars.parquet', COLUMNS, [...bars('A', [1, 2, 3, 4]), ...bars('B', [1, 2, 3, 4])]);
    const of = async (columns: string, text: string) => {
      files.text('sectors.csv', text);
      const yaml = `${PLAIN}\nsectors: { path: sectors.csv, columns: { ${columns} } }`;
      const market = await load(yaml, { sectors: true });
      return Array.from(market.sessions, (_, t) => groupsOn(market.sectors!, t, market));
    };
    // The last day is one of them; a day that is told twice is of what began last; before and after there is nothing.
    const stays = `A,Energy,,${DAYS[1]}\nA,Media,${DAYS[3]},\nB,Steel,${DAYS[0]},${DAYS[2]}\nB,Banks,${DAYS[1]},${DAYS[1]}\n`;
    expect(await of('from: since, to: until', `ticker,sector,since,until\n${stays}`)).toEqual([
      ['Energy', 'Steel'],
      ['Energy', 'Banks'],
      [null, 'Steel'],
      ['Media', null],
    ]);
    // Without an end until the next begins.
    const since = `A,Energy,2001-01-01\nA,Media,${DAYS[2]}\nB,Steel,${DAYS[3]}\n`;
    expect(await of('from: since', `ticker,sector,since\n${since}`)).toEqual([
      ['Energy', null],
      ['Energy', null],
      ['Media', null],
      ['Media', 'Steel'],
    ]);
  });

  it.each([
    ['bad-date', 'A,Energy,soon,\n', 'the `since` of A is "soon", no date'],
    ['bad-sectors', 'A,Energy,2024-02-01,2024-01-01\n', 'begins on 2024-02-01, and ends before, on 2024-01-01'],
    ['no-ticker', ',Energy,2024-02-01,\n', 'a row without a ticker'],
  ])('a row of sectors that cannot be right: %s', async (code, row, expected) => {
    files.text('sectors.csv', `ticker,sector,since,until\n${row}`);
    const yaml = `${PLAIN}\nsectors: { path: sectors.csv, columns: { from: since, to: until } }`;
    const told = await complaint(load(yaml, { sectors: true }));
    expect(told).toMatchObject({ code, text: expect.stringContaining(expected) });
  });

  it('a strategy that reads sectors needs some', async () => {
    const told = await complaint(load(PLAIN, { sectors: true }));
    expect(told).toMatchObject({ code: 'no-sectors', text: expect.stringContaining('sectors: { path') });
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
