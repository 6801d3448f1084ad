import { appendFileSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../configs/load.ts';
import { openSource } from '../../../../runtime/sources/open.ts';
import { barFiles, bars, COLUMNS, DAYS, PLAIN } from '../../../support/barFiles.ts';
import { everyone2024 } from '../../../support/fileMarket.ts';

const { files, load, complaint } = barFiles();

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
      ['bad-bars', `${DAYS[1]},1,2,1,-2,5\n`, '(T03 on 2024-01-03: close -2)'],
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
    const told = await complaint((await openSource(parsed.config.data, '.')).load(everyone2024, { emit() {} }));
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
