/**
 * The settings of one block after what it inherits and includes. One rule for both: what stands in the block itself
 * replaces what was brought under the same key, a repeatable setting adds to it, and `no KEY` takes it away.
 */

import { nearest } from '../../configs/nearest.ts';
import { SETTINGS } from '../../grammar/settings.ts';
import type { Span } from '../../grammar/span.ts';
import type { Block, BlockStatement, BlockType, Include, Removal } from '../../grammar/tree.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { ExpandedBlock, Scoped } from './expanded.ts';
import { blockKey, declaredNames, findDeclared, type LoadedFile, libraryCalled } from './files.ts';

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
  const own = collectOwn(block, { home, inStrategy }, diagnostics);
  let before = [...brought];
  let broken = home.brokenAt.some((span) => touches(span, block.span));
  for (const statement of block.statements) {
    if (statement.kind === 'include') {
      const included = includeFragment(statement, block.type, home, open, diagnostics);
      broken ||= included === null || included.broken;
      const entries = (included?.entries ?? []).map((entry) => ({ ...entry, includedBy: statement.name }));
      before = bring(before, entries, block.type, { include: statement, own, diagnostics });
    } else if (statement.kind === 'removal') {
      before = remove(before, statement, diagnostics);
    }
  }

  // Written in place of what it replaces, so that an overridden feature keeps its position.
  const merged = before.map((entry) => own.get(slotOf(entry.node, block.type)) ?? entry);
  const placed = new Set(merged);
  return { entries: [...merged, ...[...own.values()].filter((entry) => !placed.has(entry))], broken };
}

/** What the block says itself, by slot. */
function collectOwn(
  block: Block,
  scope: Pick<Entry, 'home' | 'inStrategy'>,
  diagnostics: Diagnostics,
): ReadonlyMap<Slot, Entry> {
  const own = new Map<Slot, Entry>();
  for (const node of block.statements) {
    if (node.kind === 'include' || node.kind === 'removal') continue;
    const slot = slotOf(node, block.type);
    const twin = own.get(slot);
    if (twin === undefined) own.set(slot, { node, ...scope, inherited: false, includedBy: null });
    else reportTwice(node, twin.node, block.type, diagnostics);
  }
  return own;
}

function reportTwice(node: BlockStatement, first: BlockStatement, block: BlockType, diagnostics: Diagnostics): void {
  const related = [{ span: nameSpan(first), message: 'first said here' }];
  const name = keyOf(node) ?? '';
  if (node.kind === 'definition') {
    diagnostics.report('duplicate-name', nameSpan(node), { name }, { related });
  } else {
    diagnostics.report('duplicate-setting', nameSpan(node), { key: name, block }, { related });
  }
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
  const facts = { type, name, nearest: nearest(name, names), library: libraryCalled(name, home) };
  return diagnostics.report('unknown-fragment', include.name.span, facts);
}

/**
 * Two fragments may not bring the same thing, unless the block says it itself: neither is written here, so neither can
 * be meant to win. Over what is inherited an include wins.
 */
function bring(
  before: readonly Entry[],
  included: readonly Entry[],
  type: BlockType,
  { include, own, diagnostics }: { include: Include; own: ReadonlyMap<Slot, Entry>; diagnostics: Diagnostics },
): Entry[] {
  const merged = new Map(before.map((entry) => [slotOf(entry.node, type), entry]));
  const clashes: { readonly twin: Entry; readonly entry: Entry }[] = [];
  for (const entry of included) {
    const slot = slotOf(entry.node, type);
    const twin = merged.get(slot);
    if (twin !== undefined && !twin.inherited && !own.has(slot)) clashes.push({ twin, entry });
    merged.set(slot, entry);
  }
  const [first] = clashes;
  if (first !== undefined) {
    const { twin, entry } = first;
    const again = twin.node === entry.node;
    const related = again
      ? []
      : [
          { span: nameSpan(twin.node), message: 'brought from here' },
          { span: nameSpan(entry.node), message: 'and from here' },
        ];
    const names = clashes.map((clash) => keyOf(clash.entry.node) ?? '');
    const facts = { names, fragment: include.name.text, again };
    diagnostics.report('included-twice', include.name.span, facts, { related });
  }
  return [...merged.values()];
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

/** What of a block can stand only once, by name; a statement that may stand several times is a slot of its own. */
type Slot = string | BlockStatement;

function slotOf(statement: BlockStatement, type: BlockType): Slot {
  const key = keyOf(statement);
  if (key === null || (statement.kind === 'setting' && REPEATABLE.has(blockKey(type, key)))) return statement;
  return `${statement.kind} ${key}`;
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
