/**
 * Every name in some files, what it means and where it is declared. A strategy that gives a param or a feature of its
 * ancestor another value declares the same name again: both declarations are of one symbol.
 */
import type { Span } from '../../grammar/span.ts';
import type { Block, BlockType, Name, Setting, SlotValue, SourceFile, Strategy } from '../../grammar/tree.ts';
import { partsOf } from '../../grammar/walk.ts';
import { field } from '../../stdlib/registry.ts';
import { callable } from '../expression/names.ts';
import { blockKey, findDeclared, type LoadedFile } from '../load/files.ts';
import { placeKey, portfolioKey, type Scope, type Scoped, Scopes, type Site } from './scopes.ts';
import { holdsValues, METHOD_SLOT } from './slots.ts';

export type SymbolKind = Site['kind'] | 'strategy' | 'block' | 'members' | 'value' | 'library' | 'field' | 'function';

/** What a name stands for. */
export interface NamedSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** Empty for names of the language. */
  readonly declarations: readonly Span[];
  /** In the order of files and then of places. */
  readonly occurrences: readonly Occurrence[];
}

export interface Occurrence {
  readonly span: Span;
  readonly symbol: NamedSymbol;
  readonly declares: boolean;
  /** The declaration that counts here; of one that takes another's place, that other. Null for names of the language. */
  readonly target: Span | null;
}

export class Symbols {
  /** By file, in the order of places. */
  readonly #byFile: ReadonlyMap<string, readonly Occurrence[]>;
  readonly all: readonly NamedSymbol[];

  constructor(all: readonly NamedSymbol[]) {
    this.all = all;
    const byFile = Map.groupBy(
      all.flatMap(({ occurrences }) => occurrences),
      ({ span }) => span.file,
    );
    for (const occurrences of byFile.values()) occurrences.sort((a, b) => a.span.start - b.span.start);
    this.#byFile = byFile;
  }

  in(file: string): readonly Occurrence[] {
    return this.#byFile.get(file) ?? [];
  }

  /** The name that an offset lies in or right behind. */
  at(file: string, offset: number): Occurrence | null {
    const found = this.in(file).filter(({ span }) => span.start <= offset && offset <= span.end);
    return found.at(-1) ?? null; // of two that adjoin, the one that begins there
  }
}

/** @param files each file once, those that are used among them */
export function collectSymbols(files: readonly LoadedFile[]): Symbols {
  return new Collector(files).collect();
}

/** A file and all it uses, each once, itself first. */
export function filesOf(...roots: readonly LoadedFile[]): readonly LoadedFile[] {
  const found = new Map<string, LoadedFile>();
  const add = (file: LoadedFile) => {
    if (found.has(file.file)) return;
    found.set(file.file, file);
    file.uses.forEach(add);
  };
  roots.forEach(add);
  return [...found.values()];
}

interface Mention {
  readonly span: Span;
  readonly kind: SymbolKind;
  readonly name: string;
  /** Under which mentions of one symbol are gathered: the place of a declaration, or the name of the language. */
  readonly key: string;
  readonly declares: boolean;
  readonly target: Span | null;
}

/** Where an expression stands. */
interface Surroundings {
  readonly home: LoadedFile;
  /** The strategy or the library's block around it. */
  readonly text: Scoped | null;
}

class Collector {
  readonly #files: readonly LoadedFile[];
  readonly #scopes = new Scopes();
  readonly #mentions: Mention[] = [];
  /** Declarations that are one symbol, as a forest: each leads towards the one that stands for all. */
  readonly #sameAs = new Map<string, string>();

  constructor(files: readonly LoadedFile[]) {
    this.#files = files;
  }

  collect(): Symbols {
    for (const home of this.#files) {
      for (const declaration of home.tree.declarations) {
        if (declaration.kind === 'strategy' || declaration.kind === 'block') {
          this.#join(this.#scopes.of(declaration, home));
        }
      }
    }
    for (const home of this.#files) this.#readFile(home.tree, home);
    return new Symbols(this.#gather());
  }

  // ── Files, strategies, blocks ────────────────────────────────────────────────────────────────────────────────

  #readFile({ uses, declarations }: SourceFile, home: LoadedFile): void {
    uses.forEach((use, i) => {
      const used = home.used[i] ?? null;
      const [first] = use.path;
      const last = use.path.at(-1);
      if (used === null || first === undefined || last === undefined) return;
      const span = { file: home.file, start: first.span.start, end: last.span.end };
      const target = { file: used.file, start: 0, end: 0 };
      const name = use.path.map(({ text }) => text).join('.');
      this.#mentions.push({ span, kind: 'library', name, key: used.file, declares: false, target });
    });
    for (const declaration of declarations) {
      const surroundings = { home, text: null };
      switch (declaration.kind) {
        case 'strategy':
          this.#readStrategy(declaration, home);
          break;
        case 'block':
          if (declaration.name !== null) this.#declare(declaration.name, 'block');
          this.#readBlock(declaration, { home, text: declaration });
          break;
        case 'members':
          this.#declare(declaration.name, 'members');
          this.#readMembers(declaration.value, surroundings);
          break;
        case 'definition':
          this.#declare(declaration.name, 'value');
          this.#readValue(declaration.value, surroundings);
          break;
      }
    }
  }

  #readStrategy(strategy: Strategy, home: LoadedFile): void {
    const surroundings = { home, text: strategy };
    const scope = this.#scopes.of(strategy, home);
    this.#declare(strategy.name, 'strategy');
    if (strategy.parent !== null) this.#refer(strategy.parent, 'strategy', findParent(strategy.parent, home));
    for (const statement of strategy.statements) {
      switch (statement.kind) {
        case 'param':
          this.#declareIn(scope, statement.name);
          break;
        case 'definition':
          this.#declareIn(scope, statement.name);
          this.#readValue(statement.value, surroundings);
          break;
        case 'block':
          this.#readBlock(statement, surroundings);
          break;
      }
    }
  }

  #readBlock(block: Block, surroundings: Surroundings): void {
    const { home, text } = surroundings;
    const scope = text === null ? null : this.#scopes.of(text, home);
    if (text?.kind === 'strategy' && block.type === 'portfolio' && block.name !== null) {
      this.#declareIn(scope, block.name, portfolioKey(block.name.text));
    }
    for (const statement of block.statements) {
      switch (statement.kind) {
        case 'definition':
          this.#declareIn(scope, statement.name);
          this.#readValue(statement.value, surroundings);
          break;
        case 'include':
          this.#refer(statement.name, 'block', findBlock(statement.name, block.type, home));
          break;
        case 'removal': {
          const name = { kind: 'name', text: statement.key, span: statement.keySpan } as const;
          if (block.type === 'features') this.#referToSite(name, scope?.get(statement.key));
          break;
        }
        case 'setting':
          this.#readSetting(statement, block.type, surroundings);
          break;
      }
    }
  }

  // ── Expressions ──────────────────────────────────────────────────────────────────────────────────────────────

  #readSetting({ key, slots }: Setting, block: BlockType, surroundings: Surroundings): void {
    for (const [slot, value] of Object.entries(slots)) {
      if (!holdsValues(block, key, slot)) continue;
      if (slot === METHOD_SLOT) this.#readMethod(value, surroundings);
      else if (block === 'universe' && slot === 'members') this.#readMembers(value, surroundings);
      else this.#readValue(value, surroundings);
    }
  }

  #readMethod(value: SlotValue, surroundings: Surroundings): void {
    for (const part of partsOf(value)) this.#readValue(part, surroundings);
  }

  /** Sets of stocks see what files declare, and names in lists are tickers. */
  #readMembers(value: SlotValue, { home }: Surroundings): void {
    if (value.kind === 'list') return;
    if (value.kind === 'name') this.#referToDeclared(value, home);
    if (value.kind === 'call') {
      this.#referToLanguage(value.callee);
      for (const part of partsOf(value)) this.#readValue(part, { home, text: null });
      return;
    }
    for (const part of partsOf(value)) this.#readMembers(part, { home, text: null });
  }

  #readValue(value: SlotValue, surroundings: Surroundings): void {
    if (value.kind === 'name') this.#readName(value, surroundings);
    if (value.kind === 'call') this.#referToLanguage(value.callee);
    for (const part of partsOf(value)) this.#readValue(part, surroundings);
  }

  /** Names of the language first, then the text's own, then what its file sees; then what it is given as a part. */
  #readName(name: Name, { home, text }: Surroundings): void {
    if (this.#referToLanguage(name)) return;
    if (text !== null && this.#referToSite(name, this.#scopes.of(text, home).get(name.text))) return;
    if (this.#referToDeclared(name, home) || text === null) return;
    for (const scope of this.#scopes.around(text)) {
      const sites = scope.get(name.text)?.filter(({ kind }) => text.kind === 'strategy' || kind === 'feature');
      if (this.#referToSite(name, sites)) return;
    }
  }

  // ── Mentions ─────────────────────────────────────────────────────────────────────────────────────────────────

  #declare({ text: name, span }: Name, kind: SymbolKind): void {
    if (name === '') return; // it could not be read
    this.#mentions.push({ span, kind, name, key: placeKey(span), declares: true, target: span });
  }

  /** A declaration that may stand in the place of others. */
  #declareIn(scope: Scope | null, { text: name, span }: Name, key = name): void {
    const sites = scope?.get(key) ?? [];
    const own = sites.find((site) => placeKey(site.name.span) === placeKey(span));
    const replaced = sites.find((site) => site !== own);
    if (own === undefined) return;
    const target = replaced?.name.span ?? span;
    this.#mentions.push({ span, kind: own.kind, name, key: placeKey(span), declares: true, target });
  }

  #refer({ text: name, span }: Name, kind: SymbolKind, found: Name | null): boolean {
    if (found === null) return false;
    this.#mentions.push({ span, kind, name, key: placeKey(found.span), declares: false, target: found.span });
    return true;
  }

  #referToSite(name: Name, sites: readonly Site[] | undefined): boolean {
    const [site] = sites ?? [];
    return site !== undefined && this.#refer(name, site.kind, site.name);
  }

  #referToDeclared(name: Name, home: LoadedFile): boolean {
    const [found] = findDeclared(home, ({ values }) => values, name.text);
    if (found === undefined) return false;
    return this.#refer(name, found.node.kind === 'members' ? 'members' : 'value', found.node.name);
  }

  #referToLanguage({ text: name, span }: Name): boolean {
    const kind = field(name) ? 'field' : callable(name) === null ? null : 'function';
    if (kind === null) return false;
    this.#mentions.push({ span, kind, name, key: `${kind} ${name}`, declares: false, target: null });
    return true;
  }

  // ── Symbols ──────────────────────────────────────────────────────────────────────────────────────────────────

  #join(scope: Scope): void {
    for (const [first, ...others] of scope.values()) {
      for (const other of others) {
        const [a, b] = [this.#root(placeKey(first!.name.span)), this.#root(placeKey(other.name.span))];
        if (a !== b) this.#sameAs.set(a, b);
      }
    }
  }

  #root(key: string): string {
    let root = key;
    for (let next = this.#sameAs.get(root); next !== undefined; next = this.#sameAs.get(root)) root = next;
    return root;
  }

  #gather(): readonly NamedSymbol[] {
    return [...Map.groupBy(this.#mentions, ({ key }) => this.#root(key)).values()].map((mentions) => {
      const [first] = mentions;
      const { kind, name } = mentions.find(({ declares }) => declares) ?? first!;
      const declarations = mentions.flatMap(({ declares, span }) => (declares ? [span] : []));
      const occurrences: Occurrence[] = [];
      const symbol = { kind, name, declarations, occurrences };
      for (const { span, declares, target } of mentions) occurrences.push({ span, symbol, declares, target });
      return symbol;
    });
  }
}

function findParent(parent: Name, home: LoadedFile): Name | null {
  return findDeclared(home, ({ strategies }) => strategies, parent.text)[0]?.node.name ?? null;
}

function findBlock({ text }: Name, type: BlockType, home: LoadedFile): Name | null {
  return findDeclared(home, ({ blocks }) => blocks, blockKey(type, text))[0]?.node.name ?? null;
}
