/** What is fixed for a run, from the plan. */
import type { Plan, PortfolioSpec, StopSpec } from '../../compiler/plan.ts';
import type { Market, Panel } from '../market.ts';
import { compileCostRate, compileFormula, STOP_VOCABULARY } from './formula.ts';
import type { BookRules, SleeveRules, StopRule } from './types.ts';

/** @param sectors group of each stock by name, in ticker order; null is in none. */
export function rulesFromPlan(plan: Plan, sectors: readonly (string | null)[]): BookRules {
  const { portfolio, risk } = plan;
  return {
    sleeves: [sleeveRules(portfolio)],
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

function sleeveRules({ long, short, smooth }: PortfolioSpec): SleeveRules {
  return { share: 1, long, short, alpha: smooth === null ? 1 : smooth.alpha };
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
