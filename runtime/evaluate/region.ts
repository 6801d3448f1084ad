/**
 * Column kernels, stock by stock. All steps of a region run for one stock before the next: a column of a few
 * thousand sessions stays in the processor's cache from the step that writes it to those that read it, and what
 * nobody needs in full is never more than one scratch column, used again as soon as its last reader is done.
 */
import type { NodeId } from '../../compiler/plan.ts';
import type { Kernel } from '../../stdlib/types.ts';
import { invariant } from '../invariant.ts';
import type { Panel } from '../market.ts';
import type { Step } from './schedule.ts';

/** Where a region finds what it does not compute itself. */
export interface RegionInputs {
  /** A whole panel: a field, or a node kept by an earlier phase. Null when the node is no panel. */
  panel(id: NodeId): Panel | null;
  /** A column that is the same for all stocks: a series, or a scalar for every session. */
  shared(id: NodeId): Float64Array;
}

/** The column a step reads or writes: the stock's own of a panel, one that all stocks share, or scratch; by index. */
export interface ColumnRef {
  readonly in: 'panels' | 'columns' | 'scratch';
  readonly index: number;
}

export interface RegionCall {
  readonly op: string;
  readonly constants: readonly number[];
  readonly inputs: readonly ColumnRef[];
  readonly out: ColumnRef;
}

/** The whole work of a region as plain data, so that another thread can do some of the stocks. */
export interface RegionWork {
  readonly calls: readonly RegionCall[];
  readonly panels: readonly Panel[];
  readonly columns: readonly Float64Array[];
  /** Where the columns that a reader asked for are, once the calls have run. */
  readonly read: readonly ColumnRef[];
  /** How many scratch columns it takes. */
  readonly scratch: number;
  readonly stocks: number;
  readonly sessions: number;
}

export type KernelOf = (op: string) => Kernel;

/** Takes what it wants of one stock's columns, in the order of `RegionWork.read`; they hold until it returns. */
export type ColumnReader = (stock: number, columns: readonly Float64Array[]) => void;

/** Runs the work for the stocks that `nextStock` hands out, until it hands out one that there is not. */
export function runRegion(work: RegionWork, kernelOf: KernelOf, nextStock: () => number, reader?: ColumnReader): void {
  const { stocks, sessions } = work;
  const own: Record<ColumnRef['in'], Float64Array[]> = {
    panels: new Array(work.panels.length),
    columns: [...work.columns],
    scratch: Array.from({ length: work.scratch }, () => new Float64Array(sessions)),
  };
  const calls = work.calls.map(({ op, constants, inputs, out }) => {
    const kernel = kernelOf(op);
    invariant(kernel.shape === 'column', `'${op}' runs across stocks, not in a region`);
    return { run: kernel.run, constants, from: inputs, inputs: new Array<Float64Array>(inputs.length), out };
  });
  const read = new Array<Float64Array>(work.read.length);
  for (let stock = nextStock(); stock < stocks; stock = nextStock()) {
    const start = stock * sessions;
    for (let p = 0; p < work.panels.length; p++) own.panels[p] = work.panels[p]!.subarray(start, start + sessions);
    for (const { run, constants, from, inputs, out } of calls) {
      for (let i = 0; i < from.length; i++) inputs[i] = own[from[i]!.in][from[i]!.index]!;
      run(inputs, constants, own[out.in][out.index]!);
    }
    if (reader) {
      for (let i = 0; i < read.length; i++) read[i] = own[work.read[i]!.in][work.read[i]!.index]!;
      reader(stock, read);
    }
  }
}

/**
 * Decides once, for all stocks, which column every step reads and writes. `kept` gives the panels to fill, `read` are
 * the columns that a reader gets.
 */
export function workOf(
  steps: readonly Step[],
  kept: ReadonlyMap<NodeId, Panel>,
  inputs: RegionInputs,
  axes: { readonly stocks: number; readonly sessions: number },
  read: readonly NodeId[] = [],
): RegionWork {
  // A reader comes last: what it asks for is never done with.
  const readsLeft = new Map<NodeId, number>(read.map((id) => [id, 1]));
  for (const { node } of steps) for (const id of new Set(node.inputs)) readsLeft.set(id, (readsLeft.get(id) ?? 0) + 1);

  const panels: Panel[] = [];
  const columns: Float64Array[] = [];
  const refs = new Map<NodeId, ColumnRef>();
  const refOf = (id: NodeId): ColumnRef => {
    const known = refs.get(id);
    if (known) return known;
    const panel = kept.get(id) ?? inputs.panel(id);
    const ref: ColumnRef = panel
      ? { in: 'panels', index: panels.push(panel) - 1 }
      : { in: 'columns', index: columns.push(inputs.shared(id)) - 1 };
    refs.set(id, ref);
    return ref;
  };

  const free: ColumnRef[] = [];
  let scratch = 0;
  const calls = steps.map(({ node }): RegionCall => {
    const from = node.inputs.map(refOf);
    // Taken before the inputs are given back: no kernel writes where it reads.
    if (!kept.has(node.id)) refs.set(node.id, free.pop() ?? { in: 'scratch', index: scratch++ });
    const out = refOf(node.id);

    for (const id of new Set(node.inputs)) {
      const left = readsLeft.get(id)! - 1;
      readsLeft.set(id, left);
      const ref = refs.get(id)!;
      if (left === 0 && ref.in === 'scratch') free.push(ref);
    }
    return { op: node.op, constants: node.constants, inputs: from, out };
  });
  return { calls, read: read.map(refOf), panels, columns, scratch, ...axes };
}
