import type { NodeId } from '../../compiler/plan.ts';
import type { Panel } from '../market.ts';
import { evaluate } from './evaluate.ts';
import type { MarketColumns } from './fields.ts';
import type { Expressions } from './schedule.ts';

/**
 * Evaluates a plan's masks over a market when asked: 1 where the mask is true, stock-major; false and missing are 0.
 * `fields` are what is there besides the market, such as `prediction`.
 */
export function evaluateMasks(
  plan: { readonly expressions: Expressions },
  market: MarketColumns,
  fields: Readonly<Record<string, Panel>> = {},
): (node: NodeId) => Uint8Array {
  return (node) => evaluate(plan.expressions, [node], market, { fields }).mask(node);
}
