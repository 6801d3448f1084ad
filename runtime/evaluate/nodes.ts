import type { NodeId } from '../../compiler/plan.ts';
import type { Panel } from '../market.ts';
import { evaluate } from './evaluate.ts';
import type { MarketColumns } from './fields.ts';
import type { Expressions } from './schedule.ts';
import type { Value } from './values.ts';

/**
 * The value of a plan's expression over a market, evaluated when it is asked for. `fields` are what is there besides the
 * market, such as `prediction`.
 */
export function evaluateNodes(
  plan: { readonly expressions: Expressions },
  market: MarketColumns,
  fields: Readonly<Record<string, Panel>> = {},
): (node: NodeId) => Value {
  return (node) => evaluate(plan.expressions, [node], market, { fields }).of(node);
}
