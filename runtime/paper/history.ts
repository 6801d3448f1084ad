/**
 * How much of the past a session needs. A session of today has no use for ten years of bars: what its features, windows and
 * covariances reach back to is enough, and a fraction of the time and the memory.
 */
import type { Plan } from '../../compiler/plan.ts';
import { type Calendar, sessionsOf } from '../calendar/calendar.ts';
import { blocksOf } from '../evaluate/blocks.ts';
import { fromIsoDay, toIsoDay } from '../market.ts';

/**
 * The same plan over a period that begins as late as sessions from the day `first` on allow, so that no more is loaded.
 * Unchanged where a universe is ranked: who was among the top stays there more easily.
 */
export function withHistoryFor(plan: Plan, first: number, calendar: Calendar): Plan {
  const { universe } = plan;
  if (universe.top !== null) return plan;
  const sessions = sessionsOf(calendar, fromIsoDay(universe.period.from), first);
  const start = historyStart(plan, sessions.length - 1);
  if (start === 0) return plan;
  return { ...plan, universe: { ...universe, period: { ...universe.period, from: toIsoDay(sessions[start]!) } } };
}

/**
 * The index of the session at which a history may begin that gives `session`, and those after it, the same bits: the
 * beginning of a block of every window. 0 where an average without end carries everything before it.
 */
export function historyStart({ expressions, ...plan }: Plan, session: number): number {
  const nodes = Object.values(expressions);
  if (nodes.some(({ lookBack }) => lookBack.recursive)) return 0;
  const block = blocksOf(expressions, Object.keys(expressions)).all;
  return Math.max(0, Math.floor((session - reachOf({ expressions, ...plan })) / block) * block);
}

/** Sessions before a decision that it may read: the deepest expression, seen through the longest window of its values. */
function reachOf({ expressions, model, portfolios, risk, warmUp }: Plan): number {
  const deepest = Math.max(0, ...Object.values(expressions).map(({ lookBack }) => lookBack.sessions));
  const { correlation, beta, valueAtRisk, expectedShortfall } = risk.limits;
  const limits = [correlation, beta, valueAtRisk, expectedShortfall].map((limit) => limit?.window ?? 0);
  const covariances = portfolios.map(({ weight }) => ('over' in weight ? weight.over : 0));
  return Math.max(warmUp, deepest + Math.max(model.window, ...limits, ...covariances)) + 1;
}
