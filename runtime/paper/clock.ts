/** Whether the clock can be right: it decides which sessions are due. */
import { UserError } from '../ports.ts';
import type { Ledger } from './ledger/ledger.ts';
import { type ClockKind, lastBookedAt, type SessionHead } from './ledger/sessions.ts';

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

/**
 * An account goes on by the clock its last session was booked by, unless somebody says otherwise: recorded days and those
 * of the clock on the wall are seldom of the same data, and one forgotten option would book a session of another market.
 * @throws UserError `paper-other-clock`
 */
export function verifySameClock(
  account: string,
  head: SessionHead | null,
  { clock, changeClock }: { readonly clock: { readonly kind: ClockKind }; readonly changeClock: boolean },
): void {
  if (head === null || changeClock || head.clock === clock.kind) return;
  const isReplayed = head.clock === 'replay';
  throw new UserError(
    'paper-other-clock',
    `the account ${account} was last booked on ${head.day}, ` +
      (isReplayed
        ? 'of recorded days, and is now to go by the clock on the wall'
        : 'by the clock on the wall, and is now to book recorded days') +
      '; nothing was booked',
    [
      isReplayed ? 'say again which days it replays: `--replay FROM..TO`' : 'leave out `--replay`',
      'where that is meant, and the data are of the same market: `--change-clock`, once',
    ],
  );
}
