/** DuckDB as a reader and writer of Parquet, loaded only when a file is read or written. */
import type { DuckDBConnection } from '@duckdb/node-api';

/** A database in memory for the time of `work`: one thread, nothing installed over the network. */
export async function withDuckDb<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', autoinstall_known_extensions: 'false' });
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A path as a string in SQL. */
export function quoted(path: string): string {
  return `'${path.replaceAll("'", "''")}'`;
}

/** Visits a query's result chunk by chunk; `value` reads a column of numbers without nulls. */
export async function scan(
  connection: DuckDBConnection,
  sql: string,
  visit: (rows: number, value: (column: number, row: number) => number) => void,
): Promise<void> {
  const result = await connection.run(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    const vectors = Array.from({ length: chunk.columnCount }, (_, c) => chunk.getColumnVector(c));
    visit(chunk.rowCount, (column, row) => vectors[column]!.getItem(row) as number);
  }
}
