/**
 * A plan as a tree for reading: its stages in the order in which they depend on each other, below each the values that
 * enter there, and below those, when all is asked for, the expressions they are made of.
 */
import type { Span } from '../../grammar/span.ts';
import { nodeHead } from '../formula.ts';
import type { ExpressionNode, Hash, NodeId, Plan, StageName } from '../plan.ts';
import { STAGES } from '../plan.ts';
import { nodesOf, type PlanValue, planValues } from './values.ts';
import { kindText, knownText, reachText, valueText } from './wording.ts';

/** One line. Empty texts are columns that say nothing of it. */
export interface OutlineRow {
  readonly depth: number;
  readonly name: string;
  readonly value: string;
  readonly kind: string;
  readonly known: string;
  readonly reach: string;
  /** Who said it: `line 41`, `core14:3`, `default`, `--set`, or `derived`. */
  readonly said: string;
  readonly hash: Hash;
}

export interface OutlineStage {
  /** Null for what no stage depends on, such as when the paper account runs. */
  readonly stage: StageName | null;
  readonly hash: Hash;
  readonly rows: readonly OutlineRow[];
}

export interface OutlineOptions {
  /** Every node of every expression, each where it is first met. */
  readonly full: boolean;
  /** A place in words. */
  readonly placeOf: (span: Span) => string;
}

export function outline(plan: Plan, options: OutlineOptions): readonly OutlineStage[] {
  const values = planValues(plan);
  const rows = new Rows(plan, options);
  const stages = [...STAGES, null].map((stage) => ({
    stage,
    hash: stage === null ? plan.hash : plan.stages[stage],
    rows: rows.of(values.filter((value) => value.stage === stage)),
  }));
  return stages.filter((each) => each.rows.length > 0);
}

const BLANK = { value: '', kind: '', known: '', reach: '', said: '', hash: '' };

class Rows {
  readonly #plan: Plan;
  readonly #options: OutlineOptions;
  readonly #seen = new Set<NodeId>();
  /** Where a feature's name stands for its expression: everywhere but in its own row. */
  readonly #names: ReadonlyMap<NodeId, string>;

  constructor(plan: Plan, options: OutlineOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#names = new Map(plan.features.features.map(({ name, node }) => [node, name]));
  }

  of(values: readonly PlanValue[]): OutlineRow[] {
    let open: readonly string[] = [];
    return values.flatMap((value) => {
      const words = segments(value.path);
      const groups = words.slice(0, -1);
      const common = groups.findIndex((word, depth) => word !== open[depth]);
      const opened = groups.slice(common < 0 ? groups.length : common);
      open = groups;
      return [
        ...opened.map((name, i) => ({ ...BLANK, depth: groups.length - opened.length + i, name })),
        this.#row(value, words.at(-1)!, groups.length),
        ...(this.#options.full ? nodesOf(value.content).flatMap((node) => this.#nodes(node, groups.length + 1)) : []),
      ];
    });
  }

  #row(value: PlanValue, name: string, depth: number): OutlineRow {
    const isFeature = value.path.startsWith('features.');
    const said = saidText(value, this.#options.placeOf);
    const row = {
      ...BLANK,
      depth,
      name,
      said,
      value: valueText(value, this.#plan, isFeature ? undefined : this.#names),
    };
    const node = value.content.kind === 'expression' ? this.#plan.expressions[value.content.node] : undefined;
    return node === undefined ? row : { ...row, ...facets(node) };
  }

  #nodes(id: NodeId, depth: number): OutlineRow[] {
    const node = this.#plan.expressions[id];
    if (node === undefined) return [];
    const row = { ...BLANK, depth, name: nodeHead(node), ...facets(node) };
    if (this.#seen.has(id) && node.inputs.length > 0) return [{ ...row, value: 'as above' }];
    this.#seen.add(id);
    const span = this.#plan.spans[id];
    const said = span === undefined ? '' : this.#options.placeOf(span);
    return [{ ...row, said }, ...node.inputs.flatMap((input) => this.#nodes(input, depth + 1))];
  }
}

/** Who said a value: a place, `default`, `--set`, `derived`; empty for what was left out. */
export function saidText({ origin, content }: PlanValue, placeOf: (span: Span) => string): string {
  if (origin === null) return content.kind === 'plain' && content.value === null ? '' : 'derived';
  if (origin.by === 'command line') return '--set';
  return origin.by === 'default' || origin.span === null ? 'default' : placeOf(origin.span);
}

function facets(node: ExpressionNode): Pick<OutlineRow, 'kind' | 'known' | 'reach' | 'hash'> {
  return { kind: kindText(node), known: knownText(node.availability), reach: reachText(node), hash: node.id };
}

/** A number in a path counts what stands before it and opens no group of its own. */
function segments(path: string): readonly string[] {
  return path.split(/\.(?!\d)/);
}
