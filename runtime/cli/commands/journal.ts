/** `strat journal`: the last entry of an account's journal, after those that lack were added. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { keepJournal, lastEntry, newestMonth } from '../../monitoring/journal.ts';
import { monitoringPlaces } from '../../monitoring/places.ts';
import { accountNames } from '../../paper/ledger/accounts.ts';
import { type Invocation, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { displayName } from '../files.ts';
import { accountNamed, withLedger } from '../paperLedger.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const text = await withLedger(invocation, 'read', (ledger) => {
    const places = monitoringPlaces(dirname(ledger.file));
    const names = accountNames(ledger);
    const asked = invocation.text('account') ?? (names.length === 1 ? names[0] : undefined);
    if (asked === undefined) throw new UsageError(`--account says which of ${names.join(', ') || 'no accounts'}`);
    const account = accountNamed(ledger, asked).name;
    const written = keepJournal(ledger, account, places, invocation.flag('rebuild'));
    const month = newestMonth(places.journals, account);
    if (month === null) return `no session of ${account} is booked yet`;
    const file = places.journal(account, month);
    const told = invocation.flag('rebuild') ? [`${written.length} files written again`] : [];
    return [...told, displayName(file), '', lastEntry(readFileSync(file, 'utf8'))].join('\n');
  });
  process.stdout.write(`${text}\n`);
  return EXIT.ok;
}
