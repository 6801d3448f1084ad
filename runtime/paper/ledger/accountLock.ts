/**
 * One invocation of an account at a time. That a session is booked once does not hang on it: the ledger's own transactions
 * see to that. It spares a second scheduler work that would be thrown away.
 */
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Interrupted } from '../../interrupted.ts';
import { UserError } from '../../ports.ts';
import { FileLock } from './fileLock.ts';

/** So long a second invocation waits for the first: most are done by then, and schedulers try again. */
const PATIENCE_MS = 10_000;
const BETWEEN_MS = 100;

export interface Waiting {
  readonly signal: AbortSignal;
  readonly patience?: number;
}

/**
 * Does the work as the account's only invocation.
 * @param ledgerFile beside which the lock lies
 * @throws UserError `account-busy` when another one is not done within ten seconds. Interrupted by the signal meanwhile.
 */
export async function withAccountLock<T>(
  ledgerFile: string,
  account: string,
  { signal, patience = PATIENCE_MS }: Waiting,
  work: () => Promise<T>,
): Promise<T> {
  const lock = FileLock.open(lockFile(ledgerFile, account));
  try {
    const until = performance.now() + patience;
    while (!lock.tryTake()) {
      if (signal.aborted) throw new Interrupted('paper', 'nothing was booked; the same command goes on');
      if (performance.now() > until) throw busy(account);
      await wait(BETWEEN_MS);
    }
    return await work();
  } finally {
    lock.close();
  }
}

/** Whether an invocation of the account is at work now. */
export function isAtWork(ledgerFile: string, account: string): boolean {
  return FileLock.isTaken(lockFile(ledgerFile, account));
}

function lockFile(ledgerFile: string, account: string): string {
  return join(dirname(ledgerFile), `${account}.lock`);
}

function busy(account: string): UserError {
  return new UserError('account-busy', `another invocation of the account ${account} is at work; nothing was booked`, [
    'run the same command again once it is done',
  ]);
}
