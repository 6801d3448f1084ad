/**
 * The value of a plan's expressions over a market.
 *
 *   expressions ─ schedule ─▶ phases: kernels across stocks │ series and scalars │ column kernels, stock by stock
 *
 * Large markets are computed on all cores, stocks divided among them (`threads.ts`); the bits do not depend on it.
 * Every node is computed once however many read it. Only roots, inputs of kernels across stocks, and what a later
 * phase reads exist as whole panels. A series is read by reference wherever a panel is expected, a scalar as a
 * constant column.
 */
import type { NodeId } from '../../compiler/plan.ts';
import { evaluateWith } from './evaluation.ts';
import type { ExtraInputs, MarketColumns } from './fields.ts';
import { registeredKernel } from './registeredKernel.ts';
import type { Expressions } from './schedule.ts';
import { runOnThreads } from './threads.ts';
import type { Values } from './values.ts';

/** Throws invariant errors only: names, kinds and units were checked when the plan was made. */
export function evaluate(
  expressions: Expressions,
  roots: readonly NodeId[],
  market: MarketColumns,
  extra: ExtraInputs = {},
): Values {
  return evaluateWith(registeredKernel, expressions, roots, market, extra, runOnThreads);
}
