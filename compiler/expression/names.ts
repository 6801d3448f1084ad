/** What a name means at a place: the block's own names, then the strategy's, then the file's and those it uses. */

import { nearest } from '../../configs/nearest.ts';
import type { BlockType, Definition, MembersDeclaration } from '../../grammar/tree.ts';
import { BUILTINS, builtin, FIELDS, field } from '../../stdlib/registry.ts';
import type { Builtin, Field } from '../../stdlib/types.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { ExpandedStrategy, Scoped } from '../load/expanded.ts';
import { declaredNames, findDeclared, type LoadedFile } from '../load/files.ts';
import { OPERATOR_NAMES } from './operators.ts';
import type { TypedConstant } from './typed.ts';

/** Where an expression stands, which decides what it sees. */
export interface Place {
  readonly home: LoadedFile;
  readonly inStrategy: boolean;
  readonly block: BlockType | null;
}

export function placeOf({ home, inStrategy }: Scoped<unknown>, block: BlockType | null): Place {
  return { home, inStrategy, block };
}

/** More than a person reads. */
const MOST_SUGGESTIONS = 200;

export type Binding =
  | { readonly kind: 'param'; readonly value: TypedConstant | null }
  | { readonly kind: 'definition'; readonly node: Definition; readonly place: Place }
  | { readonly kind: 'members'; readonly node: MembersDeclaration; readonly home: LoadedFile }
  | { readonly kind: 'field'; readonly field: Field }
  | { readonly kind: 'function'; readonly builtin: Builtin }
  | { readonly kind: 'ambiguous'; readonly files: readonly string[] };

export class Names {
  readonly #strategy: ExpandedStrategy;
  /** Params by name; null where the value is wrong and has been reported. */
  readonly #params: ReadonlyMap<string, TypedConstant | null>;
  /** The strategy's own definitions, the label among them, and those of each block. */
  readonly #definitions: ReadonlyMap<string, Scoped<Definition>>;
  readonly #locals: ReadonlyMap<BlockType, ReadonlyMap<string, Scoped<Definition>>>;
  #suggestions = 0;

  constructor(strategy: ExpandedStrategy, params: ReadonlyMap<string, TypedConstant | null>) {
    this.#strategy = strategy;
    this.#params = params;
    const { definitions, label, blocks } = strategy;
    this.#definitions = byName(label === null ? definitions : [...definitions, label]);
    this.#locals = new Map([...blocks.values()].map((block) => [block.type, byName(block.definitions)]));
  }

  lookup(name: string, place: Place): Binding | null {
    // Names of the language come before those of files: a file cannot redefine them, only break the rule and be told.
    return predefined(name) ?? this.#own(name, place) ?? declared(name, place);
  }

  /**
   * The value that a name not found was most likely meant to be, and not the one that is being defined. A file full of
   * errors gets it for the first ones.
   */
  nearest(name: string, place: Place, defining?: string): string | null {
    if (this.#suggestions++ >= MOST_SUGGESTIONS) return null;
    return nearest(
      name,
      this.#visible(place).filter((visible) => visible !== defining),
    );
  }

  #visible({ home, inStrategy, block }: Place): string[] {
    const named = (type: BlockType) => [...(this.#locals.get(type)?.keys() ?? [])];
    return [
      ...(block === null ? [] : named(block)),
      ...(inStrategy ? [...this.#params.keys(), ...this.#definitions.keys(), ...named('features')] : []),
      ...declaredNames(home, ({ values }) => values),
      ...FIELDS.map((known) => known.name),
    ];
  }

  /** Whether a name that is not found may have been lost with something that could not be read and was reported. */
  mayBeLost({ home, inStrategy, block }: Place, close: string | null): boolean {
    if (home.incomplete || (inStrategy && this.#strategy.orphaned)) return true;
    const { blocks, broken } = this.#strategy;
    const readable = !broken && !blocks.get('features')?.broken && !(block !== null && blocks.get(block)?.broken);
    return !readable && close === null;
  }

  #own(name: string, { inStrategy, block }: Place): Binding | null {
    const inBlock = (type: BlockType): Binding | null => {
      const found = this.#locals.get(type)?.get(name);
      return found === undefined ? null : { kind: 'definition', node: found.node, place: placeOf(found, type) };
    };
    const local = block === null ? null : inBlock(block);
    if (local !== null || !inStrategy) return local;
    const value = this.#params.get(name);
    if (value !== undefined) return { kind: 'param', value };
    const found = this.#definitions.get(name);
    if (found !== undefined) return { kind: 'definition', node: found.node, place: placeOf(found, null) };
    return inBlock('features');
  }
}

/** Of two that share a name, which is an error, the first. */
function byName(entries: readonly Scoped<Definition>[]): ReadonlyMap<string, Scoped<Definition>> {
  return new Map(entries.toReversed().map((entry) => [entry.node.name.text, entry]));
}

function declared(name: string, { home }: Place): Binding | null {
  const [found, other] = findDeclared(home, ({ values }) => values, name);
  if (found === undefined) return null;
  if (other !== undefined) return { kind: 'ambiguous', files: [found.home.file, other.home.file] };
  const { node } = found;
  if (node.kind === 'members') return { kind: 'members', node, home: found.home };
  return { kind: 'definition', node, place: { home: found.home, inStrategy: false, block: null } };
}

function predefined(name: string): Binding | null {
  const known = field(name);
  if (known) return { kind: 'field', field: known };
  const called = callable(name);
  return called === null ? null : { kind: 'function', builtin: called };
}

/** A built-in that is called by name; operators are not. */
export function callable(name: string): Builtin | null {
  return OPERATOR_NAMES.has(name) ? null : (builtin(name) ?? null);
}

export function callableNames(): string[] {
  return BUILTINS.map(({ name }) => name).filter((name) => !OPERATOR_NAMES.has(name));
}

/** Names of the language keep their meaning, and within a strategy a name means one thing. */
export function verifyNames(strategy: ExpandedStrategy, diagnostics: Diagnostics): void {
  const { params, definitions, label, blocks } = strategy;
  const features = blocks.get('features')?.definitions ?? [];
  const taken = new Map<string, Scoped<{ readonly name: Definition['name'] }>>();
  for (const entry of [...params, ...definitions, ...(label === null ? [] : [label]), ...features]) {
    const { text: name, span } = entry.node.name;
    const twin = taken.get(name);
    if (twin !== undefined) {
      const related = [{ span: twin.node.name.span, message: 'first defined here' }];
      diagnostics.report('duplicate-name', span, { name }, { related });
    }
    taken.set(name, twin ?? entry);
  }
  const locals = [...blocks.values()].filter(({ type }) => type !== 'features').flatMap((block) => block.definitions);
  const ofFile = [...strategy.home.declarations.values.values()].map((node) => ({ node }));
  for (const { node } of [...taken.values(), ...locals, ...ofFile]) {
    const { text: name, span } = node.name;
    if (field(name)) diagnostics.report('shadows-builtin', span, { name, what: 'a field' });
    else if (callable(name) !== null) diagnostics.report('shadows-builtin', span, { name, what: 'a function' });
  }
}
