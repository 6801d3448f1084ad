/** What the rules of quality found in the bars of the last sessions. */
import type { Ledger } from '../ledger/ledger.ts';

export interface FindingRow {
  readonly day: string;
  readonly rule: string;
  readonly ticker: string;
  readonly detail: string;
}

const SESSIONS = 60;
const MOST = 200;

export function findingsOf(ledger: Ledger, name: string): readonly FindingRow[] {
  return ledger.all<FindingRow & object>(
    `SELECT day, rule, ticker, detail
     FROM (SELECT id, day, number FROM sessions WHERE account = ? ORDER BY number DESC LIMIT ${SESSIONS})
       CROSS JOIN findings ON session = id
     ORDER BY number DESC, place LIMIT ${MOST}`,
    name,
  );
}
