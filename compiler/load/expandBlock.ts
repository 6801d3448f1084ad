/**
 * The settings of one block after what it inherits and includes. One rule for both: what stands in the block itself
 * replaces what was brought under the same key, a repeatable setting adds to it, and `no KEY` takes it away.
 */

import { SETTINGS } from '../../grammar/settings.ts';
import type { Span } from '../../grammar/span.ts';
import type { Block, BlockStatement, BlockType, Include, Removal } from '../../grammar/tree.ts';
import type { Diagnostics } from '../diagnostics.ts';
import { nearest } from '../nearest.ts';
import type { ExpandedBlock, Scoped } from './expanded.ts';
import { blockKey, declaredNames, findDeclared, type LoadedFile } from './files.ts';

type Entry = Scoped<BlockStatement>;

const REPEATABLE = new Set(
  SETTINGS.filter(({ repeatable }) => repeatable === true).map(({ block, key }) => blockKey(block, key)),
);

export function expandBlock(
  block: Block,
  home: LoadedFile,
  parent: ExpandedBlock | null,
  diagnostics: Diagnostics,
): ExpandedBlock {
  const brought: Entry[] = parent === null ? [] : entriesOf(parent).map((entry) => ({ ...entry, inherited: true }));
  const { entries, broken } = flatten(block, { home, inStrategy: true, brought, open: [] }, diagnostics);
  return {
    type: block.type,
    name: block.name ?? parent?.name ?? null,
    span: block.typeSpan,
    broken: broken || (parent?.broken ?? false),
    settings: ofKind(entries, 'setting'),
    // A label inside of a block has been reported by the parser.
    definitions: ofKind(entries, 'definition').filter(({ node }) => !node.label),
    allows: ofKind(entries, 'allow'),
  };
}

interface Surroundings {
  readonly home: LoadedFile;
  readonly inStrategy: boolean;
  readonly brought: readonly Entry[];
  /** Fragments being included, outermost first, to name cycles. */
  readonly open: readonly string[];
}

function flatten(
  block: Block,
  { home, inStrategy, brought, open }: Surroundings,
  diagnostics: Diagnostics,
): { readonly entries: readonly Entry[]; readonly broken: boolean } {
  let before = [...brought];
  const own: Entry[] = [];
  let broken = home.brokenAt.some((span) => touches(span, block.span));

  for (const statement of block.statements) {
    if (statement.kind === 'include') {
      const included = includeFragment(statement, block.type, home, open, diagnostics);
      broken ||= included === null || included.broken;
      for (const entry of included?.entries ?? []) {
        const settled = block.statements.some((own) => replaces(own, entry.node, block.type));
        before = bring(before, entry, block.type, settled ? null : statement, diagnostics);
      }
    } else if (statement.kind === 'removal') {
      before = remove(before, statement, diagnostics);
    } else {
      addOwn(own, { node: statement, home, inStrategy, inherited: false }, block.type, diagnostics);
    }
  }

  // Written in place of what it replaces, so that an overridden feature keeps its position.
  const merged: Entry[] = [];
  const placed = new Set<Entry>();
  for (const entry of before) {
    const replacement = own.find((candidate) => replaces(candidate.node, entry.node, block.type));
    merged.push(replacement ?? entry);
    if (replacement !== undefined) placed.add(replacement);
  }
  return { entries: [...merged, ...own.filter((entry) => !placed.has(entry))], broken };
}

function includeFragment(
  include: Include,
  type: BlockType,
  home: LoadedFile,
  open: readonly string[],
  diagnostics: Diagnostics,
): { readonly entries: readonly Entry[]; readonly broken: boolean } | null {
  const name = include.name.text;
  const blocks = (declarations: LoadedFile['declarations']) => declarations.blocks;
  const [found, other] = findDeclared(home, blocks, blockKey(type, name));
  if (found === undefined) return reportUnknownFragment(include, type, home, diagnostics);
  if (other !== undefined) {
    const files = [found.home.file, other.home.file];
    return diagnostics.report('ambiguous-name', include.name.span, { name, files });
  }
  const id = `${found.home.file} ${name}`;
  if (open.includes(id)) {
    const chain = [...open.slice(open.indexOf(id)), id].map((step) => step.slice(step.lastIndexOf(' ') + 1));
    return diagnostics.report('include-cycle', include.name.span, { chain });
  }
  const surroundings = { home: found.home, inStrategy: false, brought: [], open: [...open, id] };
  return flatten(found.node, surroundings, diagnostics);
}

function reportUnknownFragment(include: Include, type: BlockType, home: LoadedFile, diagnostics: Diagnostics): null {
  if (home.incomplete) return null;
  const name = include.name.text;
  const known = declaredNames(home, ({ blocks }) => blocks).map((key) => key.split(' ') as [BlockType, string]);
  const elsewhere = known.find(([, candidate]) => candidate === name);
  if (elsewhere !== undefined) {
    return diagnostics.report('wrong-fragment', include.name.span, { name, found: elsewhere[0], expected: type });
  }
  const names = known.filter(([candidate]) => candidate === type).map(([, candidate]) => candidate);
  return diagnostics.report('unknown-fragment', include.name.span, { type, name, nearest: nearest(name, names) });
}

/**
 * Two fragments may not bring the same thing, unless the block says it itself (`include` is null then): neither is
 * written here, so neither can be meant to win.
 */
function bring(
  before: Entry[],
  entry: Entry,
  type: BlockType,
  include: Include | null,
  diagnostics: Diagnostics,
): Entry[] {
  const twin = before.find((known) => replaces(entry.node, known.node, type));
  if (twin === undefined) return [...before, entry];
  if (!twin.inherited && include !== null) {
    const related = [
      { span: nameSpan(twin.node), message: 'brought from here' },
      { span: nameSpan(entry.node), message: 'and from here' },
    ];
    const facts = { name: keyOf(entry.node) ?? '', fragment: include.name.text };
    diagnostics.report('included-twice', include.name.span, facts, { related });
  }
  return before.map((known) => (known === twin ? entry : known));
}

function remove(before: Entry[], removal: Removal, diagnostics: Diagnostics): Entry[] {
  const kept = before.filter(({ node }) => keyOf(node) !== removal.key);
  if (kept.length === before.length) {
    const known = before.flatMap(({ node }) => keyOf(node) ?? []);
    const facts = { key: removal.key, nearest: nearest(removal.key, known) };
    diagnostics.report('nothing-to-remove', removal.keySpan, facts);
  }
  return kept;
}

function addOwn(own: Entry[], entry: Entry, type: BlockType, diagnostics: Diagnostics): void {
  const twin = own.find((known) => replaces(entry.node, known.node, type));
  if (twin === undefined) {
    own.push(entry);
    return;
  }
  const related = [{ span: nameSpan(twin.node), message: 'first said here' }];
  const name = keyOf(entry.node) ?? '';
  if (entry.node.kind === 'definition') {
    diagnostics.report('duplicate-name', nameSpan(entry.node), { name }, { related });
  } else {
    diagnostics.report('duplicate-setting', nameSpan(entry.node), { key: name, block: type }, { related });
  }
}

function replaces(newer: BlockStatement, older: BlockStatement, type: BlockType): boolean {
  if (newer.kind !== older.kind || newer.kind === 'allow') return false;
  const key = keyOf(newer);
  return key === keyOf(older) && !(newer.kind === 'setting' && REPEATABLE.has(blockKey(type, newer.key)));
}

/** What `no …` and an heir call it. */
function keyOf(statement: BlockStatement): string | null {
  if (statement.kind === 'setting') return statement.key;
  return statement.kind === 'definition' ? statement.name.text : null;
}

function nameSpan(statement: BlockStatement): Span {
  if (statement.kind === 'setting') return statement.keySpan;
  return statement.kind === 'definition' ? statement.name.span : statement.span;
}

function entriesOf(block: ExpandedBlock): Entry[] {
  return [...block.settings, ...block.definitions, ...block.allows];
}

function ofKind<K extends BlockStatement['kind']>(
  entries: readonly Entry[],
  kind: K,
): Scoped<Extract<BlockStatement, { kind: K }>>[] {
  return entries.filter((entry): entry is Scoped<Extract<BlockStatement, { kind: K }>> => entry.node.kind === kind);
}

function touches(a: Span, b: Span): boolean {
  return a.file === b.file && a.start <= b.end && a.end >= b.start;
}
