/** Where the name at an offset is declared, and where else it stands. */
import type { Span } from '../../grammar/span.ts';
import type { Analysis } from './analysis.ts';
import type { Occurrence, Symbols } from './symbols.ts';

/**
 * The name where it is declared; of a library, the beginning of its file. Of a declaration that takes another's place,
 * that other. Null for names of the language, which nobody declares, and for what is no name.
 */
export function definitionAt({ symbols, file }: Analysis, offset: number): Span | null {
  return symbols.at(file, offset)?.target ?? null;
}

/** @param symbols of this file and of others that may mention the name */
export function referencesAt(
  symbols: Symbols,
  file: string,
  offset: number,
  { withDeclarations }: { readonly withDeclarations: boolean },
): readonly Span[] {
  const found = symbols.at(file, offset)?.symbol.occurrences ?? [];
  return found.filter(({ declares }) => withDeclarations || !declares).map(({ span }) => span);
}

/** In the same file; names of the language too. */
export function highlightsAt({ symbols, file }: Analysis, offset: number): readonly Occurrence[] {
  const found = symbols.at(file, offset)?.symbol.occurrences ?? [];
  return found.filter(({ span }) => span.file === file);
}
