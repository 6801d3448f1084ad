/** Which sessions are scheduled for rebalancing. */

import type { Schedule } from '../../compiler/plan.ts';
import { DAY_MS } from '../market.ts';

/**
 * Weekly on a day: the first session on or after each such day; monthly: the first session of each month; as the calendar
 * has them, so that where a test window begins moves no rebalance. The very first session known counts as scheduled.
 */
export function isScheduled(rebalance: Schedule, sessions: Int32Array, session: number): boolean {
  if (rebalance === 'every session' || session === 0) return true;
  const period = rebalance === 'monthly' ? month : weekBeginning(FIRST_DAY[rebalance]);
  return period(sessions[session]!) !== period(sessions[session - 1]!);
}

/** 1970-01-01, day 0, was a Thursday. */
const FIRST_DAY: Readonly<Record<Exclude<Schedule, 'every session' | 'monthly'>, number>> = {
  'weekly on Thursday': 0,
  'weekly on Friday': 1,
  'weekly on Saturday': 2,
  'weekly on Sunday': 3,
  'weekly on Monday': 4,
  'weekly on Tuesday': 5,
  'weekly on Wednesday': 6,
};

function weekBeginning(first: number): (day: number) => number {
  return (day) => Math.floor((day - first) / 7);
}

function month(day: number): number {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
