/**
 * Two plans side by side by what they mean: plan × plan → the values that differ, the expressions behind them, the
 * stages that are to be done anew, and the orders that can differ. Layout, comments, and names of locals, features and
 * the label are no difference.
 */
import { isDerived, nodesOf, type PlanValue, planValues } from '../outline/values.ts';
import { type FoldHashes, type Hash, type Plan, STAGES, type StageName } from '../plan.ts';
import { align, type Pair } from './align.ts';
import { type NodeChanges, NodeComparison, type NodePair } from './nodes.ts';
import { type OrdersReach, ordersReached } from './orders.ts';

export interface ValueChange {
  readonly path: string;
  readonly kind: 'changed' | 'moved' | 'added' | 'removed';
  readonly before: PlanValue | null;
  readonly after: PlanValue | null;
  /** The first stage it concerns; null for what concerns none. */
  readonly stage: StageName | null;
  /** Of expressions, the smallest parts that differ. */
  readonly parts: readonly NodePair[];
}

export interface StageChange {
  readonly stage: StageName;
  readonly before: Hash;
  readonly after: Hash;
  readonly changed: boolean;
  /** Of what the second plan makes for each fold and seed, how many the first has not; null where there is but one. */
  readonly parts: { readonly anew: number; readonly of: number } | null;
}

export interface Renaming {
  readonly before: string;
  readonly after: string;
}

export interface PlanDiff {
  readonly same: boolean;
  readonly values: readonly ValueChange[];
  readonly nodes: NodeChanges;
  readonly stages: readonly StageChange[];
  readonly orders: OrdersReach;
  /** Features of another name and the same meaning. */
  readonly renamed: readonly Renaming[];
  /** Stops and accepted warnings are told in other words, which the report shows. */
  readonly reworded: boolean;
}

export function diffPlans(before: Plan, after: Plan): PlanDiff {
  const pairs = pairValues(planValues(before), planValues(after));
  const comparison = new NodeComparison(before.expressions, after.expressions);
  const changes = pairs.filter(isChange).map((pair) => changeOf(pair, comparison));
  const values = changes.toSorted((a, b) => order(a.stage) - order(b.stage));
  const reworded = JSON.stringify(wordsOf(before)) !== JSON.stringify(wordsOf(after));
  const orders = ordersReached(values, before, after);
  return {
    same: before.hash === after.hash,
    values,
    nodes: comparison.changes(),
    stages: STAGES.map((stage) => {
      const [was, is] = [before.stages[stage], after.stages[stage]];
      return { stage, before: was, after: is, changed: was !== is, parts: partsOf(stage, before, after) };
    }),
    orders: orders.kind === 'none' && reworded ? { kind: 'report' } : orders,
    renamed: pairs.flatMap(renamingOf),
    reworded,
  };
}

function partsOf(stage: StageName, before: Plan, after: Plan): StageChange['parts'] {
  const [had, has] = [before, after].map(({ folds }) => folds.flatMap((fold) => partHashes(stage, fold)));
  if (has!.length < 2) return null;
  const known = new Set(had);
  return { anew: has!.filter((hash) => !known.has(hash)).length, of: has!.length };
}

function partHashes(stage: StageName, { features, models, predictions }: FoldHashes): readonly Hash[] {
  if (stage === 'features') return [features];
  if (stage === 'model') return models;
  return stage === 'predictions' ? predictions : [];
}

/** What follows from other values differs because they do, and they are told. */
function isChange({ kind, before, after }: Pair<PlanValue>): boolean {
  const isOwn = (value: PlanValue | null) => value !== null && !isDerived(value);
  return kind !== 'same' && (isOwn(before) || isOwn(after));
}

/** As stages depend on each other; what no stage reads comes last. */
function order(stage: StageName | null): number {
  return stage === null ? STAGES.length : STAGES.indexOf(stage);
}

function wordsOf({ risk, accepted }: Plan): unknown {
  return [
    [...risk.stops, ...risk.positionStops].map(({ text }) => text),
    accepted.map(({ code, reason }) => [code, reason]),
  ];
}

// ── Values that answer to each other ───────────────────────────────────────────────────────────────────────────

/** Lists whose elements are known by what they are, not by their place. */
const LISTS = ['features', 'universe.require', 'risk.stops', 'risk.positionStops'] as const;

function pairValues(before: readonly PlanValue[], after: readonly PlanValue[]): readonly Pair<PlanValue>[] {
  const inLists = LISTS.flatMap((list) => {
    const [a, b] = [before, after].map((values) => values.filter(({ path }) => listOf(path) === list));
    // A feature goes by its name; what has none, by what has not been paired yet.
    const answers = (x: PlanValue, y: PlanValue) => list !== 'features' || x.path === y.path;
    return align(a ?? [], b ?? [], isEqual, answers);
  });
  const isSingle = ({ path }: PlanValue) => listOf(path) === null;
  return [...inLists, ...pairByPath(before.filter(isSingle), after.filter(isSingle))];
}

function listOf(path: string): string | null {
  if (path === 'features.normalize' || path.startsWith('features.normalize.')) return null;
  return LISTS.find((list) => path.startsWith(`${list}.`)) ?? null;
}

function pairByPath(before: readonly PlanValue[], after: readonly PlanValue[]): readonly Pair<PlanValue>[] {
  const [told, toldAfter] = [withoutNothing(before, after), withoutNothing(after, before)];
  return [...new Set([...told.keys(), ...toldAfter.keys()])].map((path): Pair<PlanValue> => {
    const [a = null, b = null] = [told.get(path), toldAfter.get(path)];
    if (a === null) return { kind: 'added', before: null, after: b! };
    if (b === null) return { kind: 'removed', before: a, after: null };
    return { kind: isEqual(a, b) ? 'same' : 'changed', before: a, after: b };
  });
}

/** By path. What is said to be nothing is left out where the other plan says its parts, or knows nothing of it. */
function withoutNothing(values: readonly PlanValue[], others: readonly PlanValue[]): Map<string, PlanValue> {
  const paths = new Set(others.map(({ path }) => path));
  const isNothing = ({ content }: PlanValue) => content.kind === 'plain' && content.value === null;
  const told = values.filter((value) => !isNothing(value) || paths.has(value.path));
  return new Map(told.map((value) => [value.path, value]));
}

function isEqual(a: PlanValue, b: PlanValue): boolean {
  if (a.content.kind === 'expression' && b.content.kind === 'expression') return a.content.node === b.content.node;
  return JSON.stringify(a.content) === JSON.stringify(b.content);
}

function changeOf(pair: Pair<PlanValue>, comparison: NodeComparison): ValueChange {
  const { before, after } = pair;
  const { path, stage } = (after ?? before)!;
  const kind = pair.kind === 'same' ? 'changed' : pair.kind;
  const [a, b] = [before, after].map((value) => (value === null ? [] : nodesOf(value.content)));
  const isComparable = a!.length === b!.length;
  const parts = isComparable ? a!.flatMap((node, i) => comparison.compare(node, b![i]!)) : [];
  return { path, kind, before, after, stage, parts };
}

function renamingOf({ before, after }: Pair<PlanValue>): Renaming[] {
  if (before === null || after === null || before.path === after.path || listOf(after.path) !== 'features') return [];
  const nameOf = ({ path }: PlanValue) => path.slice('features.'.length);
  return [{ before: nameOf(before), after: nameOf(after) }];
}
