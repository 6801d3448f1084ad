/**
 * How much of the past a session needs. A session of today has no use for ten years of bars: what its features, windows and
 * covariances reach back to is enough, and a fraction of the time and the memory.
 */
import type { Plan } from '../../compiler/plan.ts';
import { type Calendar, sessionsOf } from '../calendar/calendar.ts';
import { blocksOf } from '../evaluate/blocks.ts';
import { fromIsoDay, toIsoDay } from '../market.ts';

/**
 * The same plan over a period that begins as late as sessions from `first` on allow, and gives them the same bits: at the
 * beginning of a block of every window. Unchanged where something carries everything before it.
 */
export function withHistoryFor(plan: Plan, first: number, calendar: Calendar): Plan {
  const { universe, expressions } = plan;
  const nodes = Object.values(expressions);
  // Who was among the top stays there more easily, and an average without end has no beginning.
  if (universe.top !== null || nodes.some(({ lookBack }) => lookBack.recursive)) return plan;
  const sessions = sessionsOf(calendar, fromIsoDay(universe.period.from), first);
  const block = blocksOf(expressions, Object.keys(expressions)).all;
  const start = Math.floor((sessions.length - 1 - reachOf(plan)) / block) * block;
  if (start <= 0) return plan;
  return { ...plan, universe: { ...universe, period: { ...universe.period, from: toIsoDay(sessions[start]!) } } };
}

/** Sessions before a decision that it may read: the deepest expression, seen through the longest window of its values. */
function reachOf({ expressions, model, portfolios, risk, warmUp }: Plan): number {
  const deepest = Math.max(0, ...Object.values(expressions).map(({ lookBack }) => lookBack.sessions));
  const { correlation, beta, valueAtRisk, expectedShortfall } = risk.limits;
  const limits = [correlation, beta, valueAtRisk, expectedShortfall].map((limit) => limit?.window ?? 0);
  const covariances = portfolios.map(({ weight }) => ('over' in weight ? weight.over : 0));
  return Math.max(warmUp, deepest + Math.max(model.window, ...limits, ...covariances)) + 1;
}
