/**
 * Makes a text that nobody would write from texts that people wrote: a few edits, most of them of tokens, statements
 * and numbers, so that what comes out still looks like the language, some of bytes. The same seed gives the same text.
 */

import type { Random } from '../../runtime/random.ts';
import { BUILTINS, FIELDS } from '../../stdlib/registry.ts';

/** Beyond this an edit that makes a text longer is not made. */
const LONGEST = 20_000;

/** Words, numbers with what follows them, quoted texts, blanks, and every other character by itself. */
const TOKENS = /"[^"\n]*"|\d[\w.:%-]*|[A-Za-z_]\w*|[^\S\n]+|\n|[<>=!]=|\.\.|[^\w\s]/g;

type Edit = (text: string, others: readonly string[], random: Random) => string;

export function mutate(sources: readonly string[], random: Random): string {
  let text = oneOf(sources, random);
  const edits = 1 + below(4, random);
  for (let i = 0; i < edits; i++) {
    const edited = oneOf(EDITS, random)(text, sources, random);
    if (edited.length <= Math.max(LONGEST, text.length)) text = edited;
  }
  return text;
}

function below(count: number, random: Random): number {
  return Math.floor(random.uniform() * count);
}

function oneOf<T>(values: readonly T[], random: Random): T {
  return values[below(values.length, random)]!;
}

// ── Tokens ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** One token of the kind that matches is replaced by what `change` makes of it. */
function editToken(
  matches: RegExp,
  change: (token: string, others: readonly string[], random: Random) => string,
): Edit {
  return (text, others, random) => {
    const tokens = tokensOf(text);
    const places = tokens.flatMap((token, i) => (matches.test(token) ? [i] : []));
    if (places.length === 0) return text;
    const at = oneOf(places, random);
    tokens[at] = change(tokens[at]!, others, random);
    return tokens.join('');
  };
}

function tokensOf(text: string): string[] {
  return text.match(TOKENS) ?? [];
}

const swapTokens: Edit = (text, _, random) => {
  const tokens = tokensOf(text);
  if (tokens.length === 0) return text;
  const [a, b] = [below(tokens.length, random), below(tokens.length, random)];
  [tokens[a], tokens[b]] = [tokens[b]!, tokens[a]!];
  return tokens.join('');
};

const ANY = /\S/;
const WORD = /^[A-Za-z_]/;
const NUMBER = /^\d/;
const OPERAND = /^[A-Za-z_\d]/;

/** Words of the language, and names that mean something to JavaScript. */
const WORDS = [
  ...BUILTINS.map(({ name }) => name),
  ...FIELDS.map(({ name }) => name),
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty', 'and', 'or', 'not', 'in', 'per', 'k', 'prediction'],
];
const PIECES = [
  ...[...'{}()[]":;,.-+*/^%#<>=!', '..', '//', '/*', '\n', '\r\n', '\t', '  '],
  ...[' strategy ', ' portfolio {', ' features {', ' use std.features.core14\n', ' include core14\n', ' extends '],
  ...[' label ', ' param ', ' allow ', ' no short\n', ' limit weight ', ' stop when ', ' 2020-01-01 ', ' 16:15 '],
];
const NUMBERS = [
  '0',
  '1',
  '2',
  '0.5',
  '1e308',
  '1e999',
  '1e-320',
  '99999999999999999999',
  '1_000',
  '0x10',
  '1,5',
  '007',
];
const UNITS = [
  '',
  '%',
  'd',
  'w',
  'm',
  'y',
  'k',
  'M',
  'B',
  ' bps',
  ' USD',
  ' shares',
  ' per year',
  ' per session',
  'x',
  'toString',
];

const replaceByOther = editToken(ANY, (_, others, random) => oneOf(tokensOf(oneOf(others, random)), random) ?? '');
const repeat = editToken(ANY, (token, _, random) => `${token} `.repeat(oneOf([2, 3, 20, 300], random)));
const changeNumber = editToken(NUMBER, (_, _others, random) => oneOf(NUMBERS, random) + oneOf(UNITS, random));
const changeUnit = editToken(NUMBER, (token, _, random) => token.replace(/[A-Za-z%]+$/, '') + oneOf(UNITS, random));

// ── Expressions ────────────────────────────────────────────────────────────────────────────────────────────────

const DEPTHS = [1, 1, 2, 3, 10, 60, 250];

const nest = editToken(OPERAND, (token, _, random) => {
  const depth = oneOf(DEPTHS, random);
  const open = oneOf(['(', '-', 'not ', '[', `${oneOf(WORDS, random)}(`, `${token} + `, `${token} ^ `], random);
  const closing = open.endsWith('(') ? ')' : open === '[' ? ']' : '';
  return open.repeat(depth) + token + closing.repeat(depth);
});

const call = editToken(OPERAND, (token, _, random) => {
  const count = below(4, random);
  const argument = () =>
    `${oneOf(['', '', 'clip: ', 'value: '], random)}${oneOf([token, '5d', '0.5', oneOf(WORDS, random)], random)}`;
  return `${oneOf(WORDS, random)}(${Array.from({ length: count }, argument).join(', ')})`;
});

const operate = editToken(OPERAND, (token, _, random) => {
  const operator = oneOf(['+', '-', '*', '/', '^', '<', '<=', '==', '!=', 'and', 'or', '..', '='], random);
  return `${token} ${operator} ${oneOf([...NUMBERS.slice(0, 4), oneOf(WORDS, random)], random)}`;
});

// ── Statements ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Lines are taken out, put elsewhere, or brought from another file. */
const moveLines: Edit = (text, others, random) => {
  const lines = text.split('\n');
  const foreign = oneOf(others, random).split('\n');
  const length = 1 + below(oneOf([1, 2, 8, 30], random), random);
  const from = below(lines.length, random);
  const to = below(lines.length, random);
  switch (below(4, random)) {
    case 0:
      lines.splice(from, length);
      break;
    case 1:
      lines.splice(to, 0, ...lines.slice(from, from + length));
      break;
    case 2:
      lines.splice(to, 0, ...lines.splice(from, length));
      break;
    default: {
      const start = below(foreign.length, random);
      lines.splice(to, 0, ...foreign.slice(start, start + length));
    }
  }
  return lines.join('\n');
};

const cut: Edit = (text, _, random) => text.slice(0, below(text.length + 1, random));

const splice: Edit = (text, others, random) => {
  const other = oneOf(others, random);
  return text.slice(0, below(text.length + 1, random)) + other.slice(below(other.length + 1, random));
};

// ── Characters ─────────────────────────────────────────────────────────────────────────────────────────────────

const CHARACTERS = [
  '\u0000',
  '\u0007',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\u200b',
  '\ud800',
  'é',
  '“',
  '”',
  '×',
  '你',
  '😀',
  '\\',
  "'",
];

const insertBytes: Edit = (text, _, random) => {
  const at = below(text.length + 1, random);
  const random16 = () => String.fromCharCode(random.uint32() & 0xffff);
  const piece = oneOf([oneOf(CHARACTERS, random), random16(), random16() + random16(), oneOf(PIECES, random)], random);
  return text.slice(0, at) + piece + text.slice(at + below(3, random));
};

const changeLineEnds: Edit = (text, _, random) =>
  text.replaceAll('\n', oneOf(['\r\n', '\r', ' ', ';', '\n\n'], random));

const EDITS: readonly Edit[] = [
  ...[swapTokens, replaceByOther, repeat, changeNumber, changeNumber, changeUnit, nest, nest, call, operate],
  editToken(ANY, () => ''),
  editToken(ANY, (token) => `${token} ${token}`),
  editToken(WORD, (_, _others, random) => oneOf(WORDS, random)),
  editToken(ANY, (token, _, random) => token + oneOf(PIECES, random)),
  ...[moveLines, moveLines, moveLines, cut, splice, insertBytes, insertBytes, changeLineEnds],
];
