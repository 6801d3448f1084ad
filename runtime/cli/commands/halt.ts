/** `strat halt`: from now on no session is booked, of one account or of any, until `strat resume`. */
import { resolve } from 'node:path';
import { ALL_ACCOUNTS, halt } from '../../paper/ledger/accounts.ts';
import { Ledger, ledgerFile } from '../../paper/ledger/ledger.ts';
import type { Invocation } from '../command.ts';
import { loadConfig } from '../config.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { accountNamed, withLedger } from '../paperLedger.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const account = invocation.text('account');
  const reason = invocation.text('reason') ?? 'no reason was given';
  const since = new Date().toISOString();
  if (account === undefined) {
    // A halt of everything must be possible before anything is.
    const { config } = await loadConfig(invocation.text('config'));
    const ledger = Ledger.open(ledgerFile(resolve(config.storage.paper)));
    halt(ledger, { scope: ALL_ACCOUNTS, reason, since });
    ledger.close();
    process.stdout.write('paper trading is halted: no session of any account is booked until `strat resume`\n');
    return EXIT.ok;
  }
  await withLedger(invocation, 'write', (ledger) => {
    halt(ledger, { scope: accountNamed(ledger, account).name, reason, since });
  });
  process.stdout.write(`the account ${account} is halted until \`strat resume --account ${account}\`\n`);
  return EXIT.ok;
}
