/** What a name in an expression means at a place of the file, in a strategy or in a block of a library. */
import type { Block, BlockType, Definition } from '../../grammar/tree.ts';
import { field } from '../../stdlib/registry.ts';
import { type Binding, callable } from '../expression/names.ts';
import { findDeclared } from '../load/files.ts';
import type { Analysis } from './analysis.ts';
import { type Around, blockAround, enclosing } from './around.ts';

/** Null for what nothing is called. */
export function meaningOf(name: string, at: Around): Binding | null {
  const { analysis } = at;
  const { main } = analysis;
  const block = blockAround(at);
  const strategy = enclosing('strategy', at);
  if (strategy !== null) {
    const place = { home: main, inStrategy: true, block: block?.type ?? null };
    const known = analysis.strategyAt(strategy.span.start)?.names.lookup(name, place);
    if (known != null) return known;
  }
  return inLanguage(name) ?? inBlock(name, block, analysis) ?? declared(name, analysis);
}

function inLanguage(name: string): Binding | null {
  const known = field(name);
  if (known !== undefined) return { kind: 'field', field: known };
  const builtin = callable(name);
  return builtin === null ? null : { kind: 'function', builtin };
}

function inBlock(name: string, block: Block | null, { main }: Analysis): Binding | null {
  const node = definitionsOf(block).find((each) => each.name.text === name);
  return node === undefined || block === null ? null : bound(node, block.type, main);
}

function definitionsOf(block: Block | null): readonly Definition[] {
  return (block?.statements ?? []).filter((each) => each.kind === 'definition');
}

function bound(node: Definition, block: BlockType, home: Analysis['main']): Binding {
  return { kind: 'definition', node, place: { home, inStrategy: false, block } };
}

function declared(name: string, { main }: Analysis): Binding | null {
  const [found] = findDeclared(main, ({ values }) => values, name);
  if (found === undefined) return null;
  const { node, home } = found;
  if (node.kind === 'members') return { kind: 'members', node, home };
  return { kind: 'definition', node, place: { home, inStrategy: false, block: null } };
}
