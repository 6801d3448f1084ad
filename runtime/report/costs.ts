/** What was paid, by kind: the cost formulas of the plan at each holding's turnover, and the borrow that was booked. */
import type { NodeId, Plan } from '../../compiler/plan.ts';
import { COST_VOCABULARY, compileFormula } from '../book/formula.ts';
import type { Holdings } from '../results.ts';
import type { CostSplit } from './input.ts';

export function costSplit({ costs, expressions }: Plan, holdings: Holdings): CostSplit {
  const paid = (formula: NodeId) => {
    const rate = compileFormula(expressions, formula, COST_VOCABULARY);
    return sumOf(holdings.turnover.map((turnover) => turnover * rate.evaluate(turnover)));
  };
  const borrow = sumOf(holdings.borrow);
  return {
    spread: paid(costs.spread),
    commission: paid(costs.commission),
    impact: paid(costs.impact),
    borrow,
    total: sumOf(holdings.cost) + borrow,
  };
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
