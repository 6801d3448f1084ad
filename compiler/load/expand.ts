/** Pass 4: writes out the chain of `extends`, oldest ancestor first. */

import { nearest } from '../../configs/nearest.ts';
import type { Allow, Block, Definition, Param, Strategy } from '../../grammar/tree.ts';
import type { Diagnostics } from '../diagnostics.ts';
import { expandBlock } from './expandBlock.ts';
import { type BlockKey, type ExpandedBlock, type ExpandedStrategy, keyOfBlock, type Scoped } from './expanded.ts';
import { declaredNames, type Found, findDeclared, type LoadedFile, libraryCalled } from './files.ts';

export function expandStrategy(strategy: Strategy, home: LoadedFile, diagnostics: Diagnostics): ExpandedStrategy {
  let expanded: ExpandedStrategy | null = null;
  const { chain, complete } = ancestry({ node: strategy, home }, diagnostics);
  for (const { node, home } of chain.toReversed()) expanded = overlay(expanded, node, home, diagnostics);
  const result = expanded ?? overlay(null, strategy, home, diagnostics);
  return complete ? result : orphan(result);
}

/** What seems missing in it may be in the parent that is not known: one mistake, one message. */
function orphan(strategy: ExpandedStrategy): ExpandedStrategy {
  const blocks = Array.from(strategy.blocks, ([key, block]) => [key, { ...block, broken: true }] as const);
  return { ...strategy, broken: true, orphaned: true, blocks: new Map(blocks) };
}

/** The strategy and those it extends, youngest first; ends early, with an error, at an unknown parent or a cycle. */
function ancestry(
  youngest: Found<Strategy>,
  diagnostics: Diagnostics,
): { chain: Found<Strategy>[]; complete: boolean } {
  const chain = [youngest];
  for (let current = youngest; current.node.parent !== null; ) {
    const { parent } = current.node;
    const [found, other] = findDeclared(current.home, ({ strategies }) => strategies, parent.text);
    const start = chain.findIndex(({ node }) => node === found?.node);
    if (found === undefined && current.home.incomplete) {
      // The file that declares it could not be read, which has been reported.
    } else if (found === undefined) {
      const known = declaredNames(current.home, ({ strategies }) => strategies).filter(
        (name) => name !== current.node.name.text,
      );
      const library = libraryCalled(parent.text, current.home);
      const facts = { name: parent.text, nearest: nearest(parent.text, known), library };
      diagnostics.report('unknown-parent', parent.span, facts);
    } else if (other !== undefined) {
      const files = [found.home.file, other.home.file];
      diagnostics.report('ambiguous-name', parent.span, { name: parent.text, files });
    } else if (start >= 0) {
      const names = [...chain.slice(start), found].map(({ node }) => node.name.text);
      diagnostics.report('extends-cycle', parent.span, { chain: names });
    } else {
      chain.push(found);
      current = found;
      continue;
    }
    return { chain, complete: false };
  }
  return { chain, complete: true };
}

/** What the strategy says itself, over what it inherits. */
function overlay(
  parent: ExpandedStrategy | null,
  strategy: Strategy,
  home: LoadedFile,
  diagnostics: Diagnostics,
): ExpandedStrategy {
  const own = collect(strategy, diagnostics);
  const scoped = <T>(node: T): Scoped<T> => ({ node, home, inStrategy: true, inherited: false, includedBy: null });
  const blocks = new Map<BlockKey, ExpandedBlock>(
    [...(parent?.blocks ?? [])].map(([key, block]) => [key, inheritBlock(block)]),
  );
  for (const block of own.blocks) {
    blocks.set(keyOfBlock(block), expandBlock(block, home, inheritedBy(block, blocks), diagnostics));
  }
  const brokenOutsideBlocks = home.brokenAt.some(
    (span) => !strategy.statements.some(({ span: inner }) => inner.start <= span.start && span.end <= inner.end),
  );
  // The file breaks off in one of its blocks: what is missing is still to be written.
  const unfinished = home.text[strategy.span.end - 1] !== '}';
  return {
    name: strategy.name,
    home,
    broken: brokenOutsideBlocks || unfinished || (parent?.broken ?? false),
    orphaned: false,
    params: override(parent?.params ?? [], boundByParent(own.params, parent).map(scoped)),
    definitions: override(parent?.definitions ?? [], own.definitions.map(scoped)),
    label: own.label === null ? inherit(parent?.label ?? null) : scoped(own.label),
    blocks,
    allows: [...(parent?.allows ?? []).map((allow) => ({ ...allow, inherited: true })), ...own.allows.map(scoped)],
  };
}

/** What a block takes over. A split of another kind has other settings, so that it stands in the place of the inherited one. */
function inheritedBy(block: Block, inherited: ReadonlyMap<BlockKey, ExpandedBlock>): ExpandedBlock | null {
  const parent = inherited.get(keyOfBlock(block)) ?? null;
  return block.type === 'split' && parent?.name?.text !== block.name?.text ? null : parent;
}

function collect(strategy: Strategy, diagnostics: Diagnostics) {
  const params: Param[] = [];
  const definitions: Definition[] = [];
  const labels: Definition[] = [];
  const allows: Allow[] = [];
  const blocks = new Map<BlockKey, Block>();
  const named = new Map<string, Param | Definition>();

  for (const statement of strategy.statements) {
    if (statement.kind === 'allow') {
      allows.push(statement);
    } else if (statement.kind === 'block') {
      const key = keyOfBlock(statement);
      const previous = blocks.get(key);
      if (previous !== undefined) {
        const related = [{ span: previous.typeSpan, message: 'first opened here' }];
        diagnostics.report('duplicate-block', statement.typeSpan, { type: key }, { related });
      } else {
        blocks.set(key, statement);
      }
    } else {
      const twin = named.get(statement.name.text);
      if (twin !== undefined) {
        const related = [{ span: twin.name.span, message: 'first defined here' }];
        diagnostics.report('duplicate-name', statement.name.span, { name: statement.name.text }, { related });
        continue;
      }
      named.set(statement.name.text, statement);
      if (statement.kind === 'param') params.push(statement);
      else if (statement.label) labels.push(statement);
      else definitions.push(statement);
    }
  }
  const [label = null, second] = labels;
  if (label !== null && second !== undefined) {
    const related = [{ span: label.name.span, message: 'the first label' }];
    diagnostics.report('several-labels', second.name.span, {}, { related });
  }
  return { params, definitions, label, blocks: [...blocks.values()], allows };
}

function override<T extends Param | Definition>(inherited: readonly Scoped<T>[], own: readonly Scoped<T>[]) {
  const names = new Map(own.map((entry) => [entry.node.name.text, entry]));
  const kept = inherited.map((entry) => names.get(entry.node.name.text) ?? { ...entry, inherited: true });
  return [...kept, ...own.filter((entry) => !kept.includes(entry))];
}

/** A new value alone leaves the bounds that the parent has set. */
function boundByParent(own: readonly Param[], parent: ExpandedStrategy | null): readonly Param[] {
  const bounds = new Map(parent?.params.map(({ node }) => [node.name.text, node.bounds]));
  return own.map((param) => ({ ...param, bounds: param.bounds ?? bounds.get(param.name.text) ?? null }));
}

function inherit<T>(entry: Scoped<T> | null): Scoped<T> | null {
  return entry === null ? null : { ...entry, inherited: true };
}

function inheritBlock(block: ExpandedBlock): ExpandedBlock {
  const mark = <T>(entry: Scoped<T>): Scoped<T> => ({ ...entry, inherited: true });
  return {
    ...block,
    settings: block.settings.map(mark),
    definitions: block.definitions.map(mark),
    allows: block.allows.map(mark),
  };
}
