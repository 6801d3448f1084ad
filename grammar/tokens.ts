/**
 * Token types. The lexer knows few of them: a word is a `Name` to it. Which words are keywords depends on where they
 * stand, so `layout.ts` retags them: a word that begins a statement may be a starter (`universe`, `limit weight`);
 * elsewhere a word of some pattern is a keyword that is still a name wherever a name may stand.
 */
import { createToken, type IToken, Lexer, type TokenType } from 'chevrotain';
import { SYNTAXES, wordsOf } from './pattern.ts';
import { BLOCK_TYPES } from './settings.ts';

/** `hint`: the characters it can begin with, so that the lexer need not analyse the pattern at start-up. */
function lexed(name: string, pattern: RegExp | string, hint: string, more: object = {}): TokenType {
  return createToken({ name, pattern, start_chars_hint: [...hint], line_breaks: false, ...more });
}

function virtual(name: string, label: string, categories: TokenType[] = []): TokenType {
  return createToken({ name, label, pattern: Lexer.NA, categories });
}

const DIGITS = '0123456789';
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_';

// ── Categories ─────────────────────────────────────────────────────────────────────────────────────────────────

export const BinaryOperatorToken = virtual('BinaryOperator', 'an operator');
export const PrefixOperator = virtual('PrefixOperator', '-');
export const BlockTypeToken = virtual('BlockType', 'a block');
/** Names, keywords and reserved words alike. */
export const AnyWord = virtual('AnyWord', 'a word');
export const UnitToken = virtual('Unit', 'a unit');
export const PeriodToken = virtual('Period', 'a period');
const operator = { categories: [BinaryOperatorToken] };

// ── What the lexer finds ───────────────────────────────────────────────────────────────────────────────────────

/** A byte order mark and the no-break space, which copies from web pages bring along, count as blanks. */
const Blank = lexed('Blank', /[ \t\r\n\f\v\uFEFF\u00A0]+/u, ' \t\r\n\f\v\uFEFF\u00A0', {
  group: Lexer.SKIPPED,
  line_breaks: true,
});
const Comment = lexed('Comment', /#[^\r\n]*/, '#', { group: 'comments' });
/** Comments of other languages: passed over, and reported by `lexer.ts`. */
const ForeignComment = lexed('ForeignComment', /\/\/[^\r\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//, '/', {
  group: 'foreignComments',
  line_breaks: true,
});

export const Time = lexed('Time', /\d{1,2}:\d{2}(?!\d)(?: ?[ap]m\b)?/i, DIGITS, { label: 'a time' });
/** Also dates as they are written elsewhere, `31.12.2023` and `12/31/2023`, so that each is one literal to report. */
export const DateToken = lexed(
  'Date',
  /\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}([./])\d{1,2}\1\d{4}(?!\d|\.\d)|\d{4}([./])\d{1,2}\2\d{1,2}(?!\d)/,
  DIGITS,
  { label: 'a date' },
);
/** Takes any suffix along (`20d`, `5M`, `20%`, and the wrong `0x10`); `literal.ts` says which there are. */
export const NumberToken = lexed(
  'Number',
  /\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?(?:[A-Za-z%][A-Za-z0-9_%]*)?/,
  DIGITS,
  { label: 'a number' },
);
/** Also one that lacks its closing quote, or stands in quotes of another kind; `lexer.ts` reports them. */
export const Text = lexed(
  'Text',
  /"(?:[^"\\\r\n]|\\[^\r\n])*(?:"|\\)?|[“”„«»‘’‚'][^"“”„«»‘’‚'\r\n]*["“”„«»‘’‚']/,
  '"“”„«»‘’‚\'',
  { label: 'a text in quotes' },
);
export const Name = lexed('Name', /[A-Za-z_][A-Za-z0-9_]*/, LETTERS, {
  label: 'a name',
  categories: [AnyWord],
});

export const DotDot = lexed('DotDot', '..', '.', { label: '..' });
export const Dot = lexed('Dot', '.', '.', { label: '.' });
export const Comma = lexed('Comma', ',', ',', { label: ',' });
export const Semicolon = lexed('Semicolon', ';', ';', { label: ';' });
export const Colon = lexed('Colon', ':', ':', { label: ':' });
export const Percent = lexed('Percent', '%', '%', { label: '%', categories: [UnitToken] });
export const LeftParen = lexed('LeftParen', '(', '(', { label: '(' });
export const RightParen = lexed('RightParen', ')', ')', { label: ')' });
export const LeftBracket = lexed('LeftBracket', '[', '[', { label: '[' });
export const RightBracket = lexed('RightBracket', ']', ']', { label: ']' });
export const LeftBrace = lexed('LeftBrace', '{', '{', { label: '{' });
export const RightBrace = lexed('RightBrace', '}', '}', { label: '}' });
const EqualEqual = lexed('EqualEqual', '==', '=', operator);
export const Equals = lexed('Equals', '=', '=', { label: '=' });
export const Minus = lexed('Minus', '-', '-', { label: '-', categories: [BinaryOperatorToken, PrefixOperator] });
export const Plus = lexed('Plus', '+', '+', operator);
export const Slash = lexed('Slash', '/', '/', operator);
const OPERATORS = [
  EqualEqual,
  lexed('NotEqual', '!=', '!', operator),
  lexed('LessEqual', '<=', '<', operator),
  lexed('Less', '<', '<', operator),
  lexed('GreaterEqual', '>=', '>', operator),
  lexed('Greater', '>', '>', operator),
  Plus,
  Minus,
  lexed('Star', '*', '*', operator),
  Slash,
];
export const Caret = lexed('Caret', '^', '^', operator);

/** In the order in which the lexer tries them. */
export const LEXED: TokenType[] = [
  ...[
    Blank,
    Comment,
    ForeignComment,
    Name,
    Time,
    DateToken,
    NumberToken,
    Text,
    DotDot,
    Dot,
    Comma,
    Semicolon,
    Colon,
    Percent,
  ],
  ...[LeftParen, RightParen, LeftBracket, RightBracket, LeftBrace, RightBrace],
  ...OPERATORS,
  Caret,
  Equals,
];

// ── What the layout pass makes of them ─────────────────────────────────────────────────────────────────────────

/** The end of a statement: a line end, `;`, or nothing at all before `}` and at the end of the file. */
export const Terminator = virtual('Terminator', 'the end of the line');
/** A `{` that opens nothing. */
export const StrayBrace = virtual('StrayBrace', '{');
/** A whole statement that was read before, its terminator included; `memory.ts` puts it in. */
export const Recalled = virtual('Recalled', 'a statement');
/** A name before `=`. */
export const DefinedName = virtual('DefinedName', 'a name');
/** A name before `:`. */
export const ArgumentName = virtual('ArgumentName', 'a name');

/** The only reserved words: they may not be names anywhere. */
export const RESERVED: ReadonlyMap<string, TokenType> = new Map([
  ['and', virtual('And', 'and', [BinaryOperatorToken, AnyWord])],
  ['or', virtual('Or', 'or', [BinaryOperatorToken, AnyWord])],
  ['not', virtual('Not', 'not', [PrefixOperator, AnyWord])],
]);

export const UNIT_WORDS = ['bps', 'USD', 'shares'] as const;
/** What may follow `per`. */
export const PERIODS = ['session', 'day', 'month', 'year', 'share'] as const;

/** Words inside statements, names wherever a name may stand. */
export const WORDS: ReadonlyMap<string, TokenType> = new Map(
  ['extends', 'in', 'per', ...UNIT_WORDS, ...PERIODS, ...SYNTAXES.flatMap(({ elements }) => wordsOf(elements))].map(
    (text) => [text, virtual(`Word_${text}`, text, [Name, ...extraCategories(text)])],
  ),
);

function extraCategories(text: string): TokenType[] {
  if (UNIT_WORDS.some((unit) => unit === text)) return [UnitToken];
  return PERIODS.some((period) => period === text) ? [PeriodToken] : [];
}

/** Statements of the language itself, apart from settings. */
export const STATEMENT_WORDS = ['use', 'strategy', 'param', 'label', 'include', 'no', 'allow'] as const;

/** Words that begin a statement, where a statement begins: keys of settings (some of two words) and the others. */
export const STARTERS: ReadonlyMap<string, TokenType> = new Map([
  ...BLOCK_TYPES.map((type): [string, TokenType] => [type, virtual(`Block_${type}`, type, [BlockTypeToken])]),
  ...[...STATEMENT_WORDS, ...SYNTAXES.map((syntax) => syntax.setting.key)].map((word): [string, TokenType] => [
    word,
    virtual(`Start_${word.replace(' ', '_')}`, word),
  ]),
]);

/** The first words of starters of two words: `limit`, `target`, `stop`, … */
export const FIRST_OF_TWO: ReadonlySet<string> = new Set(
  [...STARTERS.keys()].filter((key) => key.includes(' ')).map((key) => key.split(' ')[0]),
);

export function starter(word: string): TokenType {
  const type = STARTERS.get(word);
  if (type === undefined) throw new Error(`bug: '${word}' begins no statement`);
  return type;
}

export function word(text: string): TokenType {
  const type = text === ',' ? Comma : WORDS.get(text);
  if (type === undefined) throw new Error(`bug: '${text}' is no word of the language`);
  return type;
}

export const ALL_TOKENS: TokenType[] = [
  ...LEXED,
  ...[BinaryOperatorToken, PrefixOperator, BlockTypeToken, AnyWord, UnitToken, PeriodToken],
  ...[Terminator, StrayBrace, Recalled, DefinedName, ArgumentName],
  ...RESERVED.values(),
  ...WORDS.values(),
  ...STARTERS.values(),
];

export function isStarter(token: IToken): boolean {
  return token.tokenType.name.startsWith('Start_') || token.tokenType.name.startsWith('Block_');
}

/** The word or words a starter stands for, however they were spaced. */
export function wordOf(token: IToken): string {
  return token.tokenType.LABEL ?? token.image;
}
