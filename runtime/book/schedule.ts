/** Which sessions are scheduled for rebalancing. */
import type { PortfolioSpec } from '../../compiler/plan.ts';

/**
 * Weekly: the first session of each ISO week; monthly: of each month; as the calendar has them, so that where a test
 * window begins moves no rebalance. The very first session known counts as the first of its week and month.
 */
export function isScheduled(rebalance: PortfolioSpec['rebalance'], sessions: Int32Array, session: number): boolean {
  if (rebalance === 'every session' || session === 0) return true;
  const period = rebalance === 'weekly' ? isoWeek : month;
  return period(sessions[session]!) !== period(sessions[session - 1]!);
}

/** Weeks begin on Monday; 1970-01-01, day 0, was a Thursday. */
function isoWeek(day: number): number {
  return Math.floor((day + 3) / 7);
}

function month(day: number): number {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
