/**
 * `strat fmt`: the one layout of a text. A statement a line, two blanks of indentation, values of neighbours in
 * columns, blocks set apart by an empty line; comments stay where they were, and so do empty lines, one at most.
 *
 *   text ── parse ─▶ tree ──────────────┐
 *     └──── lex ───▶ comments, by place ┴─ write ─▶ text
 */
import { lex } from '../lexer.ts';
import { parse } from '../parse.ts';
import type { ParseResult, SyntaxProblem } from '../tree.ts';
import { Comments } from './comments.ts';
import { writeTree } from './file.ts';

/** A text with mistakes has no layout: only its author knows what was meant. */
export type Formatted =
  | { readonly text: string; readonly problems: null }
  | { readonly text: null; readonly problems: readonly SyntaxProblem[] };

/** The meaning, every comment and their order are those of the text; formatting the result changes nothing. */
export function format(text: string, file: string): Formatted {
  const read = parse(text, file);
  if (read.problems.length > 0) return { text: null, problems: read.problems };
  const { comments } = lex(text, file);
  const formatted = writeTree(read.file, new Comments(text, comments));
  // A file is overwritten with the result, so that a mistake of ours must end here.
  const again = lex(formatted, file).comments;
  if (meaning(read, comments) !== meaning(parse(formatted, file), again)) {
    throw new Error(`bug: formatting ${file} would change what it says; the file was left alone`);
  }
  return { text: formatted, problems: null };
}

/** The tree without its spans, and the comments in their order. */
function meaning({ file, problems }: ParseResult, comments: readonly { readonly image: string }[]): string {
  const told = (key: string, value: unknown) => (/span$/i.test(key) ? undefined : value);
  const images = comments.map(({ image }) => image.trimEnd());
  return JSON.stringify([problems, images, file.uses, file.declarations], told);
}
