/** What was paid, by kind: the cost formulas of the plan at each holding's turnover, and the borrow that was booked. */
import type { NodeId, Plan } from '../../compiler/plan.ts';
import type { Holdings } from '../results.ts';
import type { CostSplit } from './input.ts';

export function costSplit(plan: Plan, holdings: Holdings): CostSplit {
  const { spread, commission, impact } = plan.costs;
  const paid = (rate: NodeId) => {
    let sum = 0;
    for (const turnover of holdings.turnover) sum += turnover * rateAt(rate, plan.expressions, turnover);
    return Number.isFinite(sum) ? sum : null;
  };
  const borrow = sumOf(holdings.borrow);
  return {
    spread: paid(spread),
    commission: paid(commission),
    impact: paid(impact),
    borrow,
    total: sumOf(holdings.cost) + borrow,
  };
}

/** NaN for what a cost formula of today cannot hold; the split then shows that kind as missing. */
function rateAt(id: NodeId, expressions: Plan['expressions'], turnover: number): number {
  const node = expressions[id];
  if (node === undefined) return Number.NaN;
  if (node.op === 'constant') return node.constants[0] ?? Number.NaN;
  if (node.op === 'field') return node.name === 'turnover' ? turnover : Number.NaN;
  const [a = Number.NaN, b = Number.NaN] = node.inputs.map((input) => rateAt(input, expressions, turnover));
  switch (node.op) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'divide':
      return a / b;
    case 'power':
      return a ** b;
    case 'sqrt':
      return Math.sqrt(a);
    case 'abs':
      return Math.abs(a);
    case 'negate':
      return -a;
    default:
      return Number.NaN;
  }
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
