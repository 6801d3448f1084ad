/** A lock that ends with the process that has it, however it dies: a transaction of a file of its own beside the ledger. */
import { closeSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describeFileError } from '../../artifacts/fileErrors.ts';
import { ensureFolderSync } from '../../artifacts/folders.ts';
import { describeLedgerError, isBusy } from './errors.ts';

export class FileLock {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Nobody has it yet by this. @throws UserError `not-writable`, … */
  static open(file: string): FileLock {
    try {
      ensureFolderSync(dirname(file), 0o700);
      // Closing a file lets go of every lock that this process has on it (POSIX), so one that is there is left alone.
      if (statSync(file, { throwIfNoEntry: false }) === undefined) closeSync(openSync(file, 'a', 0o600));
      return new FileLock(new DatabaseSync(file, { timeout: 0 }));
    } catch (error) {
      throw describeLedgerError(describeFileError(error, dirname(file)), file);
    }
  }

  /** Whether somebody has it, for who only looks. */
  static isTaken(file: string): boolean {
    if (statSync(file, { throwIfNoEntry: false }) === undefined) return false;
    const database = new DatabaseSync(file, { timeout: 0, readOnly: true });
    try {
      database.prepare('SELECT count(*) FROM sqlite_schema').get();
      return false;
    } catch (error) {
      if (isBusy(error)) return true;
      throw error;
    } finally {
      database.close();
    }
  }

  /** Answers whether it is ours now. Nothing is ever written, so that nothing is left to be taken back. */
  tryTake(): boolean {
    try {
      this.#database.exec('BEGIN EXCLUSIVE');
      return true;
    } catch (error) {
      if (isBusy(error)) return false;
      throw error;
    }
  }

  /** Lets it go, if it was taken. */
  close(): void {
    this.#database.close();
  }
}
