/** `strat status`: the accounts of the ledger, and of one account what it holds and what waits. Never blocks a session. */
import { accountNames } from '../../paper/ledger/accounts.ts';
import { accountStatus } from '../../paper/status/status.ts';
import { statusLines, summaryLine } from '../../ui/statusLines.ts';
import type { Invocation } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { accountNamed, withLedger } from '../paperLedger.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const text = await withLedger(invocation, 'read', (ledger) => {
    const names = accountNames(ledger);
    const wanted = invocation.text('account') ?? (names.length === 1 ? names[0] : undefined);
    const statuses = (wanted === undefined ? names : [accountNamed(ledger, wanted).name]).map((name) =>
      accountStatus(ledger, name),
    );
    if (invocation.flag('json')) return JSON.stringify(wanted === undefined ? statuses : statuses[0], null, 2);
    if (wanted !== undefined) return statusLines(statuses[0]!).join('\n');
    return statuses.length === 0 ? 'no account was opened yet' : statuses.map(summaryLine).join('\n');
  });
  process.stdout.write(`${text}\n`);
  return EXIT.ok;
}
