/** What is fixed for a run, from the plan. */
import type { Plan, StopSpec } from '../../compiler/plan.ts';
import { costRules } from './costRules.ts';
import { compileFormula, STOP_VOCABULARY } from './formula.ts';
import { compileNameFormula } from './nameFormula.ts';
import { POSITION_FIGURES } from './positionStops.ts';
import { sleeveRules } from './sleeveRules.ts';
import type { BookRules, PositionStopRule, StopRule } from './types.ts';

/** @param tickers in the order of the stocks, for what is said to people. */
export function rulesFromPlan(plan: Plan, tickers: readonly string[]): BookRules {
  const { risk } = plan;
  return {
    sleeves: plan.portfolios.map(sleeveRules),
    decide: plan.execution.decideAt,
    fill: plan.execution.fillAt,
    wholeShares: plan.execution.shares === 'whole',
    participation: plan.execution.participation,
    costs: costRules(plan, tickers),
    volatilityTarget: risk.volatilityTarget,
    stops: stopRules(plan),
    positionStops: risk.positionStops.map((stop) => positionStopRule(plan, stop)),
    limits: risk.limits,
    sessionsPerYear: plan.universe.sessionsPerYear,
    capital: plan.paper.capital,
  };
}

/** Of the book, in the order of the plan. */
export function stopRules(plan: Plan): readonly StopRule[] {
  return plan.risk.stops.map((stop) => stopRule(plan, stop));
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
    resumeWhen: stop.resumeWhen,
  };
}

function positionStopRule({ expressions }: Plan, stop: StopSpec): PositionStopRule {
  const { text, comparison, resumeAfter, resumeWhen } = stop;
  const left = compileNameFormula(expressions, stop.left, POSITION_FIGURES);
  const right = compileNameFormula(expressions, stop.right, POSITION_FIGURES);
  return { text, left, comparison, right, resumeAfter, resumeWhen };
}
