/**
 * The TextMate grammar of `.strat`, made from the tokens and settings of the language: colours at once, and where no
 * language server is. It goes by looks and block; what a name means is for the server's semantic tokens to say.
 *
 * Scopes are named by TextMate's conventions (https://macromates.com/manual/en/language_grammars), patterns are
 * Oniguruma's.
 */
import { SYNTAXES, wordsOf } from '../../grammar/pattern.ts';
import { BLOCK_TYPES } from '../../grammar/settings.ts';
import {
  DateToken,
  LEXED,
  NumberToken,
  PERIODS,
  RESERVED,
  STATEMENT_WORDS,
  Time,
  UNIT_WORDS,
} from '../../grammar/tokens.ts';
import type { BlockType } from '../../grammar/tree.ts';

interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly captures?: Captures;
  readonly beginCaptures?: Captures;
  readonly endCaptures?: Captures;
  readonly patterns?: readonly Rule[];
}

type Captures = Readonly<Record<string, { readonly name: string }>>;

const NAME = '[A-Za-z_][A-Za-z0-9_]*';
/** Where a statement may begin: on a line of its own, after a brace or a semicolon. */
const START = '(?:^|(?<=[{;]))\\s*';
/** A word before one of these is a name. */
const NO_NAME = '(?!\\s*[=:(.])';
/** What is behind the name of an argument is a value. */
const WORD = '(?<!:\\s)\\b';
const PERIOD: Rule = { name: 'keyword.other.period.strat', match: `(?<=\\bper\\s)(?:${anyOf(PERIODS)})\\b` };
const BRACE: Captures = { 0: { name: 'punctuation.section.block.end.strat' } };

export function textMateGrammar(): string {
  const blocks = Object.fromEntries(BLOCK_TYPES.map((type) => [`block-${type}`, blockRule(type)]));
  const grammar = {
    $schema: 'https://json.schemastore.org/tmlanguage.json',
    name: 'Strat',
    scopeName: 'source.strat',
    fileTypes: ['strat'],
    patterns: including('strategy', ...Object.keys(blocks), 'statement', 'expression'),
    repository: {
      strategy: {
        begin: `${START}(strategy)\\s+(${NAME})(?:\\s+(extends)\\s+(${NAME}))?\\s*(\\{)`,
        beginCaptures: captures(
          ...['storage.type.strat', 'entity.name.class.strat', 'storage.modifier.strat'],
          ...['entity.other.inherited-class.strat', 'punctuation.section.block.begin.strat'],
        ),
        end: '\\}',
        endCaptures: BRACE,
        patterns: including(...Object.keys(blocks), 'statement', 'expression'),
      },
      ...blocks,
      statement: { patterns: STATEMENTS },
      expression: { patterns: EXPRESSIONS },
    },
  };
  return `${JSON.stringify(grammar, null, 2)}\n`;
}

/** Its own keys and words, and no other block's: `by` is a word where something is ranked, and a name elsewhere. */
function blockRule(type: BlockType): Rule {
  const syntaxes = SYNTAXES.filter(({ setting }) => setting.block === type);
  const keys = syntaxes.map(({ setting }) => setting.key);
  const words = new Set(syntaxes.flatMap(({ elements }) => wordsOf(elements)));
  return {
    begin: `${START}(${type})(?:\\s+(${NAME}))?\\s*(\\{)`,
    beginCaptures: captures(
      'storage.type.block.strat',
      'entity.name.section.strat',
      'punctuation.section.block.begin.strat',
    ),
    end: '\\}',
    endCaptures: BRACE,
    patterns: [
      {
        match: `${START}(?:(no)\\s+)?(${anyOf(keys)})\\b(?!\\s*[=:])`,
        captures: captures('keyword.control.strat', 'keyword.other.setting.strat'),
      },
      { include: '#statement' },
      PERIOD,
      ...(words.size === 0 ? [] : [{ name: 'keyword.other.strat', match: `${WORD}(?:${anyOf(words)})\\b${NO_NAME}` }]),
      { include: '#expression' },
    ],
  };
}

/** Those that all blocks have. */
const STATEMENTS: readonly Rule[] = [
  {
    match: `${START}(use)\\s+(${NAME}(?:\\.${NAME})*)`,
    captures: captures('keyword.control.import.strat', 'entity.name.namespace.strat'),
  },
  {
    match: `${START}(param)\\s+(${NAME})`,
    captures: captures('storage.type.strat', 'variable.parameter.strat'),
  },
  {
    match: `${START}(label|members)\\s+(${NAME})(?=\\s*=(?!=))`,
    captures: captures('storage.type.strat', 'variable.other.definition.strat'),
  },
  {
    match: `${START}(${anyOf([...STATEMENT_WORDS, ...BLOCK_TYPES])})\\b(?!\\s*[=:])`,
    captures: captures('keyword.control.strat'),
  },
  { match: `${START}(${NAME})(?=\\s*=(?!=))`, captures: captures('variable.other.definition.strat') },
];

const EXPRESSIONS: readonly Rule[] = [
  { name: 'comment.line.number-sign.strat', match: patternOf('Comment') },
  { name: 'string.quoted.double.strat', match: '"(?:[^"\\\\\\r\\n]|\\\\[^\\r\\n])*"?' },
  { name: 'constant.other.time.strat', match: `(?i:${sourceOf(Time.PATTERN)})` },
  { name: 'constant.other.date.strat', match: sourceOf(DateToken.PATTERN) },
  { name: 'constant.numeric.strat', match: sourceOf(NumberToken.PATTERN) },
  { name: 'keyword.operator.logical.strat', match: `\\b(?:${anyOf(RESERVED.keys())})\\b` },
  { name: 'variable.parameter.argument.strat', match: `\\b${NAME}(?=\\s*:)` },
  { name: 'keyword.other.strat', match: '\\b(?:in|per)\\b' },
  { name: 'keyword.other.unit.strat', match: `\\b(?:${anyOf(UNIT_WORDS)})\\b${NO_NAME}` },
  PERIOD,
  { name: 'constant.language.strat', match: `\\ball\\b${NO_NAME}` },
  { name: 'entity.name.function.strat', match: `\\b${NAME}(?=\\s*\\()` },
  { name: 'variable.other.strat', match: `\\b${NAME}\\b` },
  { name: 'keyword.operator.strat', match: '==|!=|<=|>=|\\.\\.|[-+*/^<>=]' },
  { name: 'keyword.other.unit.strat', match: '%' },
  { name: 'punctuation.separator.strat', match: '[,;:.]' },
];

function including(...names: readonly string[]): readonly Rule[] {
  return names.map((name) => ({ include: `#${name}` }));
}

function captures(...names: readonly string[]): Captures {
  return Object.fromEntries(names.map((name, i) => [i + 1, { name }]));
}

/** Longest first, so that `stop position` is not taken for `stop`; blanks between two words are as one likes. */
function anyOf(words: Iterable<string>): string {
  const longestFirst = [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return longestFirst.map((word) => word.replaceAll(' ', '\\s+')).join('|');
}

function patternOf(token: string): string {
  return sourceOf(LEXED.find(({ name }) => name === token)?.PATTERN);
}

/** JavaScript's patterns of the lexer are Oniguruma's too, as far as they are used here. */
function sourceOf(pattern: unknown): string {
  if (!(pattern instanceof RegExp)) throw new Error('bug: the token has no pattern');
  return pattern.source;
}
