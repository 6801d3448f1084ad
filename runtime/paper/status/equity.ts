/** The course of an account, thinned out so that a picture of it costs the same after ten sessions and after ten thousand. */
import type { Ledger } from '../ledger/ledger.ts';
import type { LastSession } from './lastSession.ts';

export interface EquityPoint {
  readonly day: string;
  /** USD. */
  readonly equity: number;
}

/** More columns than a terminal has. */
const POINTS = 400;

/** At most 400 sessions, evenly spaced, back from the last. Each is found by its number: no others are read. */
export function equitySeries(ledger: Ledger, name: string, last: LastSession | null): readonly EquityPoint[] {
  if (last === null) return [];
  const step = Math.ceil(last.sessions / POINTS);
  const newest = last.sessions - 1;
  return ledger.all<EquityPoint & object>(
    `WITH RECURSIVE wanted (n) AS (SELECT ? UNION ALL SELECT n + ? FROM wanted WHERE n + ? <= ?)
     SELECT day, equity FROM wanted CROSS JOIN sessions ON account = ? AND number = n ORDER BY n`,
    ...[newest % step, step, step, newest, name],
  );
}
