/**
 * The value of a plan's expressions over a market.
 *
 *   expressions ─ schedule ─▶ phases: kernels across stocks │ series and scalars │ column kernels, stock by stock
 *
 * Every node is computed once however many read it. Only roots, inputs of kernels across stocks, and what a later
 * phase reads exist as whole panels. A series is read by reference wherever a panel is expected, a scalar as a
 * constant column.
 */
import type { NodeId } from '../../compiler/plan.ts';
import { builtin } from '../../stdlib/registry.ts';
import type { Kernel } from '../../stdlib/types.ts';
import { invariant } from '../invariant.ts';
import { evaluateWith } from './evaluation.ts';
import type { ExtraInputs, MarketColumns } from './fields.ts';
import type { Expressions } from './schedule.ts';
import type { Values } from './values.ts';

/** Throws invariant errors only: names, kinds and units were checked when the plan was made. */
export function evaluate(
  expressions: Expressions,
  roots: readonly NodeId[],
  market: MarketColumns,
  extra: ExtraInputs = {},
): Values {
  return evaluateWith(kernelOf, expressions, roots, market, extra);
}

function kernelOf(op: string): Kernel {
  const found = builtin(op);
  invariant(found, `the plan uses a built-in '${op}' that is not registered`);
  return found.kernel;
}
