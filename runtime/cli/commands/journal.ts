/** `strat journal`: the last entry of an account's journal, after those that lack were added. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeFileError } from '../../artifacts/fileErrors.ts';
import { keepJournal, lastEntry, newestEntry, newestMonth } from '../../monitoring/journal.ts';
import { type MonitoringPlaces, monitoringPlaces } from '../../monitoring/places.ts';
import { accountNames } from '../../paper/ledger/accounts.ts';
import type { Ledger } from '../../paper/ledger/ledger.ts';
import { UserError } from '../../ports.ts';
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
    return shown(ledger, account, places, invocation.flag('rebuild'));
  });
  process.stdout.write(`${text}\n`);
  return EXIT.ok;
}

/** Who may look and not write is shown the entry all the same. */
function shown(ledger: Ledger, account: string, places: MonitoringPlaces, anew: boolean): string {
  try {
    return kept(ledger, account, places, anew);
  } catch (error) {
    const described = describeFileError(error, places.journals);
    if (anew || !(described instanceof UserError)) throw described;
    const entry = newestEntry(ledger, account) ?? noneOf(account);
    return [`note: the journal is not written: ${described.message}; this is from the ledger`, '', entry].join('\n');
  }
}

function kept(ledger: Ledger, account: string, places: MonitoringPlaces, anew: boolean): string {
  const written = keepJournal(ledger, account, places, anew);
  const month = newestMonth(places.journals, account);
  if (month === null) return noneOf(account);
  const file = places.journal(account, month);
  const told = anew ? [`${written.length} files written again`] : [];
  return [...told, displayName(file), '', lastEntry(readFileSync(file, 'utf8'))].join('\n');
}

function noneOf(account: string): string {
  return `no session of ${account} is booked yet`;
}
