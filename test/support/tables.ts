/** Small tables as Parquet or CSV files in a folder of their own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

export type Cell = string | number | null;

export interface Fixtures {
  readonly folder: string;
  /** Writes a file by its ending; columns given as "name TYPE" have that type, others DuckDB's guess. */
  write(file: string, columns: readonly string[], rows: readonly (readonly Cell[])[]): Promise<string>;
  text(file: string, text: string): string;
  remove(): void;
}

export function fixtures(): Fixtures {
  const folder = mkdtempSync(join(tmpdir(), 'strat-test-'));
  const at = (file: string) => join(folder, file);
  return {
    folder,
    async write(file, columns, rows) {
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      const values = rows.map((row) => `(${row.map(sqlOf).join(', ')})`).join(', ');
      const names = columns.map((_, index) => `c${index}`);
      const select = columns.map((column, index) => {
        const [name, type] = column.split(' ');
        return `${type ? `c${index}::${type.replaceAll('_', ' ')}` : `c${index}`} AS "${name}"`;
      });
      const format = file.endsWith('.parquet') ? 'FORMAT parquet' : 'FORMAT csv, HEADER true';
      const from =
        rows.length > 0
          ? `(VALUES ${values}) t(${names.join(', ')})`
          : `(SELECT ${names.map((name) => `NULL::VARCHAR AS ${name}`).join(', ')}) WHERE false`;
      await connection.run(`COPY (SELECT ${select.join(', ')} FROM ${from}) TO '${at(file)}' (${format})`);
      connection.closeSync();
      instance.closeSync();
      return at(file);
    },
    text(file, text) {
      writeFileSync(at(file), text);
      return at(file);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function sqlOf(cell: Cell): string {
  if (cell === null) return 'NULL';
  return typeof cell === 'number' ? `${cell}::DOUBLE` : `'${cell.replaceAll("'", "''")}'`;
}
