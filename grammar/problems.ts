/**
 * Every problem the parser can report, and the facts each carries for the compiler's message table. Values are the
 * names of the facts; a fact marked with `[]` is a list, the others are texts. `?` marks one that may be absent.
 */
import type { SyntaxProblem } from './tree.ts';

export const PROBLEM_FACTS = {
  /** Something else was expected here; `syntax` is the form of the statement that was being read. */
  'unexpected-token': ['found', 'expected[]', 'syntax?'],
  /** Characters that no token begins with; adjacent ones are one problem. */
  'unexpected-character': ['characters'],
  /** A text without its closing quote on the same line. */
  'unterminated-text': ['text'],
  /** Quotes that are not straight double ones: “SP500”, 'SP500'. */
  'typographic-quotes': ['text'],
  /** `// …` or a stretch between slashes and stars. */
  'foreign-comment': ['sign'],
  /** A number with a comma, for its fraction or for thousands; `instead` is what may be meant. */
  'decimal-comma': ['text', 'instead[]'],
  /** A number with a suffix that is none, or with two units. */
  'malformed-number': ['text', 'suffix', 'known[]'],
  /** More than a double holds: `1e999`. */
  'number-too-large': ['text'],
  /** A word after a number that is no unit: `5 usd`. */
  'unknown-unit': ['name', 'known[]'],
  /** A date not written as year-month-day with two digits each: `2020-1-5`; `instead` is what may be meant. */
  'malformed-date': ['text', 'instead[]'],
  /** Hours over 23 or minutes over 59. */
  'malformed-time': ['text'],
  /** A word that is none of those the slot allows: `rebalance daily`. */
  'unknown-choice': ['name', 'known[]', 'syntax?'],
  /** `elsewhere` names the blocks that do have this setting. */
  'unknown-setting': ['name', 'block', 'known[]', 'elsewhere[]'],
  'unknown-block': ['name', 'known[]'],
  /** `hidden = 128`: the value of a setting follows without a sign. */
  'sign-after-setting': ['name', 'sign', 'value'],
  /** A setting where only blocks and definitions may stand; `blocks` are those it belongs to. */
  'misplaced-setting': ['name', 'blocks[]'],
  /** A statement of the language in a place it has no meaning; `place` is `file`, `strategy` or a block's type. */
  'misplaced-statement': ['statement', 'place'],
  /** The first word of a statement that is none, in a strategy or at file level. */
  'unknown-statement': ['name', 'place', 'known[]'],
  /** `no KEY` with a first word that several settings share. */
  'ambiguous-removal': ['name', 'block', 'known[]'],
  /** `a < b < c` */
  'chained-comparison': ['first', 'second'],
  /** `huber(delta = 0.05)`: arguments are named with a colon. */
  'equals-in-argument': ['name'],
  /** `BRK.B` in an expression: quote it. */
  'dotted-name': ['text'],
  /** A block of a library has no name. */
  'missing-block-name': ['block'],
  /** A block of a strategy, other than `model`, has one. */
  'unexpected-block-name': ['name', 'block'],
  /** A block in a block, or a strategy in a strategy; each named by its header. */
  'nested-block': ['inner', 'outer'],
  /** A `{` that is never closed; `what` names what it opens: `universe`, `strategy s2`. */
  'unclosed-block': ['what'],
  /** A `}` that closes nothing. */
  'unmatched-brace': [],
  /** More nested parentheses, or more operators in one expression, than `limit`. */
  'expression-too-deep': ['limit'],
  'empty-file': [],
  /** The file holds NUL characters: it is no text. */
  'binary-file': [],
  'file-too-large': ['size', 'limit'],
  /** Only the first `shown` of `total` problems are listed. */
  'too-many-problems': ['shown', 'total'],
} as const satisfies Record<string, readonly string[]>;

export type ProblemCode = keyof typeof PROBLEM_FACTS;

type Text<F extends string> = F extends `${string}[]` | `${string}?` ? never : F;
type Optional<F extends string> = F extends `${infer N}?` ? N : never;
type List<F extends string> = F extends `${infer N}[]` ? N : never;

/** The facts of one code, typed after the table. */
export type FactsOf<C extends ProblemCode> = {
  readonly [K in Text<(typeof PROBLEM_FACTS)[C][number]>]: string;
} & { readonly [K in List<(typeof PROBLEM_FACTS)[C][number]>]: readonly string[] } & {
  readonly [K in Optional<(typeof PROBLEM_FACTS)[C][number]>]?: string;
};

/** The only maker of syntax problems. */
export function problem<C extends ProblemCode>(
  code: C,
  file: string,
  start: number,
  end: number,
  facts: FactsOf<C>,
): SyntaxProblem {
  return { code, span: { file, start, end }, facts: facts as SyntaxProblem['facts'] };
}
