import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quoted, scan, withDuckDb } from '../../../runtime/parquet/duckDb.ts';
import { type Column, writeTable } from '../../../runtime/parquet/writing.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "strat parquet's "));
});
afterEach(() => rm(folder, { recursive: true }));

test('every type of column comes back as it was, in order', async () => {
  const columns: Column[] = [
    { name: 'day', type: 'date', values: Int32Array.of(0, 19_723, -1) },
    { name: 'count', type: 'integer', values: Int32Array.of(1, -2, 2_147_483_647) },
    { name: 'double', type: 'double', values: Float64Array.of(0.1, Number.NaN, -1 / 3) },
    { name: 'ticker', type: 'name', values: Int32Array.of(1, 0, 1), names: ['A', "O'N"] },
    { name: 'text', type: 'text', values: ['a', null, 'ü'] },
    { name: 'flag', type: 'flag', values: [true, false, true] },
    { name: 'texts', type: 'texts', values: [['a', 'b'], [], ['c']] },
    { name: 'doubles', type: 'doubles', values: [[1, 2], [], [0.5]] },
  ];
  const file = join(folder, 'all.parquet');
  const rows = await withDuckDb(async (connection) => {
    await writeTable(connection, file, columns);
    const reader = await connection.runAndReadAll(`select * from read_parquet(${quoted(file)})`);
    return reader.getRowsJson();
  });
  expect(rows).toEqual([
    ['1970-01-01', 1, 0.1, "O'N", 'a', true, ['a', 'b'], [1, 2]],
    ['2024-01-01', -2, null, 'A', null, false, [], []],
    ['1969-12-31', 2_147_483_647, -1 / 3, "O'N", 'ü', true, ['c'], [0.5]],
  ]);
});

test('rows keep their order over several chunks', async () => {
  const values = Float64Array.from({ length: 5000 }, (_, k) => Math.sin(k));
  const found: number[] = [];
  const file = join(folder, 'long.parquet');
  await withDuckDb(async (connection) => {
    await writeTable(connection, file, [{ name: 'value', type: 'double', values }]);
    await scan(connection, `select value from read_parquet(${quoted(file)})`, (rows, value) => {
      for (let k = 0; k < rows; k++) found.push(value(0, k));
    });
  });
  expect(Float64Array.from(found)).toEqual(values);
});

test('a table that cannot be put in its place leaves nothing behind', async () => {
  const column: Column = { name: 'value', type: 'integer', values: Int32Array.of(1) };
  // A folder stands where the file should go.
  const taken = join(folder, 'taken.parquet');
  await mkdir(join(taken, 'inside'), { recursive: true });
  await expect(withDuckDb((connection) => writeTable(connection, taken, [column]))).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['taken.parquet']);
});

test('DuckDB runs on one thread and installs nothing', async () => {
  const settings = await withDuckDb(async (connection) => {
    const reader = await connection.runAndReadAll(
      `select current_setting('threads')::integer, current_setting('autoinstall_known_extensions')`,
    );
    return reader.getRowsJson();
  });
  expect(settings).toEqual([[1, false]]);
});
