import { beforeEach, describe, expect, it } from 'vitest';
import type { MembersSpec } from '../../../../compiler/plan.ts';
import { barFiles, bars, COLUMNS, PLAIN } from '../../../support/barFiles.ts';
import { everyone2024, openData } from '../../../support/fileMarket.ts';

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

  it('nobody: all but those that have bars', async () => {
    const all = { source: 'all' } as const;
    const nobody: MembersSpec = { source: 'and not', of: [all, { source: 'list', tickers: ['A', 'B', 'C'] }] };
    expect((await complaint(load(PLAIN, { members: nobody }))).text).toBe('of those that have bars none is a member');
    const onlyC: MembersSpec = { source: 'and not', of: [all, { source: 'list', tickers: ['A', 'B'] }] };
    expect((await complaint(load(PLAIN, { members: onlyC, benchmark: 'C' }))).text).toBe(
      'of those that have bars none is a member but C, the benchmark',
    );
  });

  it('a file without days: all who are in it, always, and that is told', async () => {
    files.text('members.csv', 'ticker\nB\nA\n');
    const market = await load(
      `${PLAIN}\nmembership: { SP500: { path: members.csv, columns: { start: null, end: null } } }`,
      sp500,
    );
    expect(market.tickers).toEqual(['A', 'B']);
    expect(market.members.every((is) => is === 1)).toBe(true);
    expect(market.assumptions.join('\n')).toContain('SP500 does not say since when who belongs');
  });

  describe('universes joined', () => {
    const all = { source: 'all' } as const;
    const index = { source: 'constituents', index: 'SP500' } as const;
    const list = (...tickers: string[]) => ({ source: 'list', tickers }) as const;
    const joined = async (source: 'or' | 'and' | 'and not', ...of: readonly [MembersSpec, MembersSpec]) => {
      files.text('members.csv', 'ticker,start,end\nA,2024-01-03,\nB,2020-01-01,2024-01-04\nB,2024-01-05,\n');
      const { tickers, members } = await load(MEMBERSHIP, { members: { source, of } });
      const sessions = members.length / tickers.length;
      return tickers.map((ticker, i) => `${ticker} ${members.slice(i * sessions, (i + 1) * sessions).join('')}`);
    };

    it('by or: whoever is in either', async () => {
      expect(await joined('or', index, list('C', 'B'))).toEqual(['A 0111', 'B 1111', 'C 1111']);
      expect(await joined('or', index, all)).toEqual(['A 1111', 'B 1111', 'C 1111']);
    });

    it('by and: whoever is in both', async () => {
      expect(await joined('and', index, list('C', 'B'))).toEqual(['B 1101']);
      expect(await joined('and', all, index)).toEqual(['A 0111', 'B 1101']);
    });

    it('by and not: who is in the first alone', async () => {
      expect(await joined('and not', index, list('B'))).toEqual(['A 0111']);
      expect(await joined('and not', all, index)).toEqual(['A 1000', 'B 0010', 'C 1111']);
      expect(await joined('and not', all, list('A', 'C'))).toEqual(['B 1111']);
    });

    it('and the snapshot is of all their files', async () => {
      files.text('members.csv', 'ticker,start,end\nA,2020-01-01,\n');
      const source = await openData(MEMBERSHIP, files.folder);
      const snapshot = (members: MembersSpec) => source.snapshot({ ...everyone2024, members });
      const [before, alone] = [await snapshot({ source: 'or', of: [index, list('C')] }), await snapshot(list('C'))];
      files.text('members.csv', 'ticker,start,end\nA,2020-01-02,\n');
      expect(await snapshot({ source: 'or', of: [index, list('C')] })).not.toBe(before);
      expect(await snapshot(list('C'))).toBe(alone);
      expect(await snapshot({ source: 'and', of: [index, list('C')] })).not.toBe(before);
    });
  });

  it.each([
    ['no-bars', 'ticker,start,end\nQQ,2020-01-01,\n', 'none of 1 member has a bar: QQ'],
    ['no-members', 'ticker,start,end\nA,2000-01-01,2001-01-01\n', 'no member between 2024-01-01 and 2024-12-31'],
    ['bad-date', 'ticker,start,end\nA,soon,\n', 'the `start` of A is "soon", no date'],
    ['bad-date', 'ticker,start,end\nA,,\n', 'the `start` of A is "", no date'],
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
