/**
 * Expressions: the flat list of operands and operators becomes a tree by precedence climbing (Richards, "The top-down
 * parsing of expressions"). From weak to strong: or, and, not, comparisons, + -, * /, unary -, ^ (to the right).
 */
import type { IToken } from 'chevrotain';
import { bracketed, type Cst, endOf, nodeOf, nodesOf, spanOf, tokenOf, tokensOf } from './cst.ts';
import { readDate, readNumber, readText, SUFFIXES } from './literal.ts';
import { problem } from './problems.ts';
import { cover } from './span.ts';
import type {
  Argument,
  BinaryOperator,
  DateLiteral,
  Expression,
  Missing,
  Name,
  NumberLiteral,
  SyntaxProblem,
  TextLiteral,
} from './tree.ts';

/** What building needs beside the concrete tree: the file's name, and where to put what is found wrong. */
export interface Site {
  readonly file: string;
  readonly problems: SyntaxProblem[];
  /** Set when a statement that was recalled turns out to stand in another place. */
  misplaced?: true;
}

const COMPARISON = 4;
const UNARY_MINUS = 7;
/** How tightly operators bind; those of the same power are read from left to right, `^` from right to left. */
export const POWERS: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  '<': COMPARISON,
  '<=': COMPARISON,
  '>': COMPARISON,
  '>=': COMPARISON,
  '==': COMPARISON,
  '!=': COMPARISON,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '^': 8,
};

/** `after` is where a missing expression is said to be missing. */
export function buildExpression(node: Cst | undefined, after: number, site: Site): Expression {
  const operands = nodesOf(node, 'operand');
  const operators = tokensOf(node, 'operator');
  let nextOperand = 0;
  let nextOperator = 0;

  function climb(weakest: number, prefixesRead: number): Expression {
    let left = prefixed(prefixesRead);
    let chained = false;
    while (nextOperator < operators.length) {
      const token = operators[nextOperator];
      const operator = token.image as BinaryOperator;
      const power = POWERS[operator];
      if (power < weakest) break;
      nextOperator++;
      const right = climb(operator === '^' ? power : power + 1, 0);
      if (power === COMPARISON && isComparison(left) && !chained) {
        chained = true;
        const facts = { first: left.operator, second: operator };
        site.problems.push(problem('chained-comparison', site.file, token.startOffset, endOf(token), facts));
      }
      const operatorSpan = spanOf(token, site.file);
      left = { kind: 'binary', operator, operatorSpan, left, right, span: cover(left.span, right.span) };
    }
    return left;
  }

  function prefixed(prefixesRead: number): Expression {
    const operand = operands[nextOperand];
    const prefix = tokensOf(operand, 'prefix')[prefixesRead];
    if (prefix === undefined) {
      const before = nextOperator > 0 ? endOf(operators[nextOperator - 1]) : after;
      nextOperand++;
      return buildOperand(operand, before, site);
    }
    const operator = prefix.image as '-' | 'not';
    const inner = climb(operator === '-' ? UNARY_MINUS : COMPARISON, prefixesRead + 1);
    return { kind: 'unary', operator, operand: inner, span: cover(spanOf(prefix, site.file), inner.span) };
  }

  return climb(0, 0);
}

function isComparison(expression: Expression): expression is Extract<Expression, { kind: 'binary' }> {
  return expression.kind === 'binary' && POWERS[expression.operator] === COMPARISON;
}

export function missing(at: number, file: string): Missing {
  return { kind: 'missing', span: { file, start: at, end: at } };
}

function buildOperand(node: Cst | undefined, after: number, site: Site): Expression {
  const number = nodeOf(node, 'number');
  if (number !== undefined) return buildNumber(number, site);
  const date = tokenOf(node, 'Date');
  if (date !== undefined) return buildDate(date, site);
  const text = tokenOf(node, 'Text');
  if (text !== undefined) return buildText(text, site.file);
  const list = nodeOf(node, 'list');
  if (list !== undefined) return buildList(list, site);
  const parenthesized = nodeOf(node, 'parenthesized');
  if (parenthesized !== undefined) {
    const opening = tokenOf(parenthesized, 'LeftParen')!;
    const inner = buildExpression(nodeOf(parenthesized, 'expression'), endOf(opening), site);
    return { kind: 'parenthesized', inner, span: bracketed(parenthesized, opening, 'RightParen', site.file) };
  }
  const name = nodeOf(node, 'nameOrCall');
  if (name !== undefined) return buildNameOrCall(name, site);
  const prefixes = tokensOf(node, 'prefix');
  return missing(prefixes.length > 0 ? endOf(prefixes.at(-1)!) : after, site.file);
}

function buildNumber(node: Cst, site: Site): NumberLiteral {
  const digits = tokenOf(node, 'Number')!;
  const unitToken = tokenOf(node, 'unit');
  const period = tokenOf(node, 'period');
  const { value, unit, malformed } = readNumber(digits.image, unitToken?.image ?? null);
  const written = digits.image + (unitToken === undefined ? '' : unitToken.image === '%' ? '%' : ` ${unitToken.image}`);
  const text = period === undefined ? written : `${written} per ${period.image}`;
  const span = { file: site.file, start: digits.startOffset, end: endOf(period ?? unitToken ?? digits) };
  if (malformed !== null) {
    const facts = { text, suffix: malformed, known: SUFFIXES };
    site.problems.push(problem('malformed-number', site.file, span.start, span.end, facts));
  } else if (!Number.isFinite(value)) {
    site.problems.push(problem('number-too-large', site.file, span.start, span.end, { text }));
  }
  return { kind: 'number', value, text, unit, per: (period?.image ?? null) as NumberLiteral['per'], span };
}

export function buildDate(token: IToken, site: Site): DateLiteral {
  const span = spanOf(token, site.file);
  if (/^\d{4}-\d\d-\d\d$/.test(token.image)) return { kind: 'date', iso: token.image, span };
  const instead = readDate(token.image);
  site.problems.push(problem('malformed-date', site.file, span.start, span.end, { text: token.image, instead }));
  return { kind: 'date', iso: token.image, span }; // what was meant is a guess: no other date is held against it
}

export function buildText(token: IToken, file: string): TextLiteral {
  return { kind: 'text', value: readText(token.image), span: spanOf(token, file) };
}

export function buildName(token: IToken, file: string): Name {
  return { kind: 'name', text: token.image, span: spanOf(token, file) };
}

function buildList(node: Cst, site: Site): Expression {
  const opening = tokenOf(node, 'LeftBracket')!;
  const items = nodesOf(node, 'expression').map((item) => buildExpression(item, endOf(opening), site));
  return { kind: 'list', items, span: bracketed(node, opening, 'RightBracket', site.file) };
}

function buildNameOrCall(node: Cst, site: Site): Expression {
  const first = tokenOf(node, 'Name')!;
  const name = buildName(first, site.file);
  const opening = tokenOf(node, 'LeftParen');
  if (opening === undefined) return name;
  const args = nodesOf(node, 'argument').map((argument) => buildArgument(argument, endOf(opening), site));
  return { kind: 'call', callee: name, arguments: args, span: bracketed(node, first, 'RightParen', site.file) };
}

function buildArgument(node: Cst, after: number, site: Site): Argument {
  const label = tokenOf(node, 'ArgumentName');
  const colon = tokenOf(node, 'Colon');
  const value = buildExpression(nodeOf(node, 'expression'), colon === undefined ? after : endOf(colon), site);
  const name = label === undefined ? null : buildName(label, site.file);
  return { name, value, span: name === null ? value.span : cover(name.span, value.span) };
}
