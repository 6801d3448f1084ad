/** The costs of a plan as rules: what all orders are charged alike is one function, the rest is read order by order. */
import type { ExpressionNode, NodeId, Plan } from '../../compiler/plan.ts';
import { COST_VOCABULARY, compileFormula, type Vocabulary } from './formula.ts';
import { compileNameFormula } from './nameFormula.ts';
import type { OrderCosts } from './orderCosts.ts';
import type { CostRules } from './types.ts';

type PlanOfCosts = Pick<Plan, 'costs' | 'expressions'>;

const ORDER_FIGURES: ReadonlySet<string> = new Set(['turnover', 'traded']);

export function costRules(plan: PlanOfCosts, tickers: readonly string[]): CostRules {
  const { costs, expressions } = plan;
  const { spread, commission, impact } = costs;
  const byOrder = (id: NodeId) => differsByOrder(expressions[id]);
  const commissionByOrder = byOrder(commission) || costs.commissionOn === 'shares' || costs.minimumCommission > 0;
  const alike = (id: NodeId, isByOrder: boolean) =>
    isByOrder ? () => 0 : compileFormula(expressions, id, COST_VOCABULARY).evaluate;
  const ofOrder = (id: NodeId) => (byOrder(id) ? compileNameFormula(expressions, id, ORDER_FIGURES) : null);
  return {
    alike: {
      spread: alike(spread, byOrder(spread)),
      commission: alike(commission, commissionByOrder),
      impact: alike(impact, byOrder(impact)),
    },
    orders:
      byOrder(spread) || byOrder(impact) || commissionByOrder
        ? {
            spread: ofOrder(spread),
            impact: ofOrder(impact),
            commission: commissionByOrder ? commissionRule(plan) : null,
            tickers,
          }
        : null,
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
  const rate = compileNameFormula(expressions, costs.commission, ORDER_FIGURES);
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
