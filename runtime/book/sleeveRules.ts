/** What is fixed of each portfolio for a run, from the plan. */
import type { PortfolioSpec } from '../../compiler/plan.ts';
import { isScheduled } from './schedule.ts';
import type { SleeveRules } from './types.ts';

export function sleeveRules({ share, long, short, weight, neutral, hold, smooth, drift }: PortfolioSpec): SleeveRules {
  return { share, long, short, weight, neutral, hold, alpha: smooth === null ? 1 : smooth.alpha, drift };
}

/** Which portfolios are scheduled at each session, counted among the run's. */
export function schedulesOf(
  portfolios: readonly Pick<PortfolioSpec, 'rebalance'>[],
  sessions: Int32Array,
): (session: number) => readonly boolean[] {
  return (session) => portfolios.map(({ rebalance }) => isScheduled(rebalance, sessions, session));
}
