/** The costs of a plan as rules: what all orders are charged alike is one function, the rest is read order by order. */
import type { ExpressionNode, NodeId, Plan } from '../../compiler/plan.ts';
import { COST_VOCABULARY, compileFormula, type Vocabulary } from './formula.ts';
import { compileNameFormula, type NameFormula } from './nameFormula.ts';
import type { OrderCosts } from './orderCosts.ts';
import type { CostRules } from './types.ts';

type PlanOfCosts = Pick<Plan, 'costs' | 'expressions'>;

const ORDER_FIGURES: ReadonlySet<string> = new Set(['turnover', 'traded']);

export function costRules(plan: PlanOfCosts, tickers: readonly string[]): CostRules {
  const { costs, expressions } = plan;
  const { spread, commission, impact } = costs;
  const byOrder = (id: NodeId) => differsByOrder(expressions[id]);
  const commissionByOrder = byOrder(commission) || costs.commissionOn === 'shares' || costs.minimumCommission > 0;
  const alike = [spread, ...(commissionByOrder ? [] : [commission]), impact].filter((id) => !byOrder(id));
  const rates = [spread, impact].filter(byOrder);
  return {
    rate: sumOf(alike.map((id) => compileFormula(expressions, id, COST_VOCABULARY).evaluate)),
    orders:
      rates.length === 0 && !commissionByOrder
        ? null
        : {
            rates: rates.map((id) => compileNameFormula(expressions, id, ORDER_FIGURES)),
            commission: commissionByOrder ? commissionRule(plan) : null,
            tickers,
          },
    borrowPerYear: numberOrNode(costs.borrow, expressions),
    financingPerYear: numberOrNode(costs.financing, expressions),
    cashPerYear: numberOrNode(costs.cash, expressions),
  };
}

/** Whether a rule of the plan is in prices as traded. */
export function needsRawPrices({ costs, execution }: Pick<Plan, 'costs' | 'execution'>): boolean {
  return execution.shares === 'whole' || costs.commissionOn === 'shares';
}

function commissionRule({ costs, expressions }: PlanOfCosts): OrderCosts['commission'] {
  const rate: NameFormula = compileNameFormula(expressions, costs.commission, ORDER_FIGURES);
  return { rate, on: costs.commissionOn, minimum: costs.minimumCommission };
}

/** A scalar over `turnover` is the same for all; what is read of the market or of the order is not. */
function differsByOrder(node: ExpressionNode | undefined): boolean {
  return node?.kind === 'panel' || node?.kind === 'series';
}

function numberOrNode(id: NodeId, expressions: Plan['expressions']): number | NodeId {
  return expressions[id]?.kind === 'scalar' ? compileFormula(expressions, id, NOTHING).evaluate(null) : id;
}

/** A rate on what is held has nothing to do with what is traded. */
const NOTHING: Vocabulary<null> = { fields: {}, windows: {} };

/** In this order, from the first on: a sum of three has the bits of (a + b) + c. */
function sumOf(rates: readonly ((turnover: number) => number)[]): CostRules['rate'] {
  const [a, b, c] = rates;
  if (a === undefined) return () => 0;
  if (b === undefined) return a;
  if (c === undefined) return (turnover) => a(turnover) + b(turnover);
  return (turnover) => a(turnover) + b(turnover) + c(turnover);
}
