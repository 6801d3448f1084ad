/**
 * Which names a strategy, or a block of features in a library, gives to its expressions, and where each is declared:
 * in itself, in what it includes, in what it extends. As the compiler binds them (`load/expand.ts`,
 * `expression/names.ts`), for any text that could be read and whatever is wrong with it.
 */
import type { Span } from '../../grammar/span.ts';
import type { Block, BlockStatement, Name, Strategy } from '../../grammar/tree.ts';
import { blockKey, findDeclared, type LoadedFile } from '../load/files.ts';

/** A text with names of its own. */
export type Scoped = Strategy | Block;

export interface Site {
  readonly kind: 'param' | 'label' | 'definition' | 'feature' | 'portfolio';
  readonly name: Name;
}

/** By name, the declaration that counts and then those it stands in the place of. */
export type Scope = ReadonlyMap<string, readonly Site[]>;

/** Portfolios have names of their own, of which this keeps them apart. */
export function portfolioKey(name: string): string {
  return `portfolio ${name}`;
}

/** Where something stands, as a key: texts are read once for each file that uses them, places stay. */
export function placeKey({ file, start }: Span): string {
  return `${file}\0${start}`;
}

/** Ancestors and included blocks in a row; more are in nobody's file, and would take ages. */
const MOST_DEEP = 100;

interface Made {
  readonly scope: Map<string, readonly Site[]>;
  /** The texts it is made of. */
  readonly texts: Set<string>;
  /** How many of them in a row. */
  height: number;
}

export class Scopes {
  readonly #made = new Map<string, Made>();
  readonly #wholes = new Map<string, Set<Scope>>();

  of(node: Scoped, home: LoadedFile): Scope {
    return this.#make(node, home, 0).scope;
  }

  /** Those of strategies and blocks, made so far, that a text is a part of: they may give it names that it lacks. */
  around(node: Scoped): Iterable<Scope> {
    return this.#wholes.get(placeKey(node.span)) ?? [];
  }

  #make(node: Scoped, home: LoadedFile, depth: number): Made {
    const key = placeKey(node.span);
    const known = this.#made.get(key);
    if (known !== undefined) return known; // in a circle of `extends`: as far as it has been made
    const made: Made = { scope: new Map(), texts: new Set(), height: 0 };
    this.#made.set(key, made);
    for (const site of sitesIn(node)) addSites(made.scope, keyOf(site), [site]);
    for (const [part, partHome] of depth < MOST_DEEP ? partsOf(node, home) : []) {
      const { scope, texts, height } = this.#make(part, partHome, depth + 1);
      if (height >= MOST_DEEP) continue;
      made.height = Math.max(made.height, height + 1);
      for (const [name, sites] of scope) addSites(made.scope, name, sites);
      for (const text of [placeKey(part.span), ...texts]) made.texts.add(text);
    }
    for (const text of made.texts) {
      const wholes = this.#wholes.get(text) ?? new Set();
      this.#wholes.set(text, wholes.add(made.scope));
    }
    return made;
  }
}

function addSites(scope: Map<string, readonly Site[]>, key: string, sites: readonly Site[]): void {
  scope.set(key, [...new Set([...(scope.get(key) ?? []), ...sites])]);
}

function keyOf({ kind, name }: Site): string {
  return kind === 'portfolio' ? portfolioKey(name.text) : name.text;
}

/** What is declared in the text itself. */
function sitesIn(node: Scoped): readonly Site[] {
  if (node.kind === 'block') return node.type === 'features' ? node.statements.flatMap(featureIn) : [];
  return node.statements.flatMap((statement): Site[] => {
    switch (statement.kind) {
      case 'param':
        return [{ kind: 'param', name: statement.name }];
      case 'definition':
        return [{ kind: statement.label ? 'label' : 'definition', name: statement.name }];
      case 'block': {
        const { name, type } = statement;
        const features = sitesIn(statement);
        return type === 'portfolio' && name !== null ? [{ kind: 'portfolio', name }, ...features] : [...features];
      }
      default:
        return [];
    }
  });
}

function featureIn(statement: BlockStatement): Site[] {
  return statement.kind === 'definition' && !statement.label ? [{ kind: 'feature', name: statement.name }] : [];
}

/** The texts whose names it takes over: the blocks of features it includes, then the strategy it extends. */
function partsOf(node: Scoped, home: LoadedFile): readonly (readonly [Scoped, LoadedFile])[] {
  const blocks = node.kind === 'block' ? [node] : node.statements.filter((statement) => statement.kind === 'block');
  const included = blocks
    .filter(({ type }) => type === 'features')
    .flatMap(({ statements }) => statements)
    .flatMap((statement) => (statement.kind === 'include' ? [statement.name.text] : []))
    .flatMap((name) => findDeclared(home, ({ blocks }) => blocks, blockKey('features', name)));
  const parent = node.kind === 'strategy' ? node.parent : null;
  const extended = parent === null ? [] : findDeclared(home, ({ strategies }) => strategies, parent.text);
  return [...included, ...extended].map((found) => [found.node, found.home] as const);
}
