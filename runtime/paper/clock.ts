/** Whether the clock on the wall can be right: it decides which sessions are due. */
import { UserError } from '../ports.ts';
import type { Ledger } from './ledger/ledger.ts';
import { lastBookedAt } from './ledger/sessions.ts';

/** Clocks of one machine are corrected by less. */
const TOLERANCE_MS = 60_000;

/** @throws UserError `clock-behind` when it shows a time before the last session of any account was booked */
export function verifyClock(ledger: Ledger, now: Date): void {
  const last = lastBookedAt(ledger);
  if (last === null || now.getTime() >= Date.parse(last) - TOLERANCE_MS) return;
  throw new UserError(
    'clock-behind',
    `the clock shows ${now.toISOString()}, and the ledger booked a session at ${last}: it was set back, or is not set yet; ` +
      'nothing was booked',
    ['set the clock and run the same command again'],
  );
}
