import { type IToken, Lexer } from 'chevrotain';
import { problem } from './problems.ts';
import { LEXED, Text } from './tokens.ts';
import type { SyntaxProblem } from './tree.ts';

export interface LexResult {
  readonly tokens: IToken[];
  readonly comments: readonly IToken[];
  readonly problems: readonly SyntaxProblem[];
}

const CLOSED_TEXT = /^"(?:[^"\\]|\\.)*"$/;

let lexer: Lexer | undefined;

/** Characters to tokens. Stray characters are left out and reported, adjacent ones together. */
export function lex(text: string, file: string): LexResult {
  lexer ??= new Lexer(LEXED, { positionTracking: 'onlyOffset', skipValidations: true });
  const { tokens, groups, errors } = lexer.tokenize(text);
  const problems = errors.map(({ offset, length }) =>
    problem('unexpected-character', file, offset, offset + length, {
      characters: text.slice(offset, offset + Math.min(length, 40)),
    }),
  );
  for (const token of tokens) {
    if (token.tokenType !== Text || CLOSED_TEXT.test(token.image)) continue;
    const end = token.startOffset + token.image.length;
    problems.push(problem('unterminated-text', file, token.startOffset, end, { text: token.image }));
  }
  return { tokens, comments: groups.comments ?? [], problems };
}
