/**
 * Column kernels, stock by stock. All steps of a region run for one stock before the next: a column of a few
 * thousand sessions stays in the processor's cache from the step that writes it to those that read it, and what
 * nobody needs in full is never more than one scratch column, used again as soon as its last reader is done.
 */
import type { NodeId } from '../../compiler/plan.ts';
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

interface Call {
  readonly run: (inputs: readonly Float64Array[], constants: readonly number[], out: Float64Array) => void;
  readonly constants: readonly number[];
  readonly inputs: Float64Array[];
  /** Inputs that are columns of a panel: position among the inputs, index of the panel. */
  readonly bound: readonly (readonly [position: number, panel: number])[];
  /** Index of the panel that is written, or −1: `scratch`. */
  readonly outPanel: number;
  readonly scratch: Float64Array;
}

/** Runs the steps; `kept` gives the panels to fill, all other results are scratch. */
export function runRegion(
  steps: readonly Step[],
  kept: ReadonlyMap<NodeId, Panel>,
  inputs: RegionInputs,
  axes: { readonly stocks: number; readonly sessions: number },
): void {
  const { stocks, sessions } = axes;
  const { calls, panels } = bind(steps, kept, inputs, sessions);
  const columns: Float64Array[] = new Array(panels.length);
  for (let stock = 0; stock < stocks; stock++) {
    const start = stock * sessions;
    for (let p = 0; p < panels.length; p++) columns[p] = panels[p]!.subarray(start, start + sessions);
    for (const call of calls) {
      for (const [position, panel] of call.bound) call.inputs[position] = columns[panel]!;
      call.run(call.inputs, call.constants, call.outPanel < 0 ? call.scratch : columns[call.outPanel]!);
    }
  }
}

/** Decides once, for all stocks, which column every step reads and writes. */
function bind(
  steps: readonly Step[],
  kept: ReadonlyMap<NodeId, Panel>,
  inputs: RegionInputs,
  sessions: number,
): { readonly calls: readonly Call[]; readonly panels: readonly Panel[] } {
  const readsLeft = new Map<NodeId, number>();
  for (const { node } of steps) for (const id of new Set(node.inputs)) readsLeft.set(id, (readsLeft.get(id) ?? 0) + 1);

  const panels: Panel[] = [];
  const panelIndex = new Map<NodeId, number>();
  const indexOf = (id: NodeId, panel: Panel): number => {
    const known = panelIndex.get(id);
    if (known !== undefined) return known;
    panelIndex.set(id, panels.length);
    return panels.push(panel) - 1;
  };

  const free: Float64Array[] = [];
  const scratchOf = new Map<NodeId, Float64Array>();
  const calls: Call[] = [];
  for (const { node, kernel } of steps) {
    invariant(kernel.shape === 'column', `'${node.op}' runs across stocks, not in a region`);
    const bound: [number, number][] = [];
    const columns = node.inputs.map((id, position) => {
      const scratch = scratchOf.get(id);
      if (scratch) return scratch;
      const panel = kept.get(id) ?? inputs.panel(id);
      if (!panel) return inputs.shared(id);
      bound.push([position, indexOf(id, panel)]);
      return panel;
    });
    // Taken before the inputs are given back: no kernel writes where it reads.
    const target = kept.get(node.id);
    const outPanel = target ? indexOf(node.id, target) : -1;
    const scratch = target ?? free.pop() ?? new Float64Array(sessions);
    if (!target) scratchOf.set(node.id, scratch);
    calls.push({ run: kernel.run, constants: node.constants, inputs: columns, bound, outPanel, scratch });

    for (const id of new Set(node.inputs)) {
      const left = readsLeft.get(id)! - 1;
      readsLeft.set(id, left);
      const column = scratchOf.get(id);
      if (left === 0 && column) free.push(column);
    }
  }
  return { calls, panels };
}
