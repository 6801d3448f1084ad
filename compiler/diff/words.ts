/** What differs between two plans, for people: the values, then what is done anew, then which orders can differ. */
import pc from 'picocolors';
import type { Span } from '../../grammar/span.ts';
import { nodeHead } from '../formula.ts';
import { list, plural } from '../messages/message.ts';
import { saidText } from '../outline/outline.ts';
import { cut } from '../outline/render.ts';
import type { PlanValue } from '../outline/values.ts';
import { valueText } from '../outline/wording.ts';
import type { NodeId, Plan, StageName } from '../plan.ts';
import type { PlanDiff, ValueChange } from './diff.ts';
import type { NodePair } from './nodes.ts';
import type { OrdersReach } from './orders.ts';

export interface Side {
  readonly plan: Plan;
  /** How the user calls it. */
  readonly name: string;
  readonly placeOf: (span: Span) => string;
}

export interface DiffView {
  readonly width: number;
  readonly color: boolean;
  /** By stage of the second plan, whether its result is there; empty when nobody said where to look. */
  readonly kept: ReadonlyMap<string, boolean>;
}

type Colors = ReturnType<typeof pc.createColors>;

export function renderDiff(diff: PlanDiff, before: Side, after: Side, view: DiffView): string {
  const colors = pc.createColors(view.color);
  const paragraphs = diff.same
    ? [sameMeaning(diff)]
    : [
        `${before.name} → ${after.name}: ${colors.bold(plural(diff.values.length, 'difference'))}`,
        ...paramsText(before.plan, after.plan),
        ...diff.values.map((change) => changeText(change, before, after, view.width, colors)),
        ...nodesText(diff, before.plan, after.plan, view.width),
        stagesText(diff, view.kept, colors),
      ];
  return [...paragraphs, ...renamedText(diff), `orders  ${ordersText(diff.orders)}`].join('\n\n');
}

function sameMeaning({ reworded }: PlanDiff): string {
  return reworded ? 'same meaning; the report tells its stops or accepted warnings in other words' : 'same meaning';
}

// ── Values ─────────────────────────────────────────────────────────────────────────────────────────────────────

function changeText(change: ValueChange, before: Side, after: Side, width: number, colors: Colors): string {
  const { path, kind } = change;
  const [was, is] = [shown(change.before, before), shown(change.after, after)];
  const head = colors.bold(path);
  if (kind === 'moved') return `${head}  moved, with the same meaning\n  ${places(was, is)}`;
  const line = `${path}  ${was?.text ?? 'none'} → ${is?.text ?? 'none'}`;
  if (line.length <= width && change.parts.length <= 1) {
    const values = `${colors.red(was?.text ?? 'none')} → ${colors.green(is?.text ?? 'none')}`;
    return `${head}  ${values}\n  ${colors.dim(places(was, is))}`;
  }
  return [
    head,
    ...(was === null ? [] : [colors.red(`  - ${was.text}`)]),
    ...(is === null ? [] : [colors.green(`  + ${is.text}`)]),
    ...partsText(change.parts, before.plan, after.plan),
    `  ${colors.dim(places(was, is))}`,
  ].join('\n');
}

interface Shown {
  readonly text: string;
  readonly said: string;
}

function shown(value: PlanValue | null, { plan, placeOf }: Side): Shown | null {
  if (value === null) return null;
  return { text: valueText(value, plan), said: saidText(value, placeOf) };
}

function places(was: Shown | null, is: Shown | null): string {
  const told = (word: string, side: Shown | null) =>
    side === null || side.said === '' ? [] : [`${word} ${side.said}`];
  if (was !== null && was.said === is?.said) return was.said;
  return [...told('was', was), ...told('now', is)].join(', ');
}

/** More would be the whole of it. */
const MOST_PARTS = 3;

function partsText(parts: readonly NodePair[], before: Plan, after: Plan): string[] {
  if (parts.length === 0 || parts.length > MOST_PARTS) return [];
  return [`  = ${parts.map((pair) => pairText(pair, before, after)).join(', ')}`];
}

// ── What it comes to ───────────────────────────────────────────────────────────────────────────────────────────

function nodesText({ nodes }: PlanDiff, before: Plan, after: Plan, width: number): string[] {
  const { added, removed, changed } = nodes;
  const heads = (plan: Plan, ids: readonly NodeId[]) => ids.map((id) => headOf(plan, id)).join(', ');
  const lines = [
    ...(changed.length > 0 ? [`  changed  ${changed.map((pair) => pairText(pair, before, after)).join(', ')}`] : []),
    ...(removed.length > 0 ? [`  removed  ${heads(before, removed)}`] : []),
    ...(added.length > 0 ? [`  added    ${heads(after, added)}`] : []),
  ];
  return lines.length === 0 ? [] : [['expression nodes', ...lines.map((line) => cut(line, width))].join('\n')];
}

function headOf({ expressions }: Plan, id: NodeId): string {
  const node = expressions[id];
  return node === undefined ? '?' : nodeHead(node);
}

function pairText(pair: NodePair, before: Plan, after: Plan): string {
  return `${headOf(before, pair.before)} → ${headOf(after, pair.after)}`;
}

function paramsText(before: Plan, after: Plan): string[] {
  const was = new Map(before.params.map(({ name, value }) => [name, value]));
  const changed = after.params.filter(({ name, value }) => was.has(name) && was.get(name) !== value);
  if (changed.length === 0) return [];
  return [`params  ${changed.map(({ name, value }) => `${name} ${was.get(name)} → ${value}`).join(', ')}`];
}

const ANEW: Readonly<Record<StageName, string>> = {
  data: 'read anew',
  features: 'computed anew',
  model: 'retrained',
  predictions: 'predicted anew',
  book: 'booked anew',
};

/** More than these are counted: they stand above. */
const MOST_REASONS = 2;

function stagesText({ stages, values }: PlanDiff, kept: ReadonlyMap<string, boolean>, colors: Colors): string {
  const lines = stages.map(({ stage, changed, before, after, parts }) => {
    const name = stage.padEnd('predictions'.length);
    if (!changed) return `  ${name}  stays${resultText(kept.get(stage))}`;
    const some = parts === null || parts.anew === parts.of ? '' : `${parts.anew} of ${parts.of} `;
    const what = kept.get(stage) === true ? 'changed' : `${some}${ANEW[stage]}`;
    const own = values.filter((change) => change.stage === stage).map(({ path }) => path);
    const shown =
      own.length > MOST_REASONS ? [...own.slice(0, MOST_REASONS), `${own.length - MOST_REASONS} more`] : own;
    const why = own.length === 0 ? 'because of the stage before' : `because of ${list(shown)}`;
    const hashes = colors.dim(`${before.slice(0, 8)} → ${after.slice(0, 8)}`);
    return `  ${name}  ${colors.yellow(what)}${resultText(kept.get(stage))}  ${hashes}\n  ${' '.repeat(name.length)}  ${why}`;
  });
  return ['stages', ...lines].join('\n');
}

/** Nothing where nobody said where to look. */
function resultText(kept: boolean | undefined): string {
  if (kept === undefined) return '';
  return kept ? ', kept already' : ', to do';
}

function renamedText({ renamed }: PlanDiff): string[] {
  if (renamed.length === 0) return [];
  return [`renamed, with the same meaning: ${renamed.map(({ before, after }) => `${before} → ${after}`).join(', ')}`];
}

function ordersText(orders: OrdersReach): string {
  switch (orders.kind) {
    case 'none':
      return 'the same';
    case 'report':
      return 'the same; only the report differs';
    case 'paper account':
      return 'the same; only when the paper account runs differs';
    case 'amounts':
      return 'the same target weights; what they cost or are a share of differs';
    case 'later': {
      const day = orders.afterDay === null ? [] : [`after ${orders.afterDay}`];
      const stop = orders.afterStop ? ['once a stop trips in either'] : [];
      return `may differ ${list([...day, ...stop], 'or')}; the same before`;
    }
    case 'all':
      return `may differ from the first decision on, ${orders.from}`;
  }
}
