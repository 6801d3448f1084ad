/**
 * The ledger's file. SQLite in WAL mode: one writer at a time, readers beside it never wait; `synchronous = FULL`: what is
 * committed is on the disk. Everything about one session is written in one transaction, so that it is there as a whole or
 * not at all (docs/paper.md).
 */
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { describeFileError } from '../../artifacts/fileErrors.ts';
import { ensureFolderSync } from '../../artifacts/folders.ts';
import { UserError } from '../../ports.ts';
import { describeLedgerError, isBusy } from './errors.ts';
import { MIGRATIONS } from './migrations.ts';

/** So long a writer waits for another one: a session's transaction takes a fraction of a second. */
const PATIENCE_MS = 30_000;
const RETRY_MS = 10;
const OWNER_ONLY = { folder: 0o700, file: 0o600 };

/** Where the ledger lies below the folder that a config names. */
export function ledgerFile(folder: string): string {
  return join(folder, 'ledger.db');
}

export type Row = Readonly<Record<string, string | number | null>>;

export class Ledger {
  readonly file: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(file: string, database: DatabaseSync) {
    this.file = file;
    this.#database = database;
  }

  /** Makes it when it is not there. @throws UserError `not-writable`, `ledger-damaged`, `ledger-version`, … */
  static open(file: string): Ledger {
    return answering(file, () => {
      makePrivate(file);
      const ledger = new Ledger(
        file,
        new DatabaseSync(file, { timeout: PATIENCE_MS, enableForeignKeyConstraints: true }),
      );
      try {
        beginLog(ledger.#database);
        ledger.#database.exec('PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;');
        ledger.#migrate();
      } catch (error) {
        ledger.#database.close();
        throw error;
      }
      return ledger;
    });
  }

  /** For looking only, beside a running session; null when there is none. */
  static read(file: string): Ledger | null {
    if (statSync(file, { throwIfNoEntry: false }) === undefined) return null;
    return answering(file, () => {
      const ledger = new Ledger(file, new DatabaseSync(file, { timeout: PATIENCE_MS, readOnly: true }));
      try {
        verifyVersion(file, ledger.#version());
      } catch (error) {
        ledger.close();
        throw error;
      }
      return ledger;
    });
  }

  /** Values are bound, never written into the text. */
  run(sql: string, ...values: readonly SQLInputValue[]): void {
    answering(this.file, () => this.#prepared(sql).run(...values));
  }

  get<T extends object = Row>(sql: string, ...values: readonly SQLInputValue[]): T | null {
    return answering(this.file, () => (this.#prepared(sql).get(...values) as T | undefined) ?? null);
  }

  all<T extends object = Row>(sql: string, ...values: readonly SQLInputValue[]): T[] {
    return answering(this.file, () => this.#prepared(sql).all(...values) as T[]);
  }

  /** Reads all of it from one instant, whatever is written meanwhile. Neither waits for a writer nor keeps one waiting. */
  look<T>(work: () => T): T {
    if (this.#database.isTransaction) return work();
    this.#execute('BEGIN');
    try {
      return work();
    } finally {
      this.#execute('COMMIT');
    }
  }

  /** Another number whenever somebody else has written since (https://www.sqlite.org/pragma.html#pragma_data_version). */
  dataVersion(): number {
    return this.get<{ data_version: number }>('PRAGMA data_version')!.data_version;
  }

  /** Does the work as the only writer. All of it counts, or, when it fails, nothing. A part of another one counts with that. */
  async transaction<T>(work: () => Promise<T> | T): Promise<T> {
    return this.#database.isTransaction ? work() : this.#within(work, 'COMMIT');
  }

  /** Does the work and takes all of it back. */
  async rehearsal<T>(work: () => Promise<T>): Promise<T> {
    return this.#within(work, 'ROLLBACK');
  }

  /** What lies in the log goes into the file, as far as readers let it. */
  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  async #within<T>(work: () => Promise<T> | T, end: 'COMMIT' | 'ROLLBACK'): Promise<T> {
    this.#execute('BEGIN IMMEDIATE');
    try {
      const answer = await work();
      this.#execute(end);
      return answer;
    } catch (error) {
      // SQLite has taken some failures back by itself.
      if (this.#database.isTransaction) this.#execute('ROLLBACK');
      throw error;
    }
  }

  #execute(sql: string): void {
    answering(this.file, () => this.#database.exec(sql));
  }

  #prepared(sql: string): StatementSync {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #version(): number {
    return this.get<{ user_version: number }>('PRAGMA user_version')!.user_version;
  }

  /** Looked at again as the only writer: two processes may meet at a new ledger. */
  #migrate(): void {
    if (this.#version() === MIGRATIONS.length) return;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const version = this.#version();
      verifyVersion(this.file, version, 0);
      for (const migration of MIGRATIONS.slice(version)) this.#database.exec(migration);
      this.#database.exec(`PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`);
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

/**
 * Of two processes that meet at a new file, each keeps the other from changing how it is written; SQLite then tells one of
 * them that it is busy, at once and whatever its time-out.
 */
function beginLog(database: DatabaseSync): void {
  const from = performance.now();
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() - from > PATIENCE_MS) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

/** Nobody else may read what an account holds. SQLite gives its other files the permissions of this one. */
function makePrivate(file: string): void {
  try {
    ensureFolderSync(dirname(file), OWNER_ONLY.folder);
    if (statSync(file, { throwIfNoEntry: false }) === undefined) closeSync(openSync(file, 'a', OWNER_ONLY.file));
    else if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, OWNER_ONLY.file);
  } catch (error) {
    throw describeFileError(error, dirname(file));
  }
}

/** @param least of a ledger that can be read as it is; 0: it is going to be brought up to date. */
function verifyVersion(file: string, version: number, least = MIGRATIONS.length): void {
  if (version >= least && version <= MIGRATIONS.length) return;
  throw new UserError(
    'ledger-version',
    `the ledger ${file} is of version ${version}, and this program knows version ${MIGRATIONS.length}`,
    version < least
      ? ['the next paper session brings it up to date: `strat run --mode paper`']
      : ['use the program that wrote it, or a newer one'],
  );
}

function answering<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw describeLedgerError(error, file);
  }
}
