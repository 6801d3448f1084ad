import type { TypedExpression } from '../expression/typed.ts';
import type { CheckedCosts, CheckedExecution, CheckedRisk, CheckedStop } from './checked.ts';

/** Every expression that is read at the fill: what is charged, and how much of an order is filled. */
export function valuesOfFill({ participation }: CheckedExecution, costs: CheckedCosts): readonly TypedExpression[] {
  const { spread, commission, impact, borrow, financing, cash } = costs;
  return [spread, commission, impact, borrow, financing, cash, ...(participation === null ? [] : [participation.of])];
}

/** Every expression that risk decides with. */
export function valuesOfRisk({ stops, positionStops, limits }: CheckedRisk): readonly TypedExpression[] {
  const { volume, correlation, sector, beta, valueAtRisk, expectedShortfall } = limits;
  const ofStocks = [volume?.of, sector?.of, beta?.of];
  const looked = [...ofStocks, correlation?.returns, valueAtRisk?.returns, expectedShortfall?.returns];
  return [...[...stops, ...positionStops].flatMap(valuesOfStop), ...looked.filter((value) => value !== undefined)];
}

function valuesOfStop({ left, right, resumeWhen }: CheckedStop): TypedExpression[] {
  return resumeWhen === null ? [left, right] : [left, right, resumeWhen];
}
