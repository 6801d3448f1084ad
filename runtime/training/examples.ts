/** What is learnt from: cross-sections of the stocks whose label is known. */
import type { NodeId, Plan } from '../../compiler/plan.ts';
import { isWithin, type SessionRange } from '../folds/sessions.ts';
import type { Panel } from '../market.ts';
import type { CrossSections } from '../models/model.ts';

export interface Examples {
  readonly sections: CrossSections;
  /** Laid out like `sections.stocks`; none is missing. */
  readonly labels: Float64Array;
}

/** One stock has nothing to be ranked against; its error is an error all the same. */
export function fewestStocks({ expressions, model }: Pick<Plan, 'expressions' | 'model'>): number {
  const ranks = (id: NodeId): boolean => {
    const node = expressions[id];
    return node !== undefined && (node.op === 'spearman_loss' || node.inputs.some(ranks));
  };
  return ranks(model.loss) ? 2 : 1;
}

/**
 * Examples of some sessions. Stocks without a label are left out, and sessions with fewer than `fewest` that
 * have one.
 * @param labels stock-major
 * @param sessions of the panel
 */
export function examplesWithin(
  sections: CrossSections,
  labels: Panel,
  sessions: number,
  within: readonly SessionRange[],
  fewest: number,
): Examples {
  const kept: number[] = [];
  const offsets: number[] = [0];
  const stocks: number[] = [];
  const values: number[] = [];
  for (let s = 0; s < sections.sessions.length; s++) {
    const t = sections.sessions[s]!;
    if (!isWithin(within, t)) continue;
    const labelled = sections.stocks
      .subarray(sections.offsets[s]!, sections.offsets[s + 1]!)
      .filter((stock) => !Number.isNaN(labels[stock * sessions + t]!));
    if (labelled.length < fewest) continue;
    kept.push(t);
    for (const stock of labelled) {
      stocks.push(stock);
      values.push(labels[stock * sessions + t]!);
    }
    offsets.push(stocks.length);
  }
  return {
    sections: { sessions: Int32Array.from(kept), offsets: Int32Array.from(offsets), stocks: Int32Array.from(stocks) },
    labels: Float64Array.from(values),
  };
}

/** Some cross-sections, in the order asked for. */
export function batchOf({ sections, labels }: Examples, which: Int32Array): Examples {
  const offsets = new Int32Array(which.length + 1);
  which.forEach((s, k) => {
    offsets[k + 1] = offsets[k]! + sections.offsets[s + 1]! - sections.offsets[s]!;
  });
  const stocks = new Int32Array(offsets.at(-1)!);
  const values = new Float64Array(offsets.at(-1)!);
  which.forEach((s, k) => {
    const from = sections.offsets[s]!;
    const to = sections.offsets[s + 1]!;
    stocks.set(sections.stocks.subarray(from, to), offsets[k]!);
    values.set(labels.subarray(from, to), offsets[k]!);
  });
  return { sections: { sessions: which.map((s) => sections.sessions[s]!), offsets, stocks }, labels: values };
}
