/** Keeps recursion within bounds, before anything recurses: the parser, the builder and whoever reads the tree. */
import type { IToken } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import { endOf } from './cst.ts';
import { problem } from './problems.ts';
import {
  BinaryOperatorToken,
  LeftBrace,
  LeftBracket,
  LeftParen,
  PrefixOperator,
  RightBracket,
  RightParen,
  Terminator,
} from './tokens.ts';
import type { SyntaxProblem } from './tree.ts';

/** Nested parentheses and brackets. */
export const MOST_NESTED = 200;
/** Operators of one statement; a chain of them is a tree as deep as it is long. */
export const MOST_OPERATORS = 1000;

/** Leaves out statements whose trees would be too deep, and reports each at the token that is too much. */
export function guardDepth(
  tokens: readonly IToken[],
  file: string,
): { readonly tokens: IToken[]; readonly problems: readonly SyntaxProblem[] } {
  const out: IToken[] = [];
  const problems: SyntaxProblem[] = [];
  let begins = 0;
  let nested = 0;
  let operators = 0;
  let tooMuch: SyntaxProblem | null = null;

  for (const token of tokens) {
    const { tokenType } = token;
    out.push(token);
    if (tokenType === Terminator || tokenType === LeftBrace) {
      if (tooMuch !== null) {
        problems.push(tooMuch);
        out.length = begins;
      }
      begins = out.length;
      nested = 0;
      operators = 0;
      tooMuch = null;
      continue;
    }
    if (tokenType === LeftParen || tokenType === LeftBracket) nested++;
    else if (tokenType === RightParen || tokenType === RightBracket) nested--;
    else if (tokenMatcher(token, BinaryOperatorToken) || tokenMatcher(token, PrefixOperator)) operators++;
    const limit = nested > MOST_NESTED ? MOST_NESTED : operators > MOST_OPERATORS ? MOST_OPERATORS : null;
    if (limit !== null) {
      tooMuch ??= problem('expression-too-deep', file, token.startOffset, endOf(token), { limit: String(limit) });
    }
  }
  return { tokens: out, problems };
}
