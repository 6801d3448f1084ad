/** What differs between two plans, for machines. Stable; see docs/commands.md. */
import type { Span } from '../../grammar/span.ts';
import type { PlanValue } from '../outline/values.ts';
import { valueText } from '../outline/wording.ts';
import type { Hash, Origin, Plan, StageName } from '../plan.ts';
import type { PlanDiff, Renaming } from './diff.ts';
import type { NodeChanges } from './nodes.ts';
import type { OrdersReach } from './orders.ts';

/** A place in a source; the line counts from 1, and is null where the text is not at hand. */
export interface Place {
  readonly file: string;
  readonly line: number | null;
}

interface JsonValue {
  readonly text: string;
  readonly saidBy: Origin['by'] | null;
  readonly at: Place | null;
}

export interface JsonDiff {
  readonly same: boolean;
  readonly before: { readonly strategy: string; readonly plan: Hash };
  readonly after: { readonly strategy: string; readonly plan: Hash };
  readonly values: readonly {
    readonly path: string;
    readonly kind: 'changed' | 'moved' | 'added' | 'removed';
    readonly stage: StageName | null;
    readonly before: JsonValue | null;
    readonly after: JsonValue | null;
  }[];
  readonly nodes: NodeChanges;
  readonly stages: PlanDiff['stages'];
  readonly orders: OrdersReach;
  readonly renamed: readonly Renaming[];
  readonly reworded: boolean;
}

interface JsonSide {
  readonly plan: Plan;
  readonly locate: (span: Span) => Place;
}

export function diffToJson(diff: PlanDiff, before: JsonSide, after: JsonSide): JsonDiff {
  return {
    same: diff.same,
    before: { strategy: before.plan.strategy, plan: before.plan.hash },
    after: { strategy: after.plan.strategy, plan: after.plan.hash },
    values: diff.values.map(({ path, kind, stage, before: was, after: is }) => {
      return { path, kind, stage, before: jsonValue(was, before), after: jsonValue(is, after) };
    }),
    nodes: diff.nodes,
    stages: diff.stages,
    orders: diff.orders,
    renamed: diff.renamed,
    reworded: diff.reworded,
  };
}

function jsonValue(value: PlanValue | null, { plan, locate }: JsonSide): JsonValue | null {
  if (value === null) return null;
  const span = value.origin?.span ?? null;
  return {
    text: valueText(value, plan),
    saidBy: value.origin?.by ?? null,
    at: span === null ? null : locate(span),
  };
}
