/** What SQLite answers, in the reader's words. What is not one of these is passed on unchanged: it is a bug of ours. */
import { UserError } from '../../ports.ts';
import type { ProblemCode } from '../../problems/problems.ts';

/** Primary result codes: https://www.sqlite.org/rescode.html */
const WORDS: ReadonlyMap<number, { readonly code: ProblemCode; readonly what: string; readonly hint: string }> =
  new Map(
    Object.entries({
      3: { code: 'not-writable', what: 'may not be read or written by this user', hint: 'change its permissions' },
      5: {
        code: 'ledger-busy',
        what: 'is being written by another process',
        hint: 'run the same command again once the other one is done: nothing was booked',
      },
      8: {
        code: 'not-writable',
        what: 'is read-only',
        hint: 'change the permissions of the file and its folder: nothing was booked',
      },
      10: {
        code: 'ledger-damaged',
        what: 'cannot be read or written: the disk answers with an error',
        hint: 'check the disk; this session was not booked',
      },
      11: {
        code: 'ledger-damaged',
        what: 'is damaged',
        hint: 'put a backup in its place; the sessions that it lacks are booked again',
      },
      13: {
        code: 'disk-full',
        what: 'cannot grow: the disk is full',
        hint: 'free some space and run the same command again: this session was not booked',
      },
      14: { code: 'not-writable', what: 'cannot be opened', hint: 'check that its folder is there and may be written' },
      26: {
        code: 'ledger-damaged',
        what: 'is no ledger, or is damaged from its first page on',
        hint: 'put a backup in its place, or name another folder under `storage.paper` in the config',
      },
    } as const).map(([number, words]) => [Number(number), words]),
  );

interface SqliteError {
  readonly code: 'ERR_SQLITE_ERROR';
  /** Extended result code; the primary one is its lowest byte. */
  readonly errcode: number;
}

/** Whether another process holds what was asked for. */
export function isBusy(error: unknown): boolean {
  return isSqliteError(error) && (error.errcode & 0xff) === 5;
}

export function describeLedgerError(error: unknown, file: string): unknown {
  if (!isSqliteError(error)) return error;
  const words = WORDS.get(error.errcode & 0xff);
  return words === undefined ? error : new UserError(words.code, `the ledger ${file} ${words.what}`, [words.hint]);
}

function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR' && 'errcode' in error;
}
