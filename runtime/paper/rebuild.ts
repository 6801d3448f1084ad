/**
 * A book that another version of the engine has saved is not what this one goes on from: its state is computed again from
 * all that the account has booked. It is taken up only when every session comes out as it was booked.
 */
import { STATE_VERSION } from '../book/state.ts';
import { UserError } from '../ports.ts';
import { differencesOf, isRounding } from './bookedFigures.ts';
import { atLevel, type KeptBook } from './keptBook.ts';
import type { Account } from './ledger/accounts.ts';
import type { Ledger } from './ledger/ledger.ts';
import { headOf, keepBookOf, keptBookOf } from './ledger/sessions.ts';
import { type RebookPorts, rebook } from './rebook.ts';

/**
 * Nothing, unless the saved book is of another version.
 * @returns how many sessions were computed again; null: none had to be
 * @throws UserError `book-state-version` when they come out otherwise than they were booked
 */
export async function rebuildBook(ledger: Ledger, account: Account, ports: RebookPorts): Promise<number | null> {
  const version = versionOf(ledger, account);
  if (version === null || version === STATE_VERSION) return null;
  let kept: KeptBook | null = null;
  let last: number | null = null;
  let sessions = 0;
  for await (const rebooked of rebook(ledger, account, ports, 'recorded')) {
    const wrong = differencesOf(ledger, rebooked).find((difference) => !isRounding(difference));
    if (wrong !== undefined) throw comesOutOtherwise(account, version, rebooked.row.day, wrong.figure);
    ({ kept } = rebooked);
    last = rebooked.row.id;
    sessions++;
  }
  await ledger.transaction(() => {
    // Another scheduler may have been as quick, and have gone on.
    const isStill = headOf(ledger, account.name)?.id === last && versionOf(ledger, account) === version;
    if (isStill && kept !== null) keepBookOf(ledger, account.name, last!, asBooked(ledger, account, kept));
  });
  return sessions;
}

function versionOf(ledger: Ledger, { name }: Account): number | null {
  return keptBookOf(ledger, name)?.book.version ?? null;
}

/** At the level of prices that the ledger's units are of, which may be another than that of today. */
function asBooked(ledger: Ledger, { name }: Account, kept: KeptBook): KeptBook {
  const sql = `SELECT factor FROM inputs JOIN sessions ON id = session WHERE account = ? AND day = ? AND ticker = ?`;
  const factors = kept.tickers.map((ticker, i) => {
    const day = kept.priced[i] ?? null;
    return day === null ? null : (ledger.get<{ factor: number | null }>(sql, name, day, ticker)?.factor ?? null);
  });
  return atLevel(kept, factors);
}

function comesOutOtherwise({ name }: Account, version: number, day: string, figure: string): UserError {
  return new UserError(
    'book-state-version',
    `the saved book of the account ${name} is of version ${version}, this program goes on from version ${STATE_VERSION}, ` +
      `and the sessions booked come out otherwise: ${figure} of ${day}`,
    [`\`strat audit --paper --account ${name}\` says why`, 'go on with the program that saved it'],
  );
}
