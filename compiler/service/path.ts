/** The way from a file down to what stands at a place in it. */
import type { Span } from '../../grammar/span.ts';
import type {
  Argument,
  BlockStatement,
  Declaration,
  SlotValue,
  SourceFile,
  StrategyStatement,
  Use,
} from '../../grammar/tree.ts';

/** An argument is told from other nodes by having no kind. */
export type Node = SourceFile | Use | Declaration | StrategyStatement | BlockStatement | SlotValue | Argument;

/** Outermost first; empty when the place is outside of the file's statements. Both ends of a node belong to it. */
export function pathAt(tree: SourceFile, offset: number): readonly Node[] {
  const path: Node[] = [tree];
  for (;;) {
    const inside = childrenOf(path.at(-1)!).filter(({ span }) => contains(span, offset));
    // Of two that touch, the one that begins here: in `a+b` the caret behind `+` is at `b`.
    const next = inside.at(-1);
    if (next === undefined) return path;
    path.push(next);
  }
}

export function contains({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** In source order. */
export function childrenOf(node: Node): readonly Node[] {
  if (!('kind' in node)) return node.name === null ? [node.value] : [node.name, node.value];
  switch (node.kind) {
    case 'file':
      return [...node.uses, ...node.declarations];
    case 'use':
      return node.path;
    case 'strategy':
      return [node.name, ...optional(node.parent), ...node.statements];
    case 'block':
      return [...optional(node.name), ...node.statements];
    case 'members':
    case 'definition':
      return [node.name, node.value];
    case 'param':
      return [node.name, node.value, ...optional(node.bounds)];
    case 'setting':
      return Object.values(node.slots).toSorted((a, b) => a.span.start - b.span.start);
    case 'include':
      return [node.name];
    case 'allow':
      return [node.reason];
    default:
      return partsOf(node);
  }
}

function partsOf(node: SlotValue | Exclude<BlockStatement, { kind: 'allow' | 'include' }>): readonly Node[] {
  switch (node.kind) {
    case 'call':
      return [node.callee, ...node.arguments];
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'parenthesized':
      return [node.inner];
    case 'list':
      return node.items;
    case 'range':
      return [node.from, node.to];
    default:
      return [];
  }
}

function optional<T>(node: T | null): readonly T[] {
  return node === null ? [] : [node];
}
