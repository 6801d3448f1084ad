/**
 * In what order an expression graph is computed, and what of it has to exist in full.
 *
 * A kernel over columns needs one stock at a time, a kernel across stocks needs all of them: those are barriers, and
 * between two barriers lies a phase. A phase runs its kernels across stocks first, then what belongs to no stock
 * (series, scalars), then all its column kernels stock by stock. A column node runs in the last phase that is early
 * enough for everyone who reads it, so that few nodes have to be kept from one phase to the next.
 */
import type { ExpressionNode, NodeId } from '../../compiler/plan.ts';
import type { Kernel } from '../../stdlib/types.ts';
import { invariant } from '../invariant.ts';
import { answersSeries, isNamed } from './registeredKernel.ts';

export type Shape = 'panel' | 'series' | 'scalar';

/** One application of a built-in. Constants and fields are not steps: they are there from the start. */
export interface Step {
  readonly node: ExpressionNode;
  readonly shape: Shape;
  readonly kernel: Extract<Kernel, { shape: 'column' | 'across' }>;
}

export interface Phase {
  readonly across: readonly Step[];
  /** Column steps of series and scalars. */
  readonly narrow: readonly Step[];
  /** Column steps of panels, each after its inputs. */
  readonly region: readonly Step[];
}

export interface Schedule {
  readonly phases: readonly Phase[];
  /** Every node that is reached, inputs first. */
  readonly order: readonly ExpressionNode[];
  /** Column steps of panels that are kept as whole panels: roots, and what another phase or a kernel across reads. */
  readonly kept: ReadonlySet<NodeId>;
}

export type Expressions = Readonly<Record<NodeId, ExpressionNode>>;

export function scheduleOf(
  expressions: Expressions,
  roots: readonly NodeId[],
  kernelOf: (op: string) => Kernel,
): Schedule {
  const order = inputsFirst(expressions, roots);
  const steps = new Map<NodeId, Step>();
  const earliest = new Map<NodeId, number>();
  for (const node of order) {
    const inputs = Math.max(0, ...node.inputs.map((id) => earliest.get(id)!));
    const step = isLeaf(node) ? null : stepOf(node, kernelOf(node.op));
    if (step) steps.set(node.id, step);
    earliest.set(node.id, step?.kernel.shape === 'across' ? inputs + 1 : inputs);
  }

  const phaseOf = latest(order, steps, earliest, new Set(roots));
  const kept = new Set<NodeId>();
  for (const id of roots) if (isRegional(steps.get(id))) kept.add(id);
  for (const step of steps.values()) {
    const phase = phaseOf.get(step.node.id)!;
    for (const id of step.node.inputs) {
      const crosses = step.kernel.shape === 'across' || phaseOf.get(id) !== phase;
      if (crosses && isRegional(steps.get(id))) kept.add(id);
    }
  }

  const count = 1 + Math.max(0, ...phaseOf.values());
  const phases = Array.from({ length: count }, (_, phase): Phase => {
    const here = [...steps.values()].filter((step) => phaseOf.get(step.node.id) === phase);
    return {
      across: here.filter((step) => step.kernel.shape === 'across'),
      narrow: here.filter((step) => step.kernel.shape === 'column' && step.shape !== 'panel'),
      region: here.filter(isRegional),
    };
  });
  return { phases, order, kept };
}

/** The end of a graph that is computed for one stock at a time, whatever the other stocks are. */
export interface LastRegion {
  /** Column steps of panels, each after its inputs: all between `inputs` and the roots. */
  readonly steps: readonly Step[];
  /** What has to be there before: leaves, kernels across stocks, series and scalars. */
  readonly inputs: readonly NodeId[];
}

export function lastRegionOf(
  expressions: Expressions,
  roots: readonly NodeId[],
  kernelOf: (op: string) => Kernel,
): LastRegion {
  const steps: Step[] = [];
  const inputs: NodeId[] = [];
  const seen = new Set<NodeId>();
  const visit = (id: NodeId): void => {
    if (seen.has(id)) return;
    seen.add(id);
    const node = nodeOf(expressions, id);
    const step = isLeaf(node) ? undefined : stepOf(node, kernelOf(node.op));
    if (step === undefined || !isRegional(step)) inputs.push(id);
    else {
      node.inputs.forEach(visit);
      steps.push(step);
    }
  };
  roots.forEach(visit);
  return { steps, inputs };
}

export function isLeaf(node: ExpressionNode): boolean {
  return node.op === 'constant' || node.op === 'field' || isNamed(node.op);
}

export function shapeOf(node: ExpressionNode): Shape {
  switch (node.kind) {
    case 'panel':
    case 'mask':
    case 'label':
    case 'groups':
      return 'panel';
    case 'series':
    case 'condition':
      return 'series';
    case 'scalar':
      return 'scalar';
    default:
      invariant(false, `an expression of kind ${node.kind} (${node.op}) has no values by stock and session`);
  }
}

function stepOf(node: ExpressionNode, kernel: Kernel): Step {
  invariant(
    kernel.shape === 'column' || kernel.shape === 'across',
    `'${node.op}' is a ${kernel.shape} built-in and cannot be evaluated over a market`,
  );
  // A label is a panel in all but one case: what a kernel across stocks makes one number per session.
  return { node, shape: kernel.shape === 'across' && answersSeries(node.op) ? 'series' : shapeOf(node), kernel };
}

function isRegional(step: Step | undefined): boolean {
  return step?.kernel.shape === 'column' && step.shape === 'panel';
}

/** Depth first from each root, so that a subtree's columns are still in cache when they are read. */
function inputsFirst(expressions: Expressions, roots: readonly NodeId[]): readonly ExpressionNode[] {
  const order: ExpressionNode[] = [];
  const state = new Map<NodeId, 'open' | 'done'>();
  const visit = (id: NodeId): void => {
    if (state.get(id) === 'done') return;
    invariant(state.get(id) !== 'open', `expression ${id} depends on itself`);
    const node = nodeOf(expressions, id);
    state.set(id, 'open');
    node.inputs.forEach(visit);
    state.set(id, 'done');
    order.push(node);
  };
  roots.forEach(visit);
  return order;
}

function nodeOf(expressions: Expressions, id: NodeId): ExpressionNode {
  const node = expressions[id];
  invariant(node, `the plan has no expression ${id}`);
  return node;
}

/** The phase each step runs in: its earliest, or for column steps of panels the last that suits all its readers. */
function latest(
  order: readonly ExpressionNode[],
  steps: ReadonlyMap<NodeId, Step>,
  earliest: ReadonlyMap<NodeId, number>,
  roots: ReadonlySet<NodeId>,
): ReadonlyMap<NodeId, number> {
  const wanted = new Map<NodeId, number>();
  const phaseOf = new Map<NodeId, number>();
  for (let i = order.length - 1; i >= 0; i--) {
    const { id, inputs } = order[i]!;
    const step = steps.get(id);
    if (!step) continue;
    const early = earliest.get(id)!;
    const phase = isRegional(step) && !roots.has(id) ? (wanted.get(id) ?? early) : early;
    phaseOf.set(id, phase);
    const asked = step.kernel.shape === 'across' ? phase - 1 : phase;
    for (const input of inputs) wanted.set(input, Math.min(asked, wanted.get(input) ?? asked));
  }
  return phaseOf;
}
