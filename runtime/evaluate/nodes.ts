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

/** The same values so many sessions late: at session t what was so at t − `late`, missing before there was anything. */
export function delayed(value: (node: NodeId) => Value, late: number, sessions: number): (node: NodeId) => Value {
  if (late === 0) return value;
  return (node) => {
    const now = value(node);
    if (now.shape === 'scalar') return now;
    const values = new Float64Array(now.values.length).fill(Number.NaN);
    for (let column = 0; column < values.length; column += sessions) {
      values.set(now.values.subarray(column, column + sessions - late), column + late);
    }
    return { shape: now.shape, values };
  };
}
