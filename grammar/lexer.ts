import { createTokenInstance, type IToken, Lexer } from 'chevrotain';
import { endOf } from './cst.ts';
import { readCommas } from './literal.ts';
import { problem } from './problems.ts';
import {
  Colon,
  Comma,
  LEXED,
  LeftBracket,
  LeftParen,
  Name,
  NumberToken,
  RightBracket,
  RightParen,
  Text,
} from './tokens.ts';
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
    const code = token.image.startsWith('"') ? 'unterminated-text' : 'typographic-quotes';
    problems.push(problem(code, file, token.startOffset, endOf(token), { text: token.image }));
  }
  for (const comment of groups.foreignComments ?? []) {
    const { startOffset, image } = comment;
    const lineEnd = startOffset + image.split(/[\r\n]/, 1)[0].length;
    problems.push(problem('foreign-comment', file, startOffset, lineEnd, { sign: image.slice(0, 2) }));
  }
  return { tokens: joinCommas(tokens, problems, file), comments: groups.comments ?? [], problems };
}

/**
 * `0,15` becomes one number, and is reported. Between the parentheses of a call and in lists a comma parts values,
 * also without a blank: there it is taken for part of a number only behind `name:`, where no further value may
 * follow, and before digits such as `05` that no number begins with.
 */
function joinCommas(tokens: readonly IToken[], problems: SyntaxProblem[], file: string): IToken[] {
  const out: IToken[] = [];
  const partsValues: boolean[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const { tokenType } = token;
    const previous = tokens[i - 1];
    if (tokenType === LeftBracket) partsValues.push(true);
    else if (tokenType === LeftParen) partsValues.push(previous?.tokenType === Name);
    else if (tokenType === RightParen || tokenType === RightBracket) partsValues.pop();
    if (tokenType !== NumberToken) {
      out.push(token);
      continue;
    }
    const labelled = previous?.tokenType === Colon;
    let last = i;
    while (continuesNumber(tokens, last, partsValues.at(-1) === true && !labelled)) last += 2;
    if (last === i) {
      out.push(token);
      continue;
    }
    const image = tokens
      .slice(i, last + 1)
      .map((part) => part.image)
      .join('');
    out.push(createTokenInstance(NumberToken, image, token.startOffset, NaN, NaN, NaN, NaN, NaN));
    const end = token.startOffset + image.length;
    problems.push(problem('decimal-comma', file, token.startOffset, end, { text: image, instead: readCommas(image) }));
    i = last;
  }
  return out;
}

function continuesNumber(tokens: readonly IToken[], i: number, commaPartsValues: boolean): boolean {
  const number = tokens[i];
  const comma = tokens[i + 1];
  const next = tokens[i + 2];
  if (comma?.tokenType !== Comma || next?.tokenType !== NumberToken) return false;
  if (endOf(number) !== comma.startOffset || endOf(comma) !== next.startOffset) return false;
  if (!/^[\d_]+$/.test(number.image)) return false;
  return !commaPartsValues || /^0\d/.test(next.image);
}
