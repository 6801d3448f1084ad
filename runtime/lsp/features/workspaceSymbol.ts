import type { Document } from '../../../compiler/service/analysis.ts';
import { type DocumentSymbol, symbolsOf } from '../../../compiler/service/documentSymbols.ts';
import { parse } from '../../../grammar/parse.ts';
import type { Feature } from '../feature.ts';
import { KIND } from './documentSymbol.ts';

/** More than a person reads. */
const MOST = 500;

interface Known {
  readonly text: string;
  readonly symbols: readonly DocumentSymbol[];
}

/** Strategies, libraries and what they define, in all files of the project, by a part of their names. */
export const workspaceSymbol: Feature = {
  capabilities: { workspaceSymbolProvider: true },
  register(connection, workspace) {
    let known: ReadonlyMap<string, Known> = new Map();
    connection.onWorkspaceSymbol(({ query }) => {
      const { documents } = workspace.wholeProject();
      const sources = new Map(documents.map(({ file, text }) => [file, text]));
      // Files that are gone are forgotten.
      known = new Map(documents.map((each) => [each.file, knownOf(each, known.get(each.file))]));
      return [...known.values()]
        .flatMap(({ symbols }) => symbols)
        .filter(({ name }) => isMeant(name, query))
        .slice(0, MOST)
        .map(({ name, kind, nameSpan }) => ({
          name,
          kind: KIND[kind],
          containerName: nameSpan.file,
          location: workspace.placeOf(nameSpan, { sources }),
        }));
    });
  },
};

function knownOf({ file, text }: Document, last: Known | undefined): Known {
  if (last?.text === text) return last;
  return { text, symbols: symbolsOf(parse(text, file).file, text).flatMap(declaredIn) };
}

/** Itself and what it holds, without settings, which every strategy has. */
function declaredIn(symbol: DocumentSymbol): readonly DocumentSymbol[] {
  const inside = symbol.children.flatMap(declaredIn);
  return symbol.kind === 'setting' || (symbol.kind === 'block' && !symbol.name.includes(' '))
    ? inside
    : [symbol, ...inside];
}

/** The letters of the query, in their order: what clients filter by. */
function isMeant(name: string, query: string): boolean {
  let at = 0;
  for (const letter of query.toLowerCase()) {
    at = name.toLowerCase().indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
