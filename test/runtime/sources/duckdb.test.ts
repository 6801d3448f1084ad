import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { bar, barFiles, bars, COLUMNS, DAYS } from '../../support/barFiles.ts';
import { everyone2024, openData } from '../../support/fileMarket.ts';

const { files, load, complaint } = barFiles();

const yaml = (query: string, more = '', columns = '{}'): string =>
  `source: duckdb\nquery: ${JSON.stringify(query)}\nbars: { close_adjusted_for: splits, columns: ${columns} }${more}`;

async function writeBars(name = 'bars.parquet', last = 22): Promise<void> {
  await files.write(name, COLUMNS, [...bars('B', [20, 21, last]), ...bars('A', [10, 11, 12])]);
}

const snapshot = async (text: string): Promise<string> => (await openData(text, files.folder)).snapshot(everyone2024);

describe('bars by a query', () => {
  it('are those of the files it reads, whose paths start at the config', async () => {
    await writeBars();
    const market = await load(yaml("SELECT * FROM 'bars.parquet' -- all of them"));
    const same = await load('source: parquet\nbars: { path: bars.parquet, close_adjusted_for: splits }');
    expect(market.tickers).toEqual(same.tickers);
    expect(market.bars).toEqual(same.bars);
  });

  it('may be made of several, computed, mapped, and end with a semicolon', async () => {
    await writeBars();
    files.text('lots.csv', 'who,lot\nA,2\nB,3\n');
    const query =
      "WITH l AS (FROM 'lots.csv') SELECT b.* REPLACE (volume * lot AS volume), ticker AS sym FROM 'bars.parquet' b JOIN l ON who = ticker;\n";
    const market = await load(yaml(query, '', '{ ticker: sym }'));
    expect([...market.bars.volume]).toEqual([2000, 2000, 2000, 3000, 3000, 3000]);
  });

  it('come from an attached database, with files around them', async () => {
    await writeBars();
    const path = join(files.folder, 'prices.db');
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run(`CREATE TABLE daily AS FROM '${join(files.folder, 'bars.parquet')}'`);
    connection.closeSync();
    instance.closeSync();
    const before = readFileSync(path);
    files.text('members.csv', 'ticker,start,end\nA,2020-01-01,\n');
    const more = '\nattach: [prices.db]\nmembership: { ALL: { path: members.csv } }';
    const market = await load(yaml('SELECT * FROM prices.daily', more));
    expect(market.tickers).toEqual(['A']);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('take part in vintages and identities as others do', async () => {
    await files.write(
      'bars.parquet',
      [...COLUMNS, 'told DATE', 'id'],
      [bar('FB', DAYS[0]!, 1, DAYS[0]!, 7), bar('FB', DAYS[0]!, 2, DAYS[1]!, 7), bar('META', DAYS[1]!, 3, DAYS[1]!, 7)],
    );
    const text = yaml("FROM 'bars.parquet'", '', '{ identity: id }').replace(
      'bars: {',
      'bars: { vintages: { known_at: told },',
    );
    const market = await load(text);
    expect([market.tickers, [...market.bars.close]]).toEqual([['FB'], [1, 3]]);
  });
});

describe('the snapshot of a query', () => {
  const QUERY = "SELECT * FROM 'bars.parquet'";

  it('names the query and the bits of its result', async () => {
    await writeBars();
    const first = await snapshot(yaml(QUERY));
    expect((await load(yaml(QUERY))).snapshot).toBe(first);
    expect(await snapshot(yaml(`${QUERY} WHERE true`))).not.toBe(first);
    await writeBars('bars.parquet', 22.5);
    expect(await snapshot(yaml(QUERY))).not.toBe(first);
  });

  it('is the same whatever order rows come in, and however many threads read them', async () => {
    const many =
      'SELECT * FROM (SELECT *, random() AS r FROM (' +
      "SELECT b.* REPLACE (ticker || n AS ticker, close + n / 7 AS close) FROM 'bars.parquet' b, range(50000) r(n)" +
      ')) ORDER BY r';
    await writeBars();
    // 300,000 rows: more than one group of them in the file.
    const query = `SELECT * EXCLUDE (r) FROM (${many})`;
    const first = await snapshot(yaml(query));
    expect(await snapshot(yaml(query))).toBe(first);
  });

  it('runs the query once: what it reads may change after that', async () => {
    await writeBars();
    const source = await openData(yaml(QUERY), files.folder);
    const named = await source.snapshot(everyone2024);
    await writeBars('bars.parquet', 99);
    const market = await source.load(everyone2024, { emit() {} });
    expect([market.snapshot, market.bars.close[5]]).toEqual([named, 22]);
    const known = await source.loadAsOf!(everyone2024, DAYS[1]!, { emit() {} });
    expect(known.sessions).toHaveLength(2);
  });
});

describe('a query that cannot be run is told in the words of DuckDB', () => {
  it.each([
    ['a slip', 'SELEC * FROM x', 'syntax error at or near "SELEC"'],
    ['a table that is not there', 'SELECT * FROM nowhere', 'Table with name nowhere does not exist'],
    ['a file that is not there', "SELECT * FROM 'none.parquet'", 'No files found that match the pattern'],
    ['a fault in a row', "SELECT 'x'::INTEGER AS ticker", "Could not convert string 'x' to INT32"],
    ['two statements', 'SELECT 1; SELECT 2', '`data.query` holds 2 statements'],
    ['no SELECT', "COPY (SELECT 1) TO 'out.csv'", '`data.query` is no SELECT'],
    ['what closes the brackets around it', "SELECT 1) TO 'out.csv'; --", 'syntax error'],
    ['an address', "SELECT * FROM 's3://bucket/bars.parquet'", 'nothing is fetched unless `data.extensions` names'],
  ])('%s', async (_, query, text) => {
    const told = await complaint(load(yaml(query)));
    expect(told.code).toBe('bad-query');
    expect(told.text).toContain(text);
    expect(existsSync(join(files.folder, 'out.csv'))).toBe(false);
  });

  it('what it attaches and sets', async () => {
    const attached = await complaint(load(yaml('SELECT 1', '\nattach: [none.db]')));
    expect(attached.text).toContain('`data.attach: none.db`: DuckDB says:');
    expect(existsSync(join(files.folder, 'none.db'))).toBe(false);
    const set = await complaint(load(yaml('SELECT 1', '\nsettings: { thread: 3 }')));
    expect(set.text).toContain(
      '`data.settings.thread`: DuckDB says: Catalog Error: unrecognized configuration parameter "thread"',
    );
  });

  it('secrets do not stand in a config', async () => {
    await expect(load(yaml('SELECT 1', '\nsettings: { s3_secret_access_key: x }'))).rejects.toThrow('environment');
  });

  it('columns and rows that do not fit, without the name of a file nobody knows', async () => {
    await writeBars();
    const columns = await complaint(load(yaml("SELECT * RENAME (close AS last) FROM 'bars.parquet'")));
    expect(columns.text).toContain('the result of `data.query` has no column `close`');
    const twice = await complaint(load(yaml("FROM 'bars.parquet' UNION ALL FROM 'bars.parquet'")));
    expect(twice.text).toContain('the result of `data.query` has more than one bar for 6 pairs');
    const none = await complaint(load(yaml("FROM 'bars.parquet' WHERE false")));
    expect(none.text).toBe('the result of `data.query` holds no rows');
  });

  it('moves nothing by where the config stands', async () => {
    await writeBars();
    mkdirSync(join(files.folder, 'there'));
    copyFileSync(join(files.folder, 'bars.parquet'), join(files.folder, 'there/bars.parquet'));
    const text = yaml("FROM 'bars.parquet'");
    const there = await openData(text, join(files.folder, 'there'));
    expect(await there.snapshot(everyone2024)).toBe(await snapshot(text));
  });
});
