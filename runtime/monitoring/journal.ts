/**
 * The journal of an account: a Markdown file for each month, with one entry for each session. It is written from the ledger
 * after the sessions are booked; an entry that is lacking, because a process was killed in between, is added by the next
 * invocation. What people write between the entries stays.
 */
import { type JournalSession, journalDetails, journalSessions } from '../paper/ledger/journal.ts';
import { Ledger } from '../paper/ledger/ledger.ts';
import { headOf } from '../paper/ledger/sessions.ts';
import type { PaperListener } from '../paper/listener.ts';
import type { Invoked } from './facts.ts';
import { journalEntry, journalHeading } from './journalEntry.ts';
import { type MonitoringPlaces, monthsOf } from './places.ts';
import { makePrivateFolder, readIfThere, replacePrivateFile } from './privateFiles.ts';

export function journalListener({ file, account }: Invoked, places: MonitoringPlaces): PaperListener {
  return {
    name: 'journal',
    close() {
      const ledger = Ledger.read(file);
      if (ledger === null) return;
      try {
        keepJournal(ledger, account, places);
      } finally {
        ledger.close();
      }
    },
  };
}

/**
 * Adds the entries that are lacking since the newest month there is.
 * @param anew writes all of them again, and what people added is gone
 * @returns files that were written, oldest first
 */
export function keepJournal(
  ledger: Ledger,
  account: string,
  places: MonitoringPlaces,
  anew = false,
): readonly string[] {
  makePrivateFolder(places.journals);
  const newest = anew ? null : newestMonth(places.journals, account);
  const sessions = journalSessions(ledger, account, newest === null ? '' : `${newest}-01`);
  const written: string[] = [];
  for (const [month, ofMonth] of Map.groupBy(sessions, ({ day }) => day.slice(0, 7))) {
    const file = places.journal(account, month);
    const text = anew ? null : readIfThere(file);
    const lacking = ofMonth.filter(({ day }) => text === null || !entriesIn(text).has(journalHeading(day)));
    if (lacking.length === 0) continue;
    replacePrivateFile(file, withEntries(text ?? title(account, month), lacking, ledger, account));
    written.push(file);
  }
  return written;
}

/** Null: there is none. */
export function newestMonth(folder: string, account: string): string | null {
  return monthsOf(folder, account, '.md').at(-1) ?? null;
}

function withEntries(text: string, sessions: readonly JournalSession[], ledger: Ledger, account: string): string {
  const entries = sessions.map((session) => journalEntry(session, journalDetails(ledger, account, session)));
  return [`${text.trimEnd()}\n`, ...entries].join('\n');
}

function entriesIn(text: string): ReadonlySet<string> {
  return new Set(text.split('\n').filter((line) => line.startsWith('## ')));
}

function title(account: string, month: string): string {
  return `# ${account}, ${month}\n\nWritten from the ledger, one entry for each session; what is added between them stays.\n`;
}

/** Of the last session, from the ledger alone; null: none is booked. */
export function newestEntry(ledger: Ledger, account: string): string | null {
  const head = headOf(ledger, account);
  const [last] = head === null ? [] : journalSessions(ledger, account, head.day);
  return last === undefined ? null : journalEntry(last, journalDetails(ledger, account, last)).trimEnd();
}

/** From its heading on, without what follows the last line. */
export function lastEntry(text: string): string {
  return text.slice(text.lastIndexOf('\n## ') + 1).trimEnd();
}
