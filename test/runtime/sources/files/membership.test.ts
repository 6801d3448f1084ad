import { beforeEach, describe, expect, it } from 'vitest';
import { barFiles, bars, COLUMNS, PLAIN } from '../../../support/barFiles.ts';

const { files, load, complaint } = barFiles();

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
