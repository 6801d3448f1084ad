/** How far an expression has been written: whether a value or an operator comes next, and within which call. */
import { type IToken, tokenMatcher } from 'chevrotain';
import {
  AnyWord,
  ArgumentName,
  BinaryOperatorToken,
  Colon,
  Comma,
  DateToken,
  DotDot,
  LeftBracket,
  LeftParen,
  Minus,
  Name,
  NumberToken,
  PeriodToken,
  RESERVED,
  RightBracket,
  RightParen,
  Text,
  Time,
  UnitToken,
} from '../../../grammar/tokens.ts';

/** An open call; of parentheses and lists that are none the name is null. */
export interface OpenCall {
  readonly callee: string | null;
  /** Of the argument that is being written, from 0. */
  readonly argument: number;
  /** Its name, once it is said. */
  readonly named: string | null;
  /** Names of arguments before it. */
  readonly given: readonly string[];
  readonly isList: boolean;
}

export interface Written {
  /** Nothing of it is there yet. */
  readonly isEmpty: boolean;
  /** What comes next. */
  readonly next: 'value' | 'operator';
  /** Outermost first. */
  readonly calls: readonly OpenCall[];
  /** The last is a number without a unit. */
  readonly afterNumber: boolean;
  /** An argument begins here, so that it may say its name. */
  readonly atArgument: boolean;
  /** `per` has been said. */
  readonly afterPer: boolean;
}

const LITERALS = new Set([NumberToken, DateToken, Text, Time]);

/** Null when the tokens are no beginning of an expression. @param isRange `..` may stand in it */
export function readExpression(tokens: readonly IToken[], isRange: boolean): Written | null {
  const calls: OpenCall[] = [];
  let next: Written['next'] = 'value';
  let last: IToken | null = null;
  for (const token of tokens) {
    const then = step(token, last, next, calls, isRange);
    if (then === null) return null;
    next = then;
    last = token;
  }
  const afterPer = last?.image === 'per' && next === 'operator';
  const atArgument = last?.tokenType === LeftParen || last?.tokenType === Comma;
  return { isEmpty: last === null, next, calls, afterNumber: isNumber(last), atArgument, afterPer };
}

function isNumber(token: IToken | null): boolean {
  return token?.tokenType === NumberToken && /^[\d._]+[kMB]?$/.test(token.image);
}

function step(
  token: IToken,
  last: IToken | null,
  next: Written['next'],
  calls: OpenCall[],
  isRange: boolean,
): Written['next'] | null {
  const { tokenType } = token;
  const inner = calls.at(-1);
  if (next === 'value') {
    if (tokenType === Minus || tokenType === RESERVED.get('not')) return 'value';
    if (tokenType === LeftParen || tokenType === LeftBracket) {
      calls.push({ callee: null, argument: 0, named: null, given: [], isList: tokenType === LeftBracket });
      return 'value';
    }
    if (tokenType === ArgumentName && inner !== undefined) {
      calls[calls.length - 1] = { ...inner, named: token.image };
      return 'value';
    }
    if (tokenType === Colon && last?.tokenType === ArgumentName) return 'value';
    const isEmpty = last?.tokenType === LeftParen || last?.tokenType === LeftBracket;
    if ((tokenType === RightParen || tokenType === RightBracket) && isEmpty) return close(calls);
    const isValue = LITERALS.has(tokenType) || (tokenMatcher(token, Name) && !isReserved(token));
    return isValue ? 'operator' : null;
  }
  if (tokenType === LeftParen && last !== null && tokenMatcher(last, AnyWord)) {
    calls.push({ callee: last.image, argument: 0, named: null, given: [], isList: false });
    return 'value';
  }
  if (last?.image === 'per') return tokenMatcher(token, PeriodToken) ? 'operator' : null;
  if (token.image === 'per' || tokenMatcher(token, UnitToken)) return isUnitted(last) ? 'operator' : null;
  if (tokenMatcher(token, BinaryOperatorToken)) return 'value';
  if (tokenType === DotDot) return isRange && inner === undefined ? 'value' : null;
  if (inner === undefined) return null;
  if (tokenType === Comma) {
    const given = inner.named === null ? inner.given : [...inner.given, inner.named];
    calls[calls.length - 1] = { ...inner, argument: inner.argument + 1, named: null, given };
    return 'value';
  }
  return tokenType === RightParen || tokenType === RightBracket ? close(calls) : null;
}

function close(calls: OpenCall[]): 'operator' | null {
  return calls.pop() === undefined ? null : 'operator';
}

function isReserved({ image }: IToken): boolean {
  return RESERVED.has(image);
}

/** A unit stands behind a number, and `per` behind that or a unit. */
function isUnitted(last: IToken | null): boolean {
  return last !== null && (last.tokenType === NumberToken || tokenMatcher(last, UnitToken));
}
