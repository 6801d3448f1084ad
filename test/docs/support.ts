/** The blocks of all documents, as cases of tests. */
import type { Block } from '../../scripts/docs/blocks.ts';
import { type Document, documents } from '../../scripts/docs/documents.ts';

/** Made from the tables of the language, whose examples have tests of their own. */
const MADE = new Set(['docs/reference.md', 'docs/diagnostics.md']);

export const DOCUMENTS: readonly Document[] = documents().filter(({ path }) => !MADE.has(path));

/** `docs/data.md:80`, and the block that stands there. */
export function cases(languages: readonly string[]): [string, Block][] {
  return DOCUMENTS.flatMap(({ path, blocks }) =>
    blocks
      .filter(({ language }) => languages.includes(language))
      .map((block): [string, Block] => [`${path}:${block.line}`, block]),
  );
}

/** The words of an option, `wrong=a,b`; none where it is not there. */
export function wordsOf({ options }: Block, name: string): readonly string[] {
  const value = options.get(name);
  return typeof value === 'string' ? value.split(',') : [];
}
