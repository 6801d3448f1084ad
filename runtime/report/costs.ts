/** What was paid, by kind, as the engine booked it. */
import type { Holdings } from '../results.ts';
import type { CostSplit } from './input.ts';

export function costSplit(holdings: Holdings): CostSplit {
  const { spread, commission, impact, borrow, financing, interest, cost } = holdings;
  const paid = {
    spread: sumOf(spread),
    commission: sumOf(commission),
    impact: sumOf(impact),
    borrow: sumOf(borrow),
    financing: sumOf(financing),
  };
  return { ...paid, interest: sumOf(interest), total: sumOf(cost) + paid.borrow + paid.financing };
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
