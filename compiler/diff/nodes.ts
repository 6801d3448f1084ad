/** Two expressions side by side, node by node: which nodes differ themselves, and not only because of their inputs. */
import type { ExpressionNode, NodeId, Plan } from '../plan.ts';

export interface NodePair {
  readonly before: NodeId;
  readonly after: NodeId;
}

export interface NodeChanges {
  /** Nodes that stand in each other's place and differ in what they do. */
  readonly changed: readonly NodePair[];
  readonly added: readonly NodeId[];
  readonly removed: readonly NodeId[];
}

type Graph = Plan['expressions'];

export class NodeComparison {
  readonly #before: Graph;
  readonly #after: Graph;
  /** Pairs that stand in each other's place, whatever the difference. */
  readonly #met = new Map<string, NodePair>();
  readonly #changed = new Map<string, NodePair>();

  constructor(before: Graph, after: Graph) {
    this.#before = before;
    this.#after = after;
  }

  /** The smallest parts of two expressions that differ, from the outside in; none when they are equal. */
  compare(before: NodeId, after: NodeId): readonly NodePair[] {
    const found = new Map<string, NodePair>();
    this.#walk(before, after, found, new Set());
    for (const [key, pair] of found) this.#changed.set(key, pair);
    return [...found.values()];
  }

  /** Over all comparisons, and all nodes of both plans. */
  changes(): NodeChanges {
    const pairs = [...this.#met.values()];
    const [before, after] = [new Set(pairs.map((pair) => pair.before)), new Set(pairs.map((pair) => pair.after))];
    return {
      changed: [...this.#changed.values()],
      added: Object.keys(this.#after).filter((id) => !(id in this.#before) && !after.has(id)),
      removed: Object.keys(this.#before).filter((id) => !(id in this.#after) && !before.has(id)),
    };
  }

  #walk(before: NodeId, after: NodeId, found: Map<string, NodePair>, seen: Set<string>): void {
    const key = `${before} ${after}`;
    if (before === after || seen.has(key)) return;
    seen.add(key);
    this.#met.set(key, { before, after });
    const [a, b] = [this.#before[before], this.#after[after]];
    const isAlike = a !== undefined && b !== undefined && hasSameShape(a, b);
    if (!isAlike || !hasSameConstants(a, b)) found.set(key, { before, after });
    if (!isAlike) return;
    a.inputs.forEach((input, i) => {
      this.#walk(input, b.inputs[i]!, found, seen);
    });
  }
}

/** Constants and fields are alike when they are equal: one in place of another is a change of the node itself. */
function hasSameShape(a: ExpressionNode, b: ExpressionNode): boolean {
  return a.op === b.op && a.name === b.name && a.inputs.length === b.inputs.length;
}

function hasSameConstants(a: ExpressionNode, b: ExpressionNode): boolean {
  const isSame = a.constants.length === b.constants.length && a.constants.every((value, i) => value === b.constants[i]);
  return isSame && a.version === b.version;
}
