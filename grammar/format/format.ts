/**
 * `strat fmt`: the one layout of a text. A statement a line, two blanks of indentation, values of neighbours in
 * columns, blocks set apart by an empty line; comments stay where they were, and so do empty lines, one at most.
 *
 *   text ── parse ─▶ tree ──────────────┐
 *     └──── lex ───▶ comments, by place ┴─ write ─▶ text
 */
import { lex } from '../lexer.ts';
import { parse } from '../parse.ts';
import type { SyntaxProblem } from '../tree.ts';
import { Comments } from './comments.ts';
import { writeTree } from './file.ts';

/** A text with mistakes has no layout: only its author knows what was meant. */
export type Formatted =
  | { readonly text: string; readonly problems: null }
  | { readonly text: null; readonly problems: readonly SyntaxProblem[] };

/** The meaning, every comment and their order are those of the text; formatting the result changes nothing. */
export function format(text: string, file: string): Formatted {
  const { file: tree, problems } = parse(text, file);
  if (problems.length > 0) return { text: null, problems };
  const formatted = writeTree(tree, new Comments(text, lex(text, file).comments));
  verifySame(text, formatted, file);
  return { text: formatted, problems: null };
}

/** A file is overwritten with the result, so that a mistake of ours must end here. */
function verifySame(before: string, after: string, file: string): void {
  if (meaning(before, file) === meaning(after, file)) return;
  throw new Error(`bug: formatting ${file} would change what it says; the file was left alone`);
}

/** The tree without its spans, and the comments in their order. */
function meaning(text: string, file: string): string {
  const { file: tree, problems } = parse(text, file);
  const comments = lex(text, file).comments.map(({ image }) => image.trimEnd());
  const told = (key: string, value: unknown) => (/span$/i.test(key) ? undefined : value);
  return JSON.stringify([problems, comments, tree.uses, tree.declarations], told);
}
