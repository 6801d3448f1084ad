/** Pass 1 and 2: parses the file and, depth first, everything it uses. */

import { nearest } from '../../configs/nearest.ts';
import { parse } from '../../grammar/parse.ts';
import type { Span } from '../../grammar/span.ts';
import type {
  Block,
  BlockType,
  Definition,
  MembersDeclaration,
  ParseResult,
  SourceFile,
  Strategy,
  Use,
} from '../../grammar/tree.ts';
import type { Diagnostics } from '../diagnostics.ts';
import { reportSyntax } from '../syntax.ts';

/** A library that is there: its text, or why it was not read. */
export type Resolved =
  | { readonly file: string; readonly text: string }
  /** Where it lies in truth, outside of the folder that a strategy may read. */
  | { readonly outside: string; readonly project: string }
  /** What reading it failed with. */
  | { readonly unreadable: string };

/** What `use a.b.c` names, as text; null when there is no such library. */
export interface ImportResolver {
  (path: readonly string[], from: string): Resolved | null;
  /** Paths that could have been meant, for the message about one that does not exist. */
  readonly candidates?: (from: string) => readonly string[];
}

/** What one file declares, by name. */
export interface Declarations {
  readonly strategies: ReadonlyMap<string, Strategy>;
  readonly blocks: ReadonlyMap<string, Block>;
  /** Members and values share one space of names: both are named in expressions. */
  readonly values: ReadonlyMap<string, MembersDeclaration | Definition>;
}

export interface LoadedFile {
  readonly file: string;
  readonly text: string;
  readonly tree: SourceFile;
  /** What each `use` of the tree names, in its order; null where it could not be read. */
  readonly used: readonly (LoadedFile | null)[];
  /** Those that could. */
  readonly uses: readonly LoadedFile[];
  readonly declarations: Declarations;
  /** Something it uses could not be read, so that names may be missing through no fault of their own. */
  readonly incomplete: boolean;
  /** Where the parser stumbled: what is missing there was not left out by the author. */
  readonly brokenAt: readonly Span[];
  /** Paths that it could use, for names that nobody has declared. */
  readonly usable: () => readonly string[];
}

/** Every file of a compilation in the order of reading, the user's own first. */
export interface Program {
  readonly main: LoadedFile;
  readonly sources: ReadonlyMap<string, string>;
}

export interface Root {
  readonly file: string;
  readonly text: string;
  readonly resolve: ImportResolver;
  /** In place of the parser, one that remembers; it must answer as the parser does. */
  readonly parse?: (text: string, file: string) => ParseResult;
}

export function loadFiles(input: Root, diagnostics: Diagnostics): Program {
  const read = input.parse ?? parse;
  const sources = new Map<string, string>();
  const loaded = new Map<string, LoadedFile>();
  const open: string[] = [];

  const load = (file: string, text: string): LoadedFile => {
    sources.set(file, text);
    open.push(file);
    const { file: tree, problems } = read(text, file);
    reportSyntax(problems, text, diagnostics);
    const used = tree.uses.map((use) => loadUse(use, file));
    const uses = used.filter((use) => use !== null);
    open.pop();
    const brokenAt = problems.map(({ span }) => span);
    const declarations = declarationsOf(tree, diagnostics);
    const usable = () => input.resolve.candidates?.(file) ?? [];
    const result = {
      file,
      text,
      tree,
      used,
      uses,
      incomplete: uses.length < used.length,
      declarations,
      brokenAt,
      usable,
    };
    loaded.set(file, result);
    return result;
  };

  const loadUse = (use: Use, from: string): LoadedFile | null => {
    const path = use.path.map(({ text }) => text);
    const found = input.resolve(path, from);
    if (found === null) {
      const written = path.join('.');
      const candidates = input.resolve.candidates?.(from) ?? [];
      // A name cut short is no near miss by its letters.
      const meant = nearest(written, candidates) ?? candidates.find((path) => path.startsWith(written)) ?? null;
      return diagnostics.report('unknown-library', use.span, { path: written, nearest: meant });
    }
    if ('outside' in found) return diagnostics.report('outside-project', use.span, found);
    if ('unreadable' in found) {
      return diagnostics.report('unreadable-library', use.span, { path: path.join('.'), reason: found.unreadable });
    }
    const known = loaded.get(found.file);
    if (known !== undefined) return known;
    const start = open.indexOf(found.file);
    if (start >= 0) return diagnostics.report('use-cycle', use.span, { chain: [...open.slice(start), found.file] });
    return load(found.file, found.text);
  };

  return { main: load(input.file, input.text), sources };
}

function declarationsOf(tree: SourceFile, diagnostics: Diagnostics): Declarations {
  const strategies = new Map<string, Strategy>();
  const blocks = new Map<string, Block>();
  const values = new Map<string, MembersDeclaration | Definition>();
  for (const declaration of tree.declarations) {
    if (declaration.name === null) continue;
    const name = declaration.name.text;
    const previous =
      declaration.kind === 'strategy'
        ? addNew(strategies, name, declaration)
        : declaration.kind === 'block'
          ? addNew(blocks, blockKey(declaration.type, name), declaration)
          : addNew(values, name, declaration);
    // One whose name could not be read is like no other.
    if (previous?.name && name !== '') {
      const related = [{ span: previous.name.span, message: 'first declared here' }];
      diagnostics.report('duplicate-name', declaration.name.span, { name }, { related });
    }
  }
  return { strategies, blocks, values };
}

export function blockKey(type: BlockType, name: string): string {
  return `${type} ${name}`;
}

/** Adds it unless the name is taken; then returns who has it. */
function addNew<T>(map: Map<string, T>, name: string, value: T): T | null {
  const previous = map.get(name);
  if (previous !== undefined) return previous;
  map.set(name, value);
  return null;
}

/** A declaration and the file whose names its expressions see. */
export interface Found<T> {
  readonly node: T;
  readonly home: LoadedFile;
}

/**
 * Looks a name up in the file itself and, failing that, in the files it uses: `use` makes the declarations of that
 * file known, not those of the files it uses in turn. Several answers mean that the name is ambiguous.
 */
export function findDeclared<T>(
  from: LoadedFile,
  table: (declarations: Declarations) => ReadonlyMap<string, T>,
  name: string,
): readonly Found<T>[] {
  const own = table(from.declarations).get(name);
  if (own !== undefined) return [{ node: own, home: from }];
  return [...new Set(from.uses)].flatMap((home) => {
    const node = table(home.declarations).get(name);
    return node === undefined ? [] : [{ node, home }];
  });
}

/** The library called by a name that is not declared, which most likely declares it; null when it is used already. */
export function libraryCalled(name: string, { usable, uses }: LoadedFile): string | null {
  const path = usable().find((each) => each.split('.').at(-1) === name) ?? null;
  const isUsed =
    path !== null && uses.some(({ file }) => file.endsWith(`${path.replace(/^std\./, '').replaceAll('.', '/')}.strat`));
  return isUsed ? null : path;
}

/** Every name of a table that the file can see, for did-you-mean. */
export function declaredNames(
  from: LoadedFile,
  table: (declarations: Declarations) => ReadonlyMap<string, unknown>,
): string[] {
  return [from, ...from.uses].flatMap(({ declarations }) => [...table(declarations).keys()]);
}
