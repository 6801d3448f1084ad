import type { TypedExpression } from '../expression/typed.ts';
import type { CheckedRisk, CheckedStop } from './checked.ts';

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
