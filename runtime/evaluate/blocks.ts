/**
 * The blocks in which windows slide (docs/decisions/sliding-windows.md). They are counted from where the history begins:
 * two histories whose beginnings lie a multiple of all block lengths apart give the same bits.
 */
import type { NodeId } from '../../compiler/plan.ts';
import { builtin } from '../../stdlib/registry.ts';
import type { Expressions } from './schedule.ts';

export interface Blocks {
  /** Least common multiple of the blocks of sums, which are as long as their windows. */
  readonly sums: number;
  /** … of those of sorted values too, whose lengths are powers of two. */
  readonly all: number;
}

export function blocksOf(expressions: Expressions, roots: readonly NodeId[]): Blocks {
  const windows = windowsOf(expressions, roots);
  const sums = windows.reduce(leastCommonMultiple, 1);
  return { sums, all: windows.map((n) => 2 ** Math.ceil(Math.log2(n))).reduce(leastCommonMultiple, sums) };
}

/** Lengths of all windows below expressions, in sessions. Figures of the book are of its returns, and begin with it. */
function windowsOf(expressions: Expressions, roots: readonly NodeId[]): number[] {
  const lengths = new Set<number>();
  const seen = new Set<NodeId>();
  const visit = (id: NodeId): void => {
    if (seen.has(id)) return;
    seen.add(id);
    const node = expressions[id]!;
    const called = builtin(node.op);
    if (called?.kernel?.shape === 'book') return;
    const constants = called?.parameters.filter(({ role }) => role !== 'value' && role !== 'text') ?? [];
    for (const [k, { role }] of constants.entries()) if (role === 'sessions') lengths.add(node.constants[k]!);
    node.inputs.forEach(visit);
  };
  roots.forEach(visit);
  return [...lengths].filter((length) => length > 1);
}

function leastCommonMultiple(a: number, b: number): number {
  const divisor = (x: number, y: number): number => (y === 0 ? x : divisor(y, x % y));
  return (a / divisor(a, b)) * b;
}
