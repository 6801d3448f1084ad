/** A text as words and signs with what each is by its looks and place; for colours, where the tree would be too coarse. */
import { type IToken, tokenMatcher } from 'chevrotain';
import { layOut } from './layout.ts';
import { lex } from './lexer.ts';
import * as T from './tokens.ts';

/** `word`: a keyword where it is not used as a name. */
export type WordKind = 'statement' | 'word' | 'name' | 'unit' | 'number' | 'text' | 'operator' | 'comment' | 'sign';

/** On one line, never empty. */
export interface Word {
  readonly kind: WordKind;
  readonly start: number;
  readonly end: number;
}

/** In source order; whatever the text. */
export function wordsOf(text: string, file: string): readonly Word[] {
  const { tokens, comments } = lex(text, file);
  const words = layOut(tokens, text, file).tokens.flatMap((token) => pieces(token, kindOf(token)));
  const remarks = comments.flatMap((comment) => pieces(comment, 'comment'));
  return [...words, ...remarks].sort((a, b) => a.start - b.start);
}

function kindOf(token: IToken): WordKind {
  if (T.isStarter(token)) return 'statement';
  switch (token.tokenType) {
    case T.NumberToken:
    case T.DateToken:
    case T.Time:
      return 'number';
    case T.Text:
      return 'text';
    case T.Name:
    case T.DefinedName:
    case T.ArgumentName:
      return 'name';
  }
  if (tokenMatcher(token, T.UnitToken)) return 'unit';
  if (tokenMatcher(token, T.AnyWord)) return 'word';
  return tokenMatcher(token, T.BinaryOperatorToken) || OPERATORS.has(token.image) ? 'operator' : 'sign';
}

const OPERATORS: ReadonlySet<string> = new Set(['=', '..']);

/** A key of two words is one token, however they are set apart; a comment keeps its blanks. */
function pieces({ startOffset, image }: IToken, kind: WordKind): Word[] {
  const whole = kind === 'comment' || kind === 'text';
  const found = image.matchAll(whole ? /[^\r\n]+/g : /\S+/g);
  return Array.from(found, (match) => {
    const start = startOffset + match.index;
    return { kind, start, end: start + match[0].length };
  });
}
