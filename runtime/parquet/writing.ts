/**
 * Tables of columns as Parquet files, a chunk of DuckDB's vectors at a time. One thread, one order of rows, row groups
 * of a fixed size: the same table gives the same bytes.
 */
import { rename, rm } from 'node:fs/promises';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { invariant } from '../invariant.ts';
import { quoted } from './duckDb.ts';

/** Days since 1970-01-01, integers, doubles (NaN is written as NULL), a number into `names`, or plain values. */
export type Column =
  | { readonly name: string; readonly type: 'date'; readonly values: Int32Array }
  | { readonly name: string; readonly type: 'integer'; readonly values: Int32Array }
  | { readonly name: string; readonly type: 'double'; readonly values: Float64Array }
  | { readonly name: string; readonly type: 'name'; readonly values: Int32Array; readonly names: readonly string[] }
  | { readonly name: string; readonly type: 'text'; readonly values: readonly (string | null)[] }
  | { readonly name: string; readonly type: 'flag'; readonly values: readonly boolean[] }
  | { readonly name: string; readonly type: 'texts'; readonly values: readonly (readonly string[])[] }
  | { readonly name: string; readonly type: 'doubles'; readonly values: readonly (readonly number[])[] };

/** Rows of a DuckDB vector. */
const CHUNK = 2048;
const ROW_GROUP = 122_880;

const SQL_TYPES = {
  date: 'integer',
  integer: 'integer',
  double: 'double',
  name: 'integer',
  text: 'varchar',
  flag: 'boolean',
  texts: 'varchar[]',
  doubles: 'double[]',
} as const;

/** Writes one table; all columns have the same length. The file appears when it is whole, or not at all. */
export async function writeTable(
  connection: DuckDBConnection,
  file: string,
  columns: readonly Column[],
): Promise<void> {
  const rows = columns[0]!.values.length;
  for (const { name, values } of columns) invariant(values.length === rows, `column ${name} is of another length`);
  const declared = columns.map(({ name, type }) => `"${name}" ${SQL_TYPES[type]}`).join(', ');
  await connection.run(`create or replace table written (${declared})`);
  await append(connection, columns, rows);
  for (const column of columns) if (column.type === 'name') await nameTable(connection, column.name, column.names);
  const selected = columns.map(({ name, type }) => {
    // `NaN` is missing; the file says so in its own way.
    if (type === 'double') return `case when isnan("${name}") then null else "${name}" end as "${name}"`;
    if (type === 'date') return `date '1970-01-01' + "${name}" as "${name}"`;
    if (type === 'name') return `(select all_names from "names of ${name}")["${name}" + 1] as "${name}"`;
    return `"${name}"`;
  });
  const partial = `${file}.partial`;
  try {
    await connection.run(
      `copy (select ${selected.join(', ')} from written) to ${quoted(partial)} ` +
        `(format parquet, compression zstd, row_group_size ${ROW_GROUP})`,
    );
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  await connection.run('drop table written');
}

async function append(connection: DuckDBConnection, columns: readonly Column[], rows: number): Promise<void> {
  const duck = await import('@duckdb/node-api');
  const duckValue = ({ type, values }: Column, row: number): DuckDBValue => {
    if (type === 'texts' || type === 'doubles') return duck.listValue(values[row]!);
    return values[row]!;
  };
  const types = columns.map(({ type }) => {
    if (type === 'double') return duck.DOUBLE;
    if (type === 'name' || type === 'date' || type === 'integer') return duck.INTEGER;
    if (type === 'flag') return duck.BOOLEAN;
    if (type === 'text') return duck.VARCHAR;
    return duck.LIST(type === 'texts' ? duck.VARCHAR : duck.DOUBLE);
  });
  const appender = await connection.createAppender('written');
  for (let from = 0; from < rows; from += CHUNK) {
    const to = Math.min(rows, from + CHUNK);
    const chunk = duck.DuckDBDataChunk.create(types, to - from);
    for (const [c, column] of columns.entries()) {
      const vector = chunk.getColumnVector(c);
      for (let row = from; row < to; row++) vector.setItem(row - from, duckValue(column, row));
      vector.flush();
    }
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/** One row with the list of all names, to look a number up in. */
async function nameTable(connection: DuckDBConnection, column: string, names: readonly string[]): Promise<void> {
  const { LIST, VARCHAR, listValue } = await import('@duckdb/node-api');
  await connection.run(
    `create or replace table "names of ${column}" as select $1 as all_names`,
    [listValue(names)],
    [LIST(VARCHAR)],
  );
}
