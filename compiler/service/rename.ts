/**
 * Giving a name another name, in every file that mentions it. No file may mean something else by it: the changed texts are
 * read again, and every name in them must stand for what it stood for.
 */

import type { Span } from '../../grammar/span.ts';
import { RESERVED } from '../../grammar/tokens.ts';
import { field } from '../../stdlib/registry.ts';
import { inspect } from '../compile.ts';
import { applyEdits, type Edit } from '../edits.ts';
import { callable } from '../expression/names.ts';
import type { Document } from './analysis.ts';
import { type Project, type ReadProject, readProject, withTexts } from './project.ts';
import { placeKey } from './scopes.ts';
import { filesOf, type NamedSymbol, type Occurrence, type Symbols } from './symbols.ts';

/** Why a name cannot be given, in the reader's words. */
export interface Refusal {
  readonly refused: string;
}

/** @param isOwn whether a file may be changed: those that come with the language may not */
export function renameableAt(
  symbols: Symbols,
  file: string,
  offset: number,
  isOwn: (file: string) => boolean,
): Occurrence | Refusal {
  const occurrence = symbols.at(file, offset);
  if (occurrence === null) return { refused: 'there is no name here that could be another' };
  const { kind, name, declarations } = occurrence.symbol;
  if (kind === 'field' || kind === 'function') return { refused: `\`${name}\` is a ${kind} of the language` };
  if (kind === 'library') return { refused: `\`${name}\` names a file: rename the file` };
  const foreign = declarations.find((declaration) => !isOwn(declaration.file));
  return foreign === undefined
    ? occurrence
    : { refused: `\`${name}\` is declared in ${foreign.file}, which comes with the language` };
}

/**
 * The edits by file, or why not.
 *
 * @param project every text of the author's that may mention the name
 */
export function rename(
  project: Project,
  file: string,
  offset: number,
  to: string,
  isOwn: (file: string) => boolean,
): ReadonlyMap<string, readonly Edit[]> | Refusal {
  const before = readProject(project);
  const { symbols } = before;
  const found = renameableAt(symbols, file, offset, isOwn);
  if ('refused' in found) return found;
  const { symbol } = found;
  if (to === symbol.name) return new Map();
  const refused = refuseName(to);
  if (refused !== null) return { refused };
  const edits = editsOf(symbol, to);
  return keepsMeaning(project, before, edits) ? edits : { refused: whyTaken(symbol, to, symbols) };
}

// ── Names that cannot be given ─────────────────────────────────────────────────────────────────────────────────

function refuseName(name: string): string | null {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return `\`${name}\` is no name: it takes letters, digits and _, and a letter or _ first`;
  }
  if (RESERVED.has(name)) return `\`${name}\` is an operator of the language`;
  if (field(name)) return `\`${name}\` is a field of the language`;
  return callable(name) === null ? null : `\`${name}\` is a function of the language`;
}

function whyTaken({ name, occurrences }: NamedSymbol, to: string, symbols: Symbols): string {
  const files = new Set(occurrences.map(({ span }) => span.file));
  const others = symbols.all.filter((symbol) => symbol.name === to && symbol.declarations.length > 0);
  const near = others.find(({ declarations }) => declarations.some(({ file }) => files.has(file))) ?? others[0];
  return near === undefined
    ? `\`${to}\` would change what a file says in which \`${name}\` stands`
    : `\`${to}\` is a ${near.kind} already, declared in ${near.declarations[0]?.file}`;
}

// ── What the texts mean then ───────────────────────────────────────────────────────────────────────────────────

/** By file, in the order of places. */
function editsOf({ occurrences }: NamedSymbol, text: string): ReadonlyMap<string, readonly Edit[]> {
  const inOrder = occurrences.map(({ span }) => span).sort((a, b) => a.start - b.start);
  const byFile = Map.groupBy(inOrder, ({ file }) => file);
  return new Map(Array.from(byFile, ([file, spans]) => [file, spans.map(({ start, end }) => ({ start, end, text }))]));
}

type Edits = ReadonlyMap<string, readonly Edit[]>;

/** Whether every name of the changed texts stands for what it stood for, and the checker finds what it found. */
function keepsMeaning(project: Project, before: ReadProject, edits: Edits): boolean {
  const { sources } = before;
  const texts = Array.from(edits, ([file, changes]) => [file, applyEdits(sources.get(file) ?? '', changes)] as const);
  const changed = withTexts(project, new Map(texts));
  if (!sameSymbols(before.symbols, readProject(changed).symbols, edits)) return false;
  return project.documents.every((document, i) => {
    const isConcerned = filesOf(before.roots[i]!).some(({ file }) => edits.has(file));
    return !isConcerned || findings(document, project) === findings(changed.documents[i]!, changed);
  });
}

function findings(document: Document, { resolve }: Project): string {
  return inspect({ ...document, resolve })
    .diagnostics.map(({ code }) => code)
    .join();
}

/** Whether the mentions of each symbol are, where the edits have moved them, those of one symbol again. */
function sameSymbols(before: Symbols, after: Symbols, edits: Edits): boolean {
  const found = new Map(after.all.flatMap((symbol) => symbol.occurrences.map(({ span }) => [placeKey(span), symbol])));
  const count = ({ all }: Symbols) => all.reduce((sum, { occurrences }) => sum + occurrences.length, 0);
  const isSame = ({ occurrences }: NamedSymbol): boolean => {
    const [first, ...others] = new Set(occurrences.map(({ span }) => found.get(moved(span, edits))));
    return first !== undefined && others.length === 0 && first.occurrences.length === occurrences.length;
  };
  return count(before) === count(after) && before.all.every(isSame);
}

/** Where it stands after the edits, as a key. */
function moved(span: Span, edits: Edits): string {
  const before = (edits.get(span.file) ?? []).filter(({ start }) => start < span.start);
  const by = before.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
  return placeKey({ ...span, start: span.start + by });
}
