/** About how many sessions lie between two rebalances. */
import type { PortfolioSpec } from '../plan.ts';

export const SESSIONS_BETWEEN: Readonly<Record<PortfolioSpec['rebalance'], number>> = {
  'every session': 1,
  weekly: 5,
  monthly: 21,
};
