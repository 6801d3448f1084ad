/**
 * DuckDB as a reader of files. It runs in this process, in memory, and may not fetch extensions. Results are read
 * through the raw columns of its chunks: no object and no bigint per value.
 */
import {
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBInstance,
  DuckDBTypeId,
  StatementType,
} from '@duckdb/node-api';
import bindings from '@duckdb/node-bindings';
import { invariant } from '../../invariant.ts';
import { UserError } from '../../ports.ts';

/** Of the library itself; another may read the same text as other numbers. */
const { library_version: versionOfDuckDb } = bindings;
export const DUCKDB_VERSION: string = versionOfDuckDb();

export class Duck {
  private readonly instance: DuckDBInstance;
  private readonly connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.instance = instance;
    this.connection = connection;
  }

  static async open(): Promise<Duck> {
    const instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      // Rows go to their place by number, so their order is no matter, and threads need not wait for each other.
      preserve_insertion_order: 'false',
    });
    return new Duck(instance, await instance.connect());
  }

  /** Runs a statement whose result nobody reads. */
  async run(sql: string): Promise<void> {
    await this.guard(() => this.connection.run(sql));
  }

  /** A small result as rows of plain values: text, numbers, null. */
  async rows(sql: string): Promise<(string | number | null)[][]> {
    const reader = await this.guard(() => this.connection.runAndReadAll(sql));
    return reader.getRowsJson().map((row) => row.map((value) => value as string | number | null));
  }

  /** How many statements a text holds, and whether the first is one that only reads. */
  async kindOf(sql: string): Promise<{ statements: number; isSelect: boolean }> {
    return this.guard(async () => {
      const extracted = await this.connection.extractStatements(sql);
      const first = await extracted.prepare(0);
      const isSelect = first.statementType === StatementType.SELECT;
      first.destroySync();
      return { statements: extracted.count, isSelect };
    });
  }

  /**
   * Large results, chunk by chunk, while they are being made: never in memory as a whole. A chunk ends with its visit.
   * Several queries run side by side, each on a connection of its own: handing chunks over is what takes longest, and
   * one result hands over one at a time.
   */
  async scan(queries: readonly string[], visit: (chunk: Chunk) => void): Promise<void> {
    await this.guard(async () => {
      const ended = await Promise.allSettled(queries.map((query) => this.scanOne(query, visit)));
      for (const outcome of ended) if (outcome.status === 'rejected') throw outcome.reason;
    });
  }

  private async scanOne(query: string, visit: (chunk: Chunk) => void): Promise<void> {
    const connection = await this.instance.connect();
    try {
      const result = await connection.stream(query);
      const types = Array.from({ length: result.columnCount }, (_, column) => result.columnTypeId(column));
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) return;
        const columns = new Chunk(chunk, types);
        visit(columns);
        columns.release();
        // Else its memory is kept until the garbage collector, which does not see how large it is, comes by.
        chunk.reset();
      }
    } finally {
      connection.closeSync();
    }
  }

  /** Work on a connection of its own, beside what the others do; all see the same tables. */
  async beside<T>(work: (duck: Duck) => Promise<T>): Promise<T> {
    const other = new Duck(this.instance, await this.instance.connect());
    try {
      return await work(other);
    } finally {
      other.connection.closeSync();
    }
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }

  /** What DuckDB refuses is, with our own statements, the fault of a file. */
  private async guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof UserError || !(error instanceof Error)) throw error;
      throw new UnreadableFile(error.message);
    }
  }
}

/** DuckDB's own complaint; worded for the user by whoever knows which setting named the file. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile';
}

/**
 * Columns of a chunk as arrays. The memory is asked of the binding itself: the wrapper of a vector also makes an array of
 * which values are null, and there are thousands of chunks.
 */
export class Chunk {
  readonly rows: number;
  private readonly chunk: DuckDBDataChunk['chunk'];
  private readonly types: readonly DuckDBTypeId[];
  private readonly copies: ArrayBuffer[] = [];

  constructor(chunk: DuckDBDataChunk, types: readonly DuckDBTypeId[]) {
    this.chunk = chunk.chunk;
    this.rows = chunk.rowCount;
    this.types = types;
  }

  /** The column must be INTEGER without nulls. */
  integers(column: number): Int32Array {
    invariant(this.types[column] === DuckDBTypeId.INTEGER, `column ${column} is no INTEGER`);
    const bytes = this.bytes(column, Int32Array.BYTES_PER_ELEMENT);
    return new Int32Array(bytes.buffer, bytes.byteOffset, this.rows);
  }

  /** The column must be DOUBLE without nulls. */
  doubles(column: number): Float64Array {
    invariant(this.types[column] === DuckDBTypeId.DOUBLE, `column ${column} is no DOUBLE`);
    const bytes = this.bytes(column, Float64Array.BYTES_PER_ELEMENT);
    return new Float64Array(bytes.buffer, bytes.byteOffset, this.rows);
  }

  /**
   * Frees the copies: left to the garbage collector, they make it go through the whole heap every few hundred chunks.
   * What is asked of the chunk before is empty from then on.
   */
  release(): void {
    for (const buffer of this.copies) buffer.transfer(0);
  }

  private bytes(column: number, each: number): Uint8Array<ArrayBuffer> {
    const vector = bindings.data_chunk_get_vector(this.chunk, column);
    const bytes = bindings.vector_get_data(vector, this.rows * each) as Uint8Array<ArrayBuffer>;
    this.copies.push(bytes.buffer);
    return bytes;
  }
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
