/**
 * Columns of expressions, one stock after the other, for who needs no whole panel of them: a reader takes what it wants
 * of a stock's columns and they are gone. Panels exist only of what must be there before the first stock is computed
 * (`lastRegionOf`). Reading again computes again, which takes less time than memory for all of it would.
 */
import type { NodeId } from '../../compiler/plan.ts';
import { evaluate } from './evaluate.ts';
import type { MarketColumns } from './fields.ts';
import { type RegionWork, workOf } from './region.ts';
import { registeredKernel } from './registeredKernel.ts';
import { type Expressions, lastRegionOf } from './schedule.ts';
import { type Reading, runOnThreads } from './threads.ts';
import type { Values } from './values.ts';

export interface StockColumns {
  /** Of the roots asked for as wholes. */
  readonly values: Values;
  /** Shows every stock's columns, in the order they were asked for, to a reader; stocks in no order, on all cores. */
  each<T>(reading: Reading<T>): void;
}

/** @param columns roots of which a stock at a time is enough; `wholes`: those that are wanted as they are */
export function evaluateByStock(
  expressions: Expressions,
  columns: readonly NodeId[],
  wholes: readonly NodeId[],
  market: MarketColumns,
): StockColumns {
  const { steps, inputs } = lastRegionOf(expressions, columns, registeredKernel);
  const values = evaluate(expressions, [...inputs, ...wholes], market);
  const work: RegionWork = workOf(
    steps,
    new Map(),
    {
      panel: (id) => (values.of(id).shape === 'panel' ? values.panel(id) : null),
      shared: (id) => values.column(id, 0),
    },
    { stocks: market.tickers.length, sessions: market.sessions.length },
    columns,
  );
  return { values, each: (reading) => runOnThreads(work, registeredKernel, reading) };
}
