/**
 * Text to syntax tree: lex, lay out, guard, parse, build. Never throws and always gives a tree, of whatever could be
 * read; what could not is in the problems, in source order, one for each mistake.
 */

import type { IToken } from 'chevrotain';
import { dropUnmatched } from './braces.ts';
import { buildFile } from './build.ts';
import type { Site } from './build-expression.ts';
import { guardDepth } from './guard.ts';
import { layOut } from './layout.ts';
import { lex } from './lexer.ts';
import type { ParseMemory } from './memory.ts';
import { unnest } from './nesting.ts';
import { StratParser } from './parser.ts';
import { problem } from './problems.ts';
import { problemOfFailure, problemOfUnknown } from './report.ts';
import type { ParseResult, SourceFile, SyntaxProblem } from './tree.ts';

/** A file reports this many problems at most, and then that there are more. */
export const MOST_PROBLEMS = 200;

/** In UTF-16 code units. Thousands of times the largest strategy; beyond it someone took the wrong file. */
export const LARGEST_FILE = 4_000_000;

let parser: StratParser | undefined;

/** @param memory of the same text as it was before; without one, or with an empty one, the answer is the same */
export function parse(text: string, file: string, memory?: ParseMemory): ParseResult {
  const refused = refuse(text, file);
  if (refused !== null) return { file: emptyFile(text, file), problems: [refused] };

  const lexed = lex(text, file);
  const laidOut = layOut(lexed.tokens, text, file);
  const matched = dropUnmatched(laidOut.tokens, text, file);
  const unnested = unnest(matched.tokens, text, file);
  const guarded = guardDepth(unnested.tokens, file);

  const recollection = memory?.recall(guarded.tokens, text);
  const quick = recollection === undefined ? null : read(recollection.tokens, text, file);
  const { sourceFile, built, failures, unknown } =
    quick === null || quick.misplaced ? read(guarded.tokens, text, file) : quick;

  const isLiteral = ({ code }: SyntaxProblem): boolean => code.startsWith('malformed-') || code === 'number-too-large';
  const lexical = [...lexed.problems, ...guarded.problems, ...built.filter(isLiteral)];
  const syntactic = [
    ...laidOut.problems,
    ...matched.problems,
    ...unnested.problems,
    ...failures.map((failure) => problemOfFailure(failure, text, file)),
    ...unknown.map((statement) => problemOfUnknown(statement, file)),
    ...built.filter((each) => !isLiteral(each)),
  ];
  if (recollection !== undefined) memory?.remember(recollection.runs, sourceFile, [...lexical, ...syntactic]);
  return { file: sourceFile, problems: inOrder([...lexical, ...causedElsewhere(syntactic, lexical, text)], file) };
}

/** Parses and builds. `misplaced`: a recalled statement stands where it was not read, and the rest may be wrong by it. */
function read(tokens: IToken[], text: string, file: string) {
  parser ??= new StratParser();
  const { tree, failures, unknown } = parser.read(tokens);
  const site: Site = { file, problems: [] };
  const sourceFile = buildFile(tree, text, site);
  return { sourceFile, built: site.problems, failures, unknown, misplaced: site.misplaced === true };
}

/** A line that holds more than a comment and the ends of statements. Looked for rather than ruled out: that backtracks over every `#`. */
const STATEMENT = /(?:^|[\r\n])(?:[^\S\r\n]|;)*[^\s;#]/;

/** What is no strategy at all is refused with one problem. */
function refuse(text: string, file: string): SyntaxProblem | null {
  if (text.includes('\0')) return problem('binary-file', file, 0, 0, {});
  if (text.length > LARGEST_FILE) {
    return problem('file-too-large', file, 0, 0, { size: String(text.length), limit: String(LARGEST_FILE) });
  }
  if (!STATEMENT.test(text)) return problem('empty-file', file, 0, 0, {});
  return null;
}

function emptyFile(text: string, file: string): SourceFile {
  return { kind: 'file', uses: [], declarations: [], span: { file, start: 0, end: text.length } };
}

/** Leaves out what follows, on the same line, from a character or a literal that has already been reported. */
function causedElsewhere(
  syntactic: readonly SyntaxProblem[],
  lexical: readonly SyntaxProblem[],
  text: string,
): readonly SyntaxProblem[] {
  const spoilt: { from: number; to: number }[] = [];
  for (const from of lexical.map(({ span }) => span.start).toSorted((a, b) => a - b)) {
    if (from <= (spoilt.at(-1)?.to ?? -1)) continue;
    const lineEnd = text.indexOf('\n', from);
    spoilt.push({ from, to: lineEnd < 0 ? text.length : lineEnd });
  }
  let next = 0;
  return bySource(syntactic).filter(({ span }) => {
    while (next < spoilt.length && spoilt[next].to < span.start) next++;
    return next === spoilt.length || span.start < spoilt[next].from;
  });
}

function bySource(problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  return problems.toSorted((a, b) => a.span.start - b.span.start);
}

/** In source order, one for each place, and no more than anybody reads. */
function inOrder(problems: readonly SyntaxProblem[], file: string): SyntaxProblem[] {
  const sorted = bySource(problems).filter((each, i, all) => i === 0 || each.span.start !== all[i - 1].span.start);
  if (sorted.length <= MOST_PROBLEMS) return sorted;
  const { start, end } = sorted[MOST_PROBLEMS].span;
  const facts = { shown: String(MOST_PROBLEMS), total: String(sorted.length) };
  return [...sorted.slice(0, MOST_PROBLEMS), problem('too-many-problems', file, start, end, facts)];
}
