/**
 * Between the lexer and the parser: line ends become `Terminator` tokens where a statement ends there, and words are
 * retagged as keywords where they stand as such. After this pass every statement ends in exactly one terminator,
 * also before `}` and at the end of the file, so that the parser needs no optional ones.
 *
 * A line goes on when parentheses are open, when the line before ends or the next begins in a way that no statement
 * can (an operator, a comma, `..`, `=`, an opening bracket), or when the next line is indented deeper than the statement,
 * which must then be the first of its line: after `model lstm { window 5d` a deeper line is a statement of its own. `-` may begin neither: `- x` on a line of its own is a mistake, not a subtraction.
 */
import { createTokenInstance, type IToken, type TokenType } from 'chevrotain';
import { isHeader, isStray } from './braces.ts';
import { endOf } from './cst.ts';
import { SYNTAXES } from './pattern.ts';
import { problem } from './problems.ts';
import {
  ArgumentName,
  BinaryOperatorToken,
  Colon,
  Comma,
  DefinedName,
  DotDot,
  Equals,
  FIRST_OF_TWO,
  LeftBrace,
  LeftBracket,
  LeftParen,
  Minus,
  Name,
  RESERVED,
  RightBrace,
  RightBracket,
  RightParen,
  Semicolon,
  STARTERS,
  StrayBrace,
  Terminator,
  WORDS,
} from './tokens.ts';
import type { SyntaxProblem } from './tree.ts';

const TAB = 4;

/** Where the statement being read began. */
interface Statement {
  /** Its first token among those put out. */
  first: number;
  indent: number;
  /** It does not begin its line: `risk { limit weight 20%`. */
  midLine: boolean;
}

export interface LaidOut {
  readonly tokens: IToken[];
  readonly problems: readonly SyntaxProblem[];
}

export function layOut(tokens: readonly IToken[], text: string, file: string): LaidOut {
  const out: IToken[] = [];
  const problems: SyntaxProblem[] = [];
  const statement: Statement = { first: 0, indent: 0, midLine: false };
  let depth = 0;
  let lineIndent = 0;

  const blocks: string[] = [];

  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const previous = tokens[i - 1];
    const line = lineBefore(text, previous === undefined ? 0 : endOf(previous), token.startOffset);
    const newLine = line !== null || previous === undefined;
    if (newLine) lineIndent = indentation(text, line ?? 0, token.startOffset);

    if (newLine && lineIndent > statement.indent) {
      const instead = insteadOfBrace(tokens, i, out, statement.first);
      if (instead !== null) {
        const { start, end, found } = instead;
        const facts = { found, expected: ['{'], syntax: '<block> { … }' };
        problems.push(problem('unexpected-token', file, start, end, facts));
        if (start < end) out.pop();
        out.push(tokenAt(LeftBrace, '', start));
        blocks.push(out[statement.first].image);
      }
    }
    const ends =
      token.tokenType === Semicolon ||
      token.tokenType === RightBrace ||
      previous?.tokenType === RightBrace ||
      (newLine && previous !== undefined && endsAtLine(tokens, i, depth, lineIndent, statement));
    if (ends) {
      terminate(out, token.tokenType === Semicolon ? token : undefined);
      depth = 0;
    }
    if (token.tokenType === Semicolon) continue;

    if (startsStatement(out)) {
      statement.first = out.length;
      statement.indent = lineIndent;
      statement.midLine = !newLine;
      const signed = signAfter(tokens, i, blocks.at(-1));
      if (signed !== null) {
        const { start, end, name, words } = signed;
        problems.push(
          problem('sign-after-setting', file, start, end, {
            name,
            sign: text.slice(start, end),
            value: restOfStatement(text, end),
          }),
        );
        out.push(
          tokenAt(STARTERS.get(name)!, text.slice(token.startOffset, endOf(tokens[i + words - 1])), token.startOffset),
        );
        i += words; // its words have become one token, and the sign is passed over
        continue;
      }
      if (tagStarter(tokens, i, text, out)) {
        i++; // a key of two words has become one token
        continue;
      }
    } else if (token.tokenType === LeftBrace && isStray(tokens, i, out.slice(statement.first), text)) {
      retag(token, StrayBrace);
    } else {
      tagWord(token, tokens[i + 1]);
    }
    if (token.tokenType === LeftBrace) blocks.push(out[statement.first]?.image ?? '');
    else if (token.tokenType === RightBrace) blocks.pop();
    if (isOpening(token.tokenType)) depth++;
    else if (isClosing(token.tokenType) && depth > 0) depth--;
    out.push(token);
  }
  terminate(out, undefined);
  return { tokens: out, problems };
}

/**
 * What stands in place of the `{` when the line before holds the header of a block and token `i` is the first of its
 * statements: nothing, or one token that is none of a header.
 */
function insteadOfBrace(
  tokens: readonly IToken[],
  i: number,
  out: readonly IToken[],
  first: number,
): { readonly start: number; readonly end: number; readonly found: string } | null {
  const { tokenType, image } = tokens[i];
  const longestHeader = 4;
  if (out.length - first > longestHeader + 1 || tokenType !== Name || image === 'extends') return null;
  const line = out.slice(first);
  const last = line.at(-1);
  if (last === undefined) return null;
  if (isHeader(line)) {
    const isName = line.length === 1 && tokens[i + 1]?.tokenType === LeftBrace; // of `model`, on the next line
    return isName ? null : { start: endOf(last), end: endOf(last), found: 'the end of the line' };
  }
  const isBrace = last.tokenType === LeftBrace || last.tokenType === RightBrace;
  if (isBrace || last.image === '' || last.image === 'extends' || !isHeader(line.slice(0, -1))) return null;
  return { start: last.startOffset, end: endOf(last), found: last.image };
}

function startsStatement(out: readonly IToken[]): boolean {
  const last = out.at(-1)?.tokenType;
  return last === undefined || last === Terminator || last === LeftBrace;
}

function terminate(out: IToken[], at: IToken | undefined): void {
  if (startsStatement(out)) return;
  const start = at?.startOffset ?? endOf(out.at(-1)!);
  out.push(tokenAt(Terminator, at?.image ?? '', start));
}

/** As the lexer makes them: a start and an image, no line numbers. */
function tokenAt(type: TokenType, image: string, start: number): IToken {
  return createTokenInstance(type, image, start, NaN, NaN, NaN, NaN, NaN);
}

/** Whether the statement ends before token `i`, the first of its line. */
function endsAtLine(tokens: readonly IToken[], i: number, depth: number, indent: number, began: Statement): boolean {
  const token = tokens[i];
  const previous = tokens[i - 1].tokenType;
  const deeper = indent > began.indent;
  // `name =` begins a statement whatever came before: so an unfinished line does not take the next one along.
  if (!deeper && isDefinition(tokens, i)) return true;
  if (!deeper && isCertainStart(tokens, i)) return true;
  if (cannotEnd(previous) || cannotBegin(RESERVED.get(token.image) ?? token.tokenType)) return false;
  if (depth > 0) return !deeper; // valid programs never come here: two operands without anything between them
  return began.midLine || !deeper;
}

function cannotEnd(type: TokenType): boolean {
  return (
    isOperator(type) ||
    type === RESERVED.get('not') ||
    type === Comma ||
    type === DotDot ||
    type === Equals ||
    type === Colon ||
    isOpening(type)
  );
}

function cannotBegin(type: TokenType): boolean {
  return (
    (isOperator(type) && type !== Minus) ||
    type === Comma ||
    type === DotDot ||
    type === Equals ||
    type === LeftBrace ||
    type === RightParen ||
    type === RightBracket
  );
}

function isOperator(type: TokenType): boolean {
  return BinaryOperatorToken.categoryMatchesMap![type.tokenTypeIdx!] === true;
}

function isOpening(type: TokenType): boolean {
  return type === LeftParen || type === LeftBracket;
}

function isClosing(type: TokenType): boolean {
  return type === RightParen || type === RightBracket;
}

function isDefinition(tokens: readonly IToken[], i: number): boolean {
  const next = tokens[i + 1]?.tokenType;
  return tokens[i].tokenType === Name && next === Equals;
}

function isStarter(tokens: readonly IToken[], i: number): boolean {
  const first = tokens[i].image;
  return STARTERS.has(first) || (FIRST_OF_TWO.has(first) && STARTERS.has(`${first} ${tokens[i + 1]?.image}`));
}

/** A starter followed by what cannot follow a name within an expression. */
function isCertainStart(tokens: readonly IToken[], i: number): boolean {
  if (!isStarter(tokens, i)) return false;
  const next = tokens[i + 1];
  if (next === undefined) return false;
  if (FIRST_OF_TWO.has(tokens[i].image) || next.tokenType === LeftBrace) return true;
  const isOperand = next.tokenType.PATTERN instanceof RegExp;
  return isOperand && !WORDS.has(next.image) && !RESERVED.has(next.image);
}

/** A key of this block, of one word or two, with a sign behind it that only names of definitions and arguments have. */
function signAfter(tokens: readonly IToken[], i: number, block: string | undefined) {
  for (const words of [1, 2]) {
    const name = tokens
      .slice(i, i + words)
      .map((token) => token.image)
      .join(' ');
    const sign = tokens[i + words];
    // Between features `=` defines one, whatever its name.
    if (sign?.tokenType !== Colon && (sign?.tokenType !== Equals || block === 'features')) continue;
    if (SYNTAXES.some(({ setting }) => setting.block === block && setting.key === name)) {
      return { name, words, start: sign.startOffset, end: endOf(sign) };
    }
  }
  return null;
}

/** As far as a hint shows it. */
function restOfStatement(text: string, from: number): string {
  return /^[^\r\n;}#]*/.exec(text.slice(from, from + 60))![0].trim();
}

/** Retags the word that begins a statement; true when it took the next token along. */
function tagStarter(tokens: readonly IToken[], i: number, text: string, out: IToken[]): boolean {
  const token = tokens[i];
  const next = tokens[i + 1];
  if (token.tokenType !== Name) return false;
  if (next?.tokenType === Equals) {
    tagWord(token, next);
    return false;
  }
  const two = `${token.image} ${next?.image}`;
  const type = FIRST_OF_TWO.has(token.image) ? STARTERS.get(two) : undefined;
  if (type !== undefined) {
    out.push(tokenAt(type, text.slice(token.startOffset, endOf(next)), token.startOffset));
    return true;
  }
  retag(token, STARTERS.get(token.image));
  return false;
}

function tagWord(token: IToken, next: IToken | undefined): void {
  if (token.tokenType !== Name) return;
  const reserved = RESERVED.get(token.image);
  if (reserved !== undefined) retag(token, reserved);
  else if (next?.tokenType === Equals) retag(token, DefinedName);
  else if (next?.tokenType === Colon) retag(token, ArgumentName);
  else retag(token, WORDS.get(token.image));
}

function retag(token: IToken, type: TokenType | undefined): void {
  if (type === undefined) return;
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx!;
}

/** The start of the line on which `to` lies, when a line end lies between `from` and `to`. */
function lineBefore(text: string, from: number, to: number): number | null {
  for (let i = to - 1; i >= from; i--) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return i + 1;
  }
  return null;
}

function indentation(text: string, lineStart: number, at: number): number {
  let column = 0;
  for (let i = lineStart; i < at; i++) {
    const code = text.charCodeAt(i);
    if (code === 9) column += TAB - (column % TAB);
    else if (code !== 0xfeff) column++;
  }
  return column;
}
