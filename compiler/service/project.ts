/** Several texts read together, for what concerns all that mention a name. */
import { parse } from '../../grammar/parse.ts';
import type { ParseResult } from '../../grammar/tree.ts';
import type { ImportResolver } from '../compile.ts';
import type { Sources } from '../diagnostic.ts';
import { Diagnostics } from '../diagnostics.ts';
import { type LoadedFile, loadFiles } from '../load/files.ts';
import type { Document } from './analysis.ts';
import { collectSymbols, filesOf, type Symbols } from './symbols.ts';

export interface Project {
  /** Texts of the author's, whether others use them or not. */
  readonly documents: readonly Document[];
  readonly resolve: ImportResolver;
}

export interface ReadProject {
  /** One for each document, in their order. */
  readonly roots: readonly LoadedFile[];
  /** Every name in the documents and in all they use. */
  readonly symbols: Symbols;
  /** Every text that was read, by file. */
  readonly sources: Sources;
}

export function readProject({ documents, resolve }: Project): ReadProject {
  const parsed = new Map<string, ParseResult>();
  const parseOnce = (text: string, file: string): ParseResult => {
    const known = parsed.get(file) ?? parse(text, file);
    parsed.set(file, known);
    return known;
  };
  // What is wrong with them is told where each is looked at by itself.
  const roots = documents.map(
    (document) => loadFiles({ ...document, resolve, parse: parseOnce }, new Diagnostics()).main,
  );
  const files = filesOf(...roots);
  return { roots, symbols: collectSymbols(files), sources: new Map(files.map(({ file, text }) => [file, text])) };
}

/** The project after some of its texts were changed. */
export function withTexts({ documents, resolve }: Project, texts: ReadonlyMap<string, string>): Project {
  const changed = (path: readonly string[], from: string) => {
    const found = resolve(path, from);
    if (found === null || !('file' in found)) return found;
    return { file: found.file, text: texts.get(found.file) ?? found.text };
  };
  return {
    documents: documents.map(({ file, text }) => ({ file, text: texts.get(file) ?? text })),
    resolve: Object.assign(changed, resolve.candidates && { candidates: resolve.candidates }),
  };
}
