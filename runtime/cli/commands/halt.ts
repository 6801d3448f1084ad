/** `strat halt`: from now on no session is booked, of one account or of any, until `strat resume`. */
import { namedSecrets, redactor } from '../../monitoring/secrets.ts';
import { ALL_ACCOUNTS, accountNames, halt } from '../../paper/ledger/accounts.ts';
import type { Ledger } from '../../paper/ledger/ledger.ts';
import type { Invocation } from '../command.ts';
import { loadConfig } from '../config.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { displayName } from '../files.ts';
import { accountNamed, withLedger } from '../paperLedger.ts';

/** Where there is no ledger nothing is halted: whoever brakes has named another config than the one that trades. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { config } = await loadConfig(invocation.text('config'));
  const redact = redactor(process.env, namedSecrets(config.monitoring));
  const reason = redact(invocation.text('reason') ?? 'no reason was given');
  const since = new Date().toISOString();
  const told = await withLedger(invocation, 'write', (ledger) => {
    const account = invocation.text('account');
    const scope = account === undefined ? ALL_ACCOUNTS : accountNamed(ledger, account).name;
    halt(ledger, { scope, reason, since });
    return scope === ALL_ACCOUNTS ? ofAll(ledger) : ofOne(ledger, scope);
  });
  process.stdout.write(`${told}\n`);
  return EXIT.ok;
}

function ofAll(ledger: Ledger): string {
  const names = accountNames(ledger).join(', ');
  return (
    `paper trading is halted in ${displayName(ledger.file)}: no session of any account is booked until \`strat resume\`; ` +
    (names === '' ? 'no account was opened there yet' : `its accounts are ${names}`)
  );
}

function ofOne(ledger: Ledger, account: string): string {
  return `the account ${account} in ${displayName(ledger.file)} is halted until \`strat resume --account ${account}\``;
}
