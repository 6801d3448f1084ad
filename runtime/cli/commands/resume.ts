/** `strat resume`: lifts a halt; of an account whose book a stop has sent to cash, asks the next session to take it up. */
import { ALL_ACCOUNTS, askToResume, haltsOf, isAskedToResume, liftHalt } from '../../paper/ledger/accounts.ts';
import type { Ledger } from '../../paper/ledger/ledger.ts';
import { keptBookOf } from '../../paper/ledger/sessions.ts';
import type { Invocation } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { accountNamed, withLedger } from '../paperLedger.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const account = invocation.text('account');
  const lines = await withLedger(invocation, 'write', (ledger) =>
    ledger.transaction(() => (account === undefined ? resumeAll(ledger) : resumeOne(ledger, account))),
  );
  process.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.ok;
}

/** A stop of the book is the account's own: it is resumed by name only. */
function resumeAll(ledger: Ledger): readonly string[] {
  return liftHalt(ledger, ALL_ACCOUNTS)
    ? ['paper trading goes on; an account that was halted by name stays so']
    : ['paper trading was not halted; `--account NAME` resumes one account'];
}

function resumeOne(ledger: Ledger, name: string): readonly string[] {
  const account = accountNamed(ledger, name).name;
  const lines = liftHalt(ledger, account) ? [`the account ${account} is no longer halted`] : [];
  if ((keptBookOf(ledger, account)?.book.stops.stoppedAt ?? null) !== null) {
    if (!isAskedToResume(ledger, account)) askToResume(ledger, account, new Date().toISOString());
    lines.push('a stop has sent its book to cash: the next session takes it up again');
  }
  if (lines.length === 0) lines.push(`the account ${account} was neither halted nor stopped`);
  if (haltsOf(ledger, account).length > 0)
    lines.push('paper trading is still halted as a whole: `strat resume` lifts that');
  return lines;
}
