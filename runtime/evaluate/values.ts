/** What evaluation answers: one value per root, in the shape it has. */
import type { NodeId } from '../../compiler/plan.ts';
import { invariant } from '../invariant.ts';
import { newPanel, type Panel } from '../market.ts';

/** Masks and conditions hold 1, 0 and NaN for missing. Values are shared with their source: don't write to them. */
export type Value =
  | { readonly shape: 'panel'; readonly values: Panel }
  | { readonly shape: 'series'; readonly values: Float64Array }
  | { readonly shape: 'scalar'; readonly value: number };

export interface Values {
  of(root: NodeId): Value;
  /** One stock's values by session; a series or scalar is the same column for every stock. */
  column(root: NodeId, stock: number): Float64Array;
  /** Stock-major; a series or scalar is written out for every stock. */
  panel(root: NodeId): Panel;
  /** Stock-major truth: 1 where the root is true; false and missing are 0. */
  mask(root: NodeId): Uint8Array;
}

export function valuesOf(values: ReadonlyMap<NodeId, Value>, stocks: number, sessions: number): Values {
  const constant = new Map<NodeId, Float64Array>();
  const of = (root: NodeId): Value => {
    const value = values.get(root);
    invariant(value, `expression ${root} was not asked for`);
    return value;
  };
  const column = (root: NodeId, stock: number): Float64Array => {
    const value = of(root);
    if (value.shape === 'panel') return value.values.subarray(stock * sessions, (stock + 1) * sessions);
    if (value.shape === 'series') return value.values;
    const filled = constant.get(root) ?? new Float64Array(sessions).fill(value.value);
    constant.set(root, filled);
    return filled;
  };
  const panel = (root: NodeId): Panel => {
    const value = of(root);
    if (value.shape === 'panel') return value.values;
    if (value.shape === 'scalar') return new Float64Array(stocks * sessions).fill(value.value);
    return broadcast(value.values, stocks);
  };
  return { of, column, panel, mask: (root) => toMask(panel(root)) };
}

/** A series written out for every stock. */
export function broadcast(series: Float64Array, stocks: number): Panel {
  const panel = newPanel(stocks * series.length);
  for (let stock = 0; stock < stocks; stock++) panel.set(series, stock * series.length);
  return panel;
}

/** 1 where true; false and missing are 0. */
export function toMask(truth: Float64Array): Uint8Array {
  const mask = new Uint8Array(truth.length);
  for (let i = 0; i < truth.length; i++) mask[i] = truth[i]! === 1 ? 1 : 0;
  return mask;
}
