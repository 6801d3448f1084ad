/** The state of one evaluation: every value so far, in the order the schedule asks for. */
import type { NodeId } from '../../compiler/plan.ts';
import type { CrossSectionContext } from '../../stdlib/types.ts';
import { invariant } from '../invariant.ts';
import { newPanel, type Panel } from '../market.ts';
import { type ExtraInputs, fieldValue, type MarketColumns } from './fields.ts';
import { type KernelOf, type RegionWork, runRegion, workOf } from './region.ts';
import { type Expressions, isLeaf, type Schedule, type Step, scheduleOf } from './schedule.ts';
import { broadcast, type Value, type Values, valuesOf } from './values.ts';

/** `evaluate` over kernels from wherever the caller says, and on the threads the caller says: only this one. */
export function evaluateWith(
  kernels: KernelOf,
  expressions: Expressions,
  roots: readonly NodeId[],
  market: MarketColumns,
  extra: ExtraInputs = {},
  runWork: (work: RegionWork, kernels: KernelOf) => void = runHere,
): Values {
  const schedule = scheduleOf(expressions, roots, kernels);
  const evaluation = new Evaluation(schedule, new Set(roots), market, extra);
  for (const phase of schedule.phases) {
    for (const step of phase.across) evaluation.runAcross(step);
    for (const step of phase.narrow) evaluation.runNarrow(step);
    evaluation.runRegion(phase.region, (work) => runWork(work, kernels));
  }
  return evaluation.result();
}

function runHere(work: RegionWork, kernels: KernelOf): void {
  let stock = 0;
  runRegion(work, kernels, () => stock++);
}

class Evaluation {
  private readonly schedule: Schedule;
  private readonly roots: ReadonlySet<NodeId>;
  private readonly context: CrossSectionContext;
  private readonly values = new Map<NodeId, Value>();
  /** Steps that are still to read a value. */
  private readonly readsLeft = new Map<NodeId, number>();
  private readonly constantColumns = new Map<number, Float64Array>();

  constructor(schedule: Schedule, roots: ReadonlySet<NodeId>, market: MarketColumns, extra: ExtraInputs) {
    this.schedule = schedule;
    this.roots = roots;
    this.context = { stocks: market.tickers.length, sessions: market.sessions.length, members: market.members };
    for (const node of schedule.order) {
      if (node.op === 'constant') this.values.set(node.id, { shape: 'scalar', value: node.constants[0]! });
      else if (isLeaf(node)) this.values.set(node.id, fieldValue(node, market, extra.fields ?? {}));
      for (const id of new Set(node.inputs)) this.readsLeft.set(id, (this.readsLeft.get(id) ?? 0) + 1);
    }
  }

  result(): Values {
    return valuesOf(this.values, this.context.stocks, this.context.sessions);
  }

  runAcross({ node, shape, kernel }: Step): void {
    const { stocks, sessions } = this.context;
    const inputs = node.inputs.map((id) => this.wholePanel(id));
    const values = shape === 'panel' ? newPanel(stocks * sessions) : new Float64Array(sessions);
    kernel.run(inputs, node.constants, values, this.context);
    invariant(shape !== 'scalar', `'${node.op}' runs across stocks and cannot be a scalar`);
    this.values.set(node.id, { shape, values });
    this.release(node);
  }

  /** A series is a column; a scalar is a constant one, long enough for the windows it went through. */
  runNarrow({ node, shape, kernel }: Step): void {
    invariant(kernel.shape === 'column', `'${node.op}' runs across stocks`);
    const length = shape === 'series' ? this.context.sessions : node.lookBack.sessions + 1;
    const inputs = node.inputs.map((id) => {
      const value = this.value(id);
      invariant(value.shape !== 'panel', `'${node.op}' is a ${shape} and reads a panel`);
      return value.shape === 'series' ? value.values : new Float64Array(length).fill(value.value);
    });
    const out = new Float64Array(length);
    kernel.run(inputs, node.constants, out);
    const value: Value = shape === 'series' ? { shape, values: out } : { shape: 'scalar', value: out[length - 1]! };
    this.values.set(node.id, value);
    this.release(node);
  }

  runRegion(steps: readonly Step[], run: (work: RegionWork) => void): void {
    const { stocks, sessions } = this.context;
    const kept = new Map<NodeId, Panel>();
    for (const { node } of steps) if (this.schedule.kept.has(node.id)) kept.set(node.id, newPanel(stocks * sessions));
    const panel = (id: NodeId): Panel | null => {
      const value = this.value(id);
      return value.shape === 'panel' ? value.values : null;
    };
    if (steps.length > 0)
      run(workOf(steps, kept, { panel, shared: (id) => this.sharedColumn(id) }, { stocks, sessions }));
    for (const [id, values] of kept) this.values.set(id, { shape: 'panel', values });
    for (const { node } of steps) this.release(node);
  }

  /** Lets go of what a step was the last to read: a kernel across stocks makes a panel, and may be one of many. */
  private release({ inputs }: Step['node']): void {
    for (const id of new Set(inputs)) {
      const left = this.readsLeft.get(id)! - 1;
      this.readsLeft.set(id, left);
      if (left === 0 && !this.roots.has(id)) this.values.delete(id);
    }
  }

  private value(id: NodeId): Value {
    const value = this.values.get(id);
    invariant(value, `expression ${id} is read before it is computed`);
    return value;
  }

  private sharedColumn(id: NodeId): Float64Array {
    const value = this.value(id);
    invariant(value.shape !== 'panel', `expression ${id} differs by stock`);
    if (value.shape === 'series') return value.values;
    let column = this.constantColumns.get(value.value);
    if (!column) {
      column = new Float64Array(this.context.sessions).fill(value.value);
      this.constantColumns.set(value.value, column);
    }
    return column;
  }

  private wholePanel(id: NodeId): Panel {
    const value = this.value(id);
    return value.shape === 'panel' ? value.values : broadcast(this.sharedColumn(id), this.context.stocks);
  }
}
