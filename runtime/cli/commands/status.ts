/**
 * `strat status`: the accounts of the ledger, and of one account how it stands; on a terminal a screen that follows it.
 * Never blocks a session.
 */
import { ALL_ACCOUNTS, accountNames, haltsOf } from '../../paper/ledger/accounts.ts';
import type { Ledger } from '../../paper/ledger/ledger.ts';
import { accountStatus } from '../../paper/status/status.ts';
import { statusLines, summaryLine } from '../../ui/statusLines.ts';
import { hearsKeys, heedNoColor } from '../../ui/terminal.ts';
import type { Invocation } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { accountNamed, withLedger } from '../paperLedger.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const onScreen = hearsKeys() && !invocation.flag('plain') && !invocation.flag('json');
  await withLedger(invocation, 'read', async (ledger) => {
    if (onScreen && accountNames(ledger).length > 0) await show(ledger, invocation.text('account') ?? null);
    else process.stdout.write(`${text(ledger, invocation)}\n`);
  });
  return EXIT.ok;
}

async function show(ledger: Ledger, account: string | null): Promise<void> {
  if (account !== null) accountNamed(ledger, account);
  heedNoColor();
  const { openAccountScreen } = await import('../../ui/account/accountScreen.tsx');
  await openAccountScreen({ file: ledger.file, account, feed: null, interrupt() {} }).left;
}

function text(ledger: Ledger, invocation: Invocation): string {
  const names = accountNames(ledger);
  const wanted = invocation.text('account') ?? (names.length === 1 ? names[0] : undefined);
  const statuses = (wanted === undefined ? names : [accountNamed(ledger, wanted).name]).map((name) =>
    accountStatus(ledger, name),
  );
  if (invocation.flag('json')) return JSON.stringify(wanted === undefined ? statuses : statuses[0], null, 2);
  if (wanted !== undefined) return statusLines(statuses[0]!).join('\n');
  return statuses.length === 0 ? noAccount(ledger) : statuses.map(summaryLine).join('\n');
}

function noAccount(ledger: Ledger): string {
  const halts = haltsOf(ledger, ALL_ACCOUNTS).map(
    ({ since, reason }) => `paper trading is halted since ${since}: ${reason}`,
  );
  return ['no account was opened yet', ...halts].join('\n');
}
