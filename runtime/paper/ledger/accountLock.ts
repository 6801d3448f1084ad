/**
 * One invocation of an account at a time: whoever has the lock holds a transaction of a file of its own beside the ledger,
 * which the system ends with the process, however it dies. That a session is booked once does not hang on it: the ledger's
 * own transactions see to that. It spares a second scheduler work that would be thrown away.
 */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { describeFileError } from '../../artifacts/fileErrors.ts';
import { UserError } from '../../ports.ts';
import { describeLedgerError } from './errors.ts';

/** So long a second invocation waits for the first: most are done by then, and schedulers try again. */
const PATIENCE_MS = 10_000;
const BETWEEN_MS = 100;
const SQLITE_BUSY = 5;

export interface Waiting {
  readonly signal: AbortSignal;
  readonly patience?: number;
}

/**
 * Does the work as the account's only invocation.
 * @param ledgerFile beside which the lock lies
 * @throws UserError `account-busy` when another one is not done within ten seconds
 */
export async function withAccountLock<T>(
  ledgerFile: string,
  account: string,
  { signal, patience = PATIENCE_MS }: Waiting,
  work: () => Promise<T>,
): Promise<T> {
  const lock = openLock(join(dirname(ledgerFile), `${account}.lock`));
  try {
    const until = performance.now() + patience;
    while (!tryTake(lock)) {
      if (performance.now() > until || signal.aborted) throw busy(account);
      await wait(BETWEEN_MS);
    }
    return await work();
  } finally {
    lock.close();
  }
}

function openLock(file: string): DatabaseSync {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    return new DatabaseSync(file, { timeout: 0 });
  } catch (error) {
    throw describeLedgerError(describeFileError(error, dirname(file)), file);
  }
}

/** Nothing is ever written, so that nothing is left to be taken back. */
function tryTake(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY) return false;
    throw error;
  }
}

function busy(account: string): UserError {
  return new UserError('account-busy', `another invocation of the account ${account} is at work; nothing was booked`, [
    'run the same command again once it is done',
  ]);
}
