/** About how many sessions lie between two rebalances. */
import type { Schedule } from '../planPortfolio.ts';

export function sessionsBetween(schedule: Schedule): number {
  if (schedule === 'every session') return 1;
  return schedule === 'monthly' ? 21 : 5;
}

/** "weekly", whichever the day. */
export function pace(schedule: Schedule): 'every session' | 'weekly' | 'monthly' {
  return schedule === 'every session' || schedule === 'monthly' ? schedule : 'weekly';
}
