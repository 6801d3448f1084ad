/** Whether the ledger can be read, is whole, and lets its accounts go on. */
import { statSync } from 'node:fs';
import { accountNames, haltsOf } from '../paper/ledger/accounts.ts';
import type { Ledger } from '../paper/ledger/ledger.ts';
import { UserError } from '../ports.ts';
import { count } from '../ui/format.ts';
import { type Check, fail, ok, warn } from './check.ts';

export function ledgerCheck(ledger: Ledger): Check {
  const problems = problemsOf(ledger);
  if (problems.length > 0) {
    const advice = 'put a backup in its place: sessions that it lacks are booked again';
    return fail('ledger', `damaged: ${problems.join('; ')}`, advice);
  }
  const { sessions } = ledger.get<{ sessions: number }>('SELECT count(*) AS sessions FROM sessions')!;
  const accounts = accountNames(ledger).length;
  const size = `${(statSync(ledger.file).size / 1e6).toFixed(1)} MB`;
  return ok('ledger', `whole: sessions ${count(sessions)}, accounts ${count(accounts)}, ${size}`);
}

/** The first few that SQLite finds on all pages. */
function problemsOf(ledger: Ledger): readonly string[] {
  try {
    const found = ledger.all<{ quick_check: string }>('PRAGMA quick_check(3)').map(({ quick_check }) => quick_check);
    return found.filter((each) => each !== 'ok');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [error.message];
  }
}

export function haltChecks(ledger: Ledger): readonly Check[] {
  return accountNames(ledger).flatMap((account) =>
    haltsOf(ledger, account).map(({ reason, since }) =>
      warn('halt', `${account} is halted since ${since}: ${reason}`, '`strat resume` when what it was for is over'),
    ),
  );
}
