/**
 * Columns of expressions, one stock after the other, for who needs no whole panel of them: a reader takes what it wants
 * of a stock's columns. Panels exist only of what must be there before the first stock is computed (`lastRegionOf`).
 *
 * Whoever reads again has the columns computed again, which takes less time than getting memory for all of a large
 * market's would; those of a small one are kept (`MOST_KEPT`).
 */
import type { NodeId } from '../../compiler/plan.ts';
import { newPanel, type Panel } from '../market.ts';
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

/** Bytes of columns up to which they are kept between readers. */
const MOST_KEPT = 512e6;

/** @param columns roots of which a stock at a time is enough; `wholes`: those that are wanted as they are */
export function evaluateByStock(
  expressions: Expressions,
  columns: readonly NodeId[],
  wholes: readonly NodeId[],
  market: MarketColumns,
  mostKept = MOST_KEPT,
): StockColumns {
  const axes = { stocks: market.tickers.length, sessions: market.sessions.length };
  const { steps, inputs } = lastRegionOf(expressions, columns, registeredKernel);
  const values = evaluate(expressions, [...inputs, ...wholes], market);
  const computed = steps.map(({ node }) => node.id).filter((id) => columns.includes(id));
  const size = axes.stocks * axes.sessions;
  const kept = new Map<NodeId, Panel>();
  if (computed.length * size * Float64Array.BYTES_PER_ELEMENT <= mostKept)
    for (const id of computed) kept.set(id, newPanel(size));
  const sources = {
    panel: (id: NodeId) => (values.of(id).shape === 'panel' ? values.panel(id) : null),
    shared: (id: NodeId) => values.column(id, 0),
  };
  let work: RegionWork = workOf(steps, kept, sources, axes, columns);
  const each = <T>(reading: Reading<T>) => {
    runOnThreads(work, registeredKernel, reading);
    if (kept.size > 0) work = workOf([], kept, sources, axes, columns);
  };
  return { values, each };
}
