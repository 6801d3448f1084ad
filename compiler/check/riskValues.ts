import type { TypedExpression } from '../expression/typed.ts';
import type { CheckedRisk, CheckedStop } from './checked.ts';

/** Every expression that risk decides with. */
export function valuesOfRisk({ stops, positionStops, limits }: CheckedRisk): readonly TypedExpression[] {
  const { volume, correlation, beta, valueAtRisk, expectedShortfall } = limits;
  const looked = [volume?.of, correlation?.returns, beta?.of, valueAtRisk?.returns, expectedShortfall?.returns];
  return [...[...stops, ...positionStops].flatMap(valuesOfStop), ...looked.filter((value) => value !== undefined)];
}

function valuesOfStop({ left, right, resumeWhen }: CheckedStop): TypedExpression[] {
  return resumeWhen === null ? [left, right] : [left, right, resumeWhen];
}
