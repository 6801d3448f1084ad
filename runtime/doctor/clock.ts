/** Whether the machine knows what time it is, there and in New York: it decides which sessions are due. */
import { instantOf } from '../calendar/zone.ts';
import { fromIsoDay } from '../market.ts';
import { verifyClock } from '../paper/clock.ts';
import type { Ledger } from '../paper/ledger/ledger.ts';
import { UserError } from '../ports.ts';
import { runProgram } from '../schedule/programs.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** Closes of New York in winter and in summer, by the almanac. */
const KNOWN = [
  { day: '2026-01-15', minutes: 16 * 60, at: '2026-01-15T21:00:00.000Z' },
  { day: '2026-07-15', minutes: 16 * 60, at: '2026-07-15T20:00:00.000Z' },
] as const;

/** @param read how a time of a zone is made an instant */
export function zoneCheck(read: typeof instantOf = instantOf): Check {
  const data = `time zone data ${process.versions.tz ?? 'of unknown age'}`;
  const wrong = KNOWN.find(({ day, minutes, at }) => {
    const found = read('America/New_York', { day: fromIsoDay(day), minutes });
    return Number.isNaN(found) || new Date(found).toISOString() !== at;
  });
  if (wrong === undefined) return ok('time zones', data);
  return fail(
    'time zones',
    `${data}: 16:00 of ${wrong.day} in New York is not ${wrong.at}`,
    'use a Node with full ICU data',
  );
}

/** @param ledger null: there is none to hold it against */
export function clockCheck(ledger: Ledger | null, now: Date): Check {
  const shown = now.toISOString().replace(/\.\d+Z$/, 'Z');
  try {
    if (ledger !== null) verifyClock(ledger, now);
    return ok('clock', ledger === null ? shown : `${shown}, not before anything that is booked`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return fail('clock', error.message, error.hints.join('; '));
  }
}

/** Asked of systemd, where there is one. */
export async function clockServiceCheck(run = runProgram): Promise<Check> {
  const asked = await run('timedatectl', ['show', '--property=NTPSynchronized', '--value']);
  const answer = asked?.code === 0 ? asked.stdout.trim() : null;
  if (answer === 'yes') return ok('clock sync', 'the clock is kept right by a time service');
  if (answer === 'no') {
    return warn('clock sync', 'no time service keeps the clock right', '`timedatectl set-ntp true`, or install one');
  }
  return ok('clock sync', 'not known: this system has no timedatectl to ask');
}
