import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Market, toIsoDay } from '../../../../runtime/market.ts';
import { barFiles, bars, COLUMNS, DAYS, PLAIN } from '../../../support/barFiles.ts';

const { files, load, complaint } = barFiles();

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

  it.each([
    ['gz', gzipSync],
    ['zst', zstdCompressSync],
  ] as const)('CSV files packed as .%s, of different columns and orders', async (ending, pack) => {
    mkdirSync(join(files.folder, 'packed'));
    const write = (name: string, text: string): void =>
      writeFileSync(join(files.folder, `packed/${name}.csv.${ending}`), pack(text));
    write('A', `date,open,high,low,close,volume\n${DAYS[0]},1,2,1,2,5\n`);
    write('B', `date,note,close,open,high,low,volume\n${DAYS[0]},"x, y",3,1,3,1,5\n`);
    const yaml = 'source: csv\nbars: { path: packed, close_adjusted_for: splits, columns: { ticker: null } }';
    const market = await load(yaml);
    expect(market.tickers).toEqual(['A', 'B']);
    expect([...market.bars.close]).toEqual([2, 3]);
    write('C', `day,open,high,low,close,volume\n${DAYS[0]},1,2,1,2,5\n`);
    expect((await complaint(load(yaml))).text).toContain(`packed/C.csv.${ending} has no column \`date\``);
  });

  it.each([
    ['%m/%d/%Y', '01/02/2024'],
    ['%d.%m.%Y', '2.1.2024'],
    ['%d-%b-%y', '02-Jan-24'],
    ['%Y%j', '2024002'],
  ])('days as %s', async (format, day) => {
    files.text('bars.csv', `ticker,date,open,high,low,close,volume\nA,${day},1,2,1,2,5\nA,${DAYS[1]},1,2,1,2,5\n`);
    files.text('members.csv', `ticker,start,end\nA,${day},\n`);
    const market = await load(
      `source: csv\nbars: { path: bars.csv, close_adjusted_for: splits }\ndate_format: "${format}"\n` +
        'membership: { ALL: { path: members.csv } }',
    );
    expect([...market.sessions].map(toIsoDay)).toEqual(DAYS.slice(0, 2));
    expect([...market.members]).toEqual([1, 1]);
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
