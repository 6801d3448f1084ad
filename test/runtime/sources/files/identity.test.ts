import { describe, expect, it } from 'vitest';
import { groupsOn } from '../../../../runtime/groups.ts';
import { type Market, toIsoDay } from '../../../../runtime/market.ts';
import { Identities } from '../../../../runtime/sources/files/identity.ts';
import { bar, barFiles, COLUMNS, DAYS, PLAIN } from '../../../support/barFiles.ts';
import { everyone2024, openData } from '../../../support/fileMarket.ts';
import { hasShared, shared } from '../../../support/shared.ts';

const { files, load, complaint } = barFiles();

/** EP is one company for two days and another from the fourth on; FB becomes META on the third; Z is told nothing of. */
const ROWS: [ticker: string, day: string, close: number, id: string][] = [
  ['EP', DAYS[0]!, 1, '10'],
  ['EP', DAYS[1]!, 2, '10'],
  ['EP', DAYS[3]!, 300, '11'],
  ['FB', DAYS[0]!, 4, '12'],
  ['FB', DAYS[1]!, 5, '12'],
  ['META', DAYS[2]!, 6, '12'],
  ['META', DAYS[3]!, 7, '12'],
  ['Z', DAYS[0]!, 8, '13'],
];
const STAYS = [
  'ticker,from,to,id',
  `EP,,${DAYS[1]},el-paso`,
  `EP,${DAYS[3]},,empire`,
  `FB,2012-05-18,${DAYS[1]},meta`,
  `META,${DAYS[2]},,meta`,
  '',
].join('\n');
const NAN = Number.NaN;
/** EP, EP~2, FB, Z by day. */
const CLOSES = [
  [1, 2, NAN, NAN],
  [NAN, NAN, NAN, 300],
  [4, 5, 6, 7],
  [8, NAN, NAN, NAN],
].flat();

async function byColumn(more = '', changes = {}, rows = ROWS): Promise<Market> {
  const cells = rows.map(([ticker, day, close, id]) => bar(ticker, day, close, id));
  await files.write('bars.parquet', [...COLUMNS, 'permno VARCHAR'], cells);
  const columns = 'columns: { identity: permno }';
  return load(PLAIN.replace('close_adjusted', `${columns}, close_adjusted`) + more, changes);
}

async function byFile(more = '', changes = {}): Promise<Market> {
  await files.write(
    'bars.parquet',
    COLUMNS,
    ROWS.map(([ticker, day, close]) => bar(ticker, day, close)),
  );
  files.text('stays.csv', STAYS);
  return load(`${PLAIN}\nidentity: { path: stays.csv }${more}`, changes);
}

describe.each([
  ['a column of the bars', byColumn],
  ['a file of stays', byFile],
])('identity by %s', (_, market) => {
  it('makes two stocks of a ticker that is used again, and one of a company that changes its own', async () => {
    const made = await market();
    expect(made.tickers).toEqual(['EP', 'EP~2', 'FB', 'Z']);
    expect([...made.bars.close]).toEqual(CLOSES);
    const told = made.assumptions.join('\n');
    expect(told).toContain(
      `1 stock under a ticker that another company bore before, called by a number: EP~2 (from ${DAYS[3]})`,
    );
    expect(told).toContain('1 stock that changed the ticker, called by the first: FB (META)');
  });

  it('reads members by the ticker of the day', async () => {
    files.text(
      'members.csv',
      `ticker,start,end\nEP,2000-01-01,${DAYS[2]}\nEP,${DAYS[3]},\nFB,2013-12-23,${DAYS[2]}\nMETA,${DAYS[2]},\n`,
    );
    const made = await market('\nmembership: { ALL: { path: members.csv } }');
    expect(made.tickers).toEqual(['EP', 'EP~2', 'FB']);
    expect([...made.members]).toEqual(
      [
        [1, 1, 0, 0],
        [0, 0, 0, 1],
        [1, 1, 1, 1],
      ].flat(),
    );
  });

  it('reads a list as all who bore the ticker', async () => {
    const named = (...tickers: string[]) => market('', { members: { source: 'list', tickers } });
    expect((await named('EP')).tickers).toEqual(['EP', 'EP~2']);
    expect((await named('EP~2')).tickers).toEqual(['EP~2']);
    expect((await named('META', 'Z')).tickers).toEqual(['FB', 'Z']);
  });

  it('reads actions, delistings and sectors of each company', async () => {
    await files.write(
      'actions.csv',
      ['ticker', 'date', 'dividend', 'split'],
      [
        ['EP', DAYS[1]!, 0, 2],
        ['META', DAYS[3]!, 0, 3],
      ],
    );
    files.text('delistings.csv', `ticker,date,return\nEP,${DAYS[2]},-0.3\n`);
    files.text('sectors.csv', 'ticker,sector\nEP,Energy\nMETA,Media\nFB,Funds\nZ,Steel\n');
    const more = ['corporate_actions', 'delistings', 'sectors'].map((part) => {
      const name = part === 'corporate_actions' ? 'actions' : part;
      return `\n${part}: { path: ${name}.csv }`;
    });
    const made = await market(more.join(''), { sectors: true });
    // As paid, from split-adjusted closes: before its own splits only.
    expect([...made.bars.raw_close.subarray(0, 2)]).toEqual([2, 2]);
    expect(made.bars.raw_close[7]).toBe(300);
    expect([...made.bars.raw_close.subarray(8, 12)]).toEqual([12, 15, 18, 7]);
    expect(made.delistings).toEqual([{ stock: 0, session: 2, return: -0.3 }]);
    expect(groupsOn(made.sectors!, 0, made)).toEqual([null, 'Energy', 'Media', 'Steel']);
  });

  it('finds a benchmark by its last ticker', async () => {
    const made = await market('', { benchmark: 'META' });
    expect([...made.benchmark!]).toEqual([4, 5, 6, 7]);
    expect(made.tickers).toEqual(['EP', 'EP~2', 'Z']);
  });

  it('is the same until a day, whatever comes after it', async () => {
    const source = await market().then(() =>
      openData(
        market === byFile
          ? `${PLAIN}\nidentity: { path: stays.csv }`
          : PLAIN.replace('close_adjusted', 'columns: { identity: permno }, close_adjusted'),
        files.folder,
      ),
    );
    const known = await source.loadAsOf!(everyone2024, DAYS[1]!, { emit() {} });
    expect(known.tickers).toEqual(['EP', 'FB', 'Z']);
    // Halved by the audit's other future.
    expect([...known.bars.close]).toEqual([0.5, 1, 2, 2.5, 4, NAN]);
  });
});

describe('bars called by the last ticker, as at most free vendors', () => {
  it('are the last company of the name, for all its life', async () => {
    const rows = DAYS.flatMap((day, t) => [bar('EP', day, 0.3 + t), bar('META', day, 4 + t)]);
    await files.write('bars.parquet', COLUMNS, rows);
    files.text('stays.csv', STAYS);
    files.text(
      'members.csv',
      `ticker,start,end\nEP,2000-01-01,${DAYS[2]}\nFB,2013-12-23,${DAYS[2]}\nMETA,${DAYS[2]},\n`,
    );
    const yaml = `${PLAIN}\nidentity: { path: stays.csv, bars_by: last_ticker }\nmembership: { ALL: { path: members.csv } }`;
    const made = await load(yaml);
    expect(made.tickers).toEqual(['FB']);
    expect([...made.bars.close]).toEqual([4, 5, 6, 7]);
    expect([...made.members]).toEqual([1, 1, 1, 1]);
    expect(made.assumptions.join('\n')).toContain('1 of 2 members of ALL in the period have no bars and are left out');
  });

  it.skipIf(!hasShared)(
    'keep the penny stock EP out of the S&P 500 of 2008 (skipped without the shared data)',
    async () => {
      files.text('stays.csv', 'ticker,from,to,id\nEP,,2012-05-24,el-paso\nEP,2018-01-01,,empire\n');
      const request = {
        ...everyone2024,
        members: { source: 'constituents', index: 'SP500' } as const,
        period: { from: '2008-01-02', to: '2008-12-31' },
      };
      const yaml = (identity: string): string =>
        `source: parquet\nquality: mask\nbars: { path: ${shared('data/daily_yahoo_sp500ever_2008_2018.parquet')}, ` +
        `close_adjusted_for: splits, columns: { adjusted_close: adj_close } }\n` +
        `membership: { SP500: { path: ${shared('data/sp500_membership_intervals.csv')}, columns: { start: start_date, end: end_date } } }${identity}`;
      const plain = await (await openData(yaml(''), files.folder)).load(request, { emit() {} });
      expect(plain.tickers).toContain('EP');
      const told = yaml('\nidentity: { path: stays.csv, bars_by: last_ticker }');
      const made = await (await openData(told, files.folder)).load(request, { emit() {} });
      expect(made.tickers).toEqual(plain.tickers.filter((ticker) => ticker !== 'EP'));
      expect([...made.sessions].map(toIsoDay)).toEqual([...plain.sessions].map(toIsoDay));
    },
  );
});

describe('identities that cannot be right', () => {
  it.each([
    [
      `EP,,${DAYS[1]},a\nEP,${DAYS[1]},,b`,
      'bad-identity',
      'EP is borne by a until 2024-01-03 and by b from 2024-01-03',
    ],
    [`EP,${DAYS[1]},${DAYS[0]},a`, 'bad-identity', 'a stay of EP ends before it begins'],
    ['EP,,,', 'bad-identity', 'has a row without a company'],
    ['EP,,someday,a', 'bad-date', 'the day "someday" of EP is no date'],
  ])('%s', async (rows, code, text) => {
    await files.write('bars.parquet', COLUMNS, [bar('EP', DAYS[0]!, 1)]);
    files.text('stays.csv', `ticker,from,to,id\n${rows}\n`);
    const told = await complaint(load(`${PLAIN}\nidentity: { path: stays.csv }`));
    expect(told.code).toBe(code);
    expect(told.text).toContain(text);
  });

  it('bars of two at once under one ticker, or of nobody', async () => {
    const both = [...ROWS, ['EP', DAYS[0]!, 9, '99'], ['EP', DAYS[1]!, 9, '99']] as typeof ROWS;
    expect((await complaint(byColumn('', {}, both))).text).toContain(
      'EP is borne by 10 until 2024-01-03 and by 99 from',
    );
    expect((await complaint(byColumn('', {}, [...ROWS, ['Y', DAYS[0]!, 9, '']]))).text).toContain(
      'bars of Y without an identity',
    );
  });

  it('bars outside the days of their ticker are left out and told', async () => {
    await files.write(
      'bars.parquet',
      COLUMNS,
      DAYS.map((day, t) => bar('EP', day, t + 1)),
    );
    files.text('stays.csv', STAYS);
    const made = await load(`${PLAIN}\nidentity: { path: stays.csv }`);
    // The third day has no bar at all then, and so is no session.
    expect([...made.bars.close]).toEqual(
      [
        [1, 2, NAN],
        [NAN, NAN, 4],
      ].flat(),
    );
    expect(made.assumptions.join('\n')).toContain(
      `1 bar outside the days that \`data.identity\` tells of their ticker, left out: EP (from ${DAYS[2]})`,
    );
  });
});

describe('names', () => {
  const stay = (ticker: string, from: number, to: number, id: string) => ({ ticker, from, to, id });

  it('do not change with what comes later, nor with the order of rows', () => {
    const early = [stay('A', 0, 9, 'x'), stay('A', 20, 29, 'y'), stay('B', 10, 30, 'x')];
    const late = [stay('A', 40, Infinity, 'z'), stay('C', 31, Infinity, 'x'), ...early.toReversed()];
    const names = (stays: typeof early) => new Identities(stays, 'stays').stays.map(({ stock }) => stock);
    expect(names(early)).toEqual(['A', 'A', 'A~2']);
    expect(names(late)).toEqual(['A', 'A', 'A~2', 'A', 'A~3']);
  });

  it('a company that takes a ticker another one bore first keeps its own first one', () => {
    const identities = new Identities(
      [stay('META', 0, 9, 'etf'), stay('FB', 0, 19, 'm'), stay('META', 20, Infinity, 'm')],
      '',
    );
    expect(identities.lastBearer('META')).toBe('FB');
    expect(identities.stocksCalled('META')).toEqual(['META', 'FB']);
    expect(identities.namesToday('META')).toEqual([]);
    expect(identities.namesToday('FB')).toEqual(['META', 'FB']);
  });
});
