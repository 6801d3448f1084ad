/** What is fixed for a run, from the plan. */
import type { LegSpec, Plan, StopSpec } from '../../compiler/plan.ts';
import type { Market, Panel } from '../market.ts';
import { compileCostRate, compileFormula, STOP_VOCABULARY } from './formula.ts';
import type { BookRules, StopRule } from './types.ts';

/** @param sectors group of each stock by name, in ticker order; null is in none. */
export function rulesFromPlan(plan: Plan, sectors: readonly (string | null)[]): BookRules {
  const { portfolio, risk } = plan;
  return {
    long: legRule(portfolio.long),
    short: legRule(portfolio.short),
    alpha: portfolio.smooth === null ? 1 : portfolio.smooth.alpha,
    decide: plan.execution.decideAt,
    fill: plan.execution.fillAt,
    costs: { rate: compileCostRate(plan.expressions, plan.costs), borrowPerYear: plan.costs.borrow },
    volatilityTarget: risk.volatilityTarget,
    stops: risk.stops.map((stop) => stopRule(plan, stop)),
    limits: risk.limits,
    sectors: groups(sectors),
    sessionsPerYear: plan.universe.sessionsPerYear,
    capital: plan.paper.capital,
  };
}

/** The prices of a session's fill instant. */
export function fillPrices({ execution }: Pick<Plan, 'execution'>, { open, close }: Market['bars']): Panel {
  return execution.fillAt.endsWith('open') ? open : close;
}

function legRule(leg: LegSpec | null): BookRules['long'] {
  return leg === null ? null : { count: leg.count, gross: leg.gross };
}

function stopRule(plan: Plan, stop: StopSpec): StopRule {
  const left = compileFormula(plan.expressions, stop.left, STOP_VOCABULARY);
  const right = compileFormula(plan.expressions, stop.right, STOP_VOCABULARY);
  return {
    text: stop.text,
    left: left.evaluate,
    comparison: stop.comparison,
    right: right.evaluate,
    window: Math.max(left.window, right.window),
    resumeAfter: stop.resumeAfter,
  };
}

/** Numbers the groups by first appearance; −1: in none. */
function groups(sectors: readonly (string | null)[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(sectors, (sector) => {
    if (sector === null) return -1;
    const number = numbers.get(sector) ?? numbers.size;
    numbers.set(sector, number);
    return number;
  });
}
