/** What the parser finds; codes and facts are those of `grammar/problems.ts`. */

import { nearest } from '../../configs/nearest.ts';
import type { FactsOf, ProblemCode } from '../../grammar/problems.ts';
import type { BlockType } from '../../grammar/tree.ts';
import {
  changeSign,
  include,
  insert,
  move,
  put,
  remove,
  replace,
  replaceByOneOf,
  replacePart,
  spelled,
} from '../fix/remedy.ts';
import { settingCalled } from '../mistakes/translations.ts';
import { define, didYouMean, list, type Message, quote } from './message.ts';

const near = (word: string, known: readonly string[]) => didYouMean(nearest(word, known));
/** Words of the language are quoted, descriptions such as `a name` are not. */
const word = (text: string) => (text.includes(' ') ? text : quote(text));
/** What a setting of another system is called here. */
function translated(name: string): string | null {
  const ours = settingCalled(name.replaceAll(' ', '_'));
  return ours === null ? null : `in this language: ${quote(ours)}`;
}

const or = (words: readonly string[]) => list(words.map(quote), 'or');

export const SYNTAX: { readonly [C in ProblemCode]: Message<FactsOf<C>> } = {
  'unexpected-token': define({
    severity: 'error',
    message: ({ found, expected }) =>
      expected.length === 0
        ? `${word(found)} makes no sense here`
        : `${list(expected.map(word), 'or')} should stand here, not ${word(found)}`,
    label: ({ expected }) => (expected.length === 0 ? 'not expected' : `expected ${list(expected.map(word), 'or')}`),
    hints: ({ syntax }) => [syntax === undefined ? null : `the form is \`${syntax}\``],
    remedies: ({ expected: [only, ...more], found }) => [
      only === undefined || more.length > 0 || !/^[a-z_]+$/.test(only) || found.startsWith('the end')
        ? null
        : put(only),
    ],
    explain:
      'The statement was read up to here and then something else was needed. The form of each setting is shown by `strat docs`; a statement ends with its line.',
    wrong: 'long top 38 prediction gross 65%',
    right: 'long top 38 by prediction gross 65%',
  }),
  'unexpected-character': define({
    severity: 'error',
    message: ({ characters }) => `${quote(characters)} has no meaning in a strategy`,
    label: () => 'not a character of the language',
    hints: ({ characters }) => [
      characters === '$'
        ? 'fields are called by their name alone, `close`, and amounts end in their unit: `1M USD`'
        : null,
      /[“”„«»‘’‚']/.test(characters) ? 'text stands in straight double quotes: "…"' : null,
      TYPED_AS[characters] === undefined ? null : `write it as ${quote(TYPED_AS[characters])}`,
    ],
    remedies: ({ characters }) => [
      TYPED_AS[characters] === undefined ? null : replace(TYPED_AS[characters], { safe: true }),
      characters === '$' ? remove('$') : null,
    ],
    explain: 'Outside of comments and quoted text only letters, digits and the signs of the language may stand.',
    wrong: 'require raw_close ≥ 5 USD',
    right: 'require raw_close >= 5 USD',
  }),
  'unterminated-text': define({
    severity: 'error',
    message: () => 'this text has no closing quote',
    label: () => 'opened here',
    hints: ({ text }) => [
      /[“”„]/.test(text) ? 'it must end in a straight quote too: "…"' : 'close it with " on the same line',
    ],
    explain: 'A text begins and ends with a double quote on one line.',
    wrong: 'allow same_close_fill "the closing auction',
    right: 'allow same_close_fill "the closing auction"',
  }),
  'typographic-quotes': define({
    severity: 'error',
    message: ({ text }) => `${quote(text)} stands in quotes of another kind`,
    label: () => 'not straight double quotes',
    hints: ({ text }) => [`use straight quotes: "${text.slice(1, -1)}"`],
    remedies: ({ text }) => [replace(`"${text.slice(1, -1).replaceAll('"', '')}"`, { safe: true })],
    explain:
      'Text stands in straight double quotes. Word processors and web pages turn them into curly ones, which look alike.',
    wrong: 'allow same_close_fill “the closing auction”',
    right: 'allow same_close_fill "the closing auction"',
  }),
  'foreign-comment': define({
    severity: 'error',
    message: ({ sign }) => `${quote(sign)} begins no comment here`,
    label: () => 'meant as a comment?',
    hints: () => ['comments begin with # and go to the end of the line'],
    remedies: ({ sign }) => [sign === '//' ? replacePart('//', '#', { safe: true }) : null],
    explain: 'There is one way to write a comment: from `#` to the end of the line.',
    wrong: 'seed 7 // drawn once',
    right: 'seed 7 # drawn once',
  }),
  'decimal-comma': define({
    severity: 'error',
    message: ({ text }) => `${quote(text)} has a comma, which numbers do not have`,
    label: () => 'one number?',
    hints: ({ instead }) => [`write ${or(instead)}`],
    remedies: ({ instead }) => replaceByOneOf(instead, { safe: true }),
    explain:
      'A fraction follows a point, and thousands may be set apart with `_`, whatever the country: a comma separates values.',
    wrong: 'capital 1,000,000 USD',
    right: 'capital 1_000_000 USD',
  }),
  'malformed-number': define({
    severity: 'error',
    message: ({ text, suffix }) => `${quote(text)} is not a number: ${quote(suffix)} is no unit it could end in`,
    label: ({ suffix }) => `what is ${quote(suffix)}?`,
    hints: ({ suffix, known }) => [near(suffix, known), known.length > 0 ? `a number may end in ${or(known)}` : null],
    remedies: ({ text, suffix, known }) => {
      const unit = nearest(suffix, known);
      return [unit === null ? null : replace(`${text.slice(0, -suffix.length)}${unit}`)];
    },
    explain:
      'A number may end in a scale (`k`, `M`, `B`), or in a unit: `%`, or `d`, `min`, `w`, `m`, `y` for sessions, minutes, weeks, months and years. `bps`, `USD` and `shares` follow after a space.',
    wrong: 'window 90days',
    right: 'window 90d',
  }),
  'number-too-large': define({
    severity: 'error',
    message: ({ text }) => `${quote(text)} is larger than any number strat can hold`,
    hints: () => ['the largest is about 1.8e308; is the exponent right?'],
    explain:
      'Numbers are held in 64 bits (IEEE 754), as on every exchange and in every spreadsheet, and the largest is about 1.8e308. What is larger would count as infinite and be of no use as a limit or a weight.',
    wrong: 'capital 1e999 USD',
    right: 'capital 1e6 USD',
  }),
  'unknown-unit': define({
    severity: 'error',
    message: ({ name }) => `${quote(name)} is no unit`,
    label: () => 'not a unit',
    hints: ({ name, known }) => [near(name, known), `units that follow a number are ${list(known.map(quote))}`],
    remedies: ({ name, known }) => [spelled(name, nearest(name, known))],
    explain: 'The word after a number is its unit. Units are written exactly so: `bps`, `USD`, `shares`.',
    wrong: 'require raw_close >= 5 usd',
    right: 'require raw_close >= 5 USD',
  }),
  'malformed-date': define({
    severity: 'error',
    message: ({ text }) => `${quote(text)} is not written as a date`,
    label: () => 'expected year-month-day',
    hints: ({ instead }) => [instead.length > 0 ? `write ${or(instead)}` : 'write year, month and day: 2020-01-05'],
    remedies: ({ instead }) => replaceByOneOf(instead, { safe: true }),
    explain: 'Dates are written year-month-day, with four, two and two digits, so that they cannot be misread.',
    wrong: 'period 2020-1-5 .. 2025-10-31',
    right: 'period 2020-01-05 .. 2025-10-31',
  }),
  'malformed-time': define({
    severity: 'error',
    message: ({ text }) => `${quote(text)} is no time of the day`,
    label: () => 'no such time',
    hints: ({ text }) => [
      timeMeant(text) === null ? null : `write ${quote(timeMeant(text)!)}`,
      'hours go from 00 to 23, minutes from 00 to 59',
    ],
    remedies: ({ text }) => [timeMeant(text) === null ? null : replace(timeMeant(text)!, { safe: true })],
    explain: 'Times are written hour:minute on a 24-hour clock.',
    wrong: 'at 24:15 America/New_York',
    right: 'at 16:15 America/New_York',
  }),
  'unknown-choice': define({
    severity: 'error',
    message: ({ name }) => `${quote(name)} is not one of the choices here`,
    label: ({ known }) => `choose ${or(known)}`,
    hints: ({ name, known, syntax }) => [
      near(name, known),
      translated(name),
      syntax === undefined ? null : `the form is \`${syntax}\``,
    ],
    remedies: ({ name, known }) => [spelled(name, nearest(name, known))],
    explain: 'Some settings take one of a few fixed words.',
    wrong: 'rebalance daily',
    right: 'rebalance every session',
  }),
  'unknown-setting': define({
    severity: 'error',
    message: ({ name, block }) => `${quote(block)} has no setting ${quote(name)}`,
    label: () => 'not a setting of this block',
    hints: ({ name, block, known, elsewhere }) => {
      const line = translated(name);
      if (line !== null) return [line];
      const close = near(name, known);
      if (block === 'features' && close === null) {
        return [
          'a feature is written `name = expression`, without a word before it',
          'to take over the features of a named block, write `include name`',
          `beside features the block takes ${list(known.map(quote))}`,
        ];
      }
      const place = elsewhere.length > 0 ? `${quote(name)} is a setting of ${or(elsewhere)}` : null;
      return [close, place, close === null && place === null ? `it has ${list(known.map(quote))}` : null];
    },
    remedies: ({ name, known }) => [translated(name) === null ? spelled(name, nearest(name, known)) : null],
    explain:
      'A setting that is not known is an error, never silently ignored: a misspelt limit that does nothing would be worse than none.',
    wrong: 'model lstm {\n  hiden 128\n}',
    right: 'model lstm {\n  hidden 128\n}',
  }),
  'unknown-block': define({
    severity: 'error',
    message: ({ name }) => `there is no block ${quote(name)}`,
    label: () => 'not a block',
    hints: ({ name, known }) => [near(name, known) ?? `the blocks are ${list(known.map(quote))}`],
    remedies: ({ name, known }) => [spelled(name, nearest(name, known))],
    explain: 'A strategy is made of blocks, each about one thing: universe, features, model, split, portfolio, …',
    wrong: 'cost {\n  spread 5 bps\n}',
    right: 'costs {\n  spread 5 bps\n}',
  }),
  'sign-after-setting': define({
    severity: 'error',
    message: ({ name, sign }) => `the value of ${quote(name)} follows without ${quote(sign)}`,
    label: () => 'not needed',
    hints: ({ name, value }) => [`drop the sign: ${quote(`${name} ${value}`.trim())}`],
    remedies: ({ sign }) => [remove(sign, { safe: true })],
    explain:
      'A setting is its name and then its value, as in a sentence. `=` defines a name of your own, and `:` names an argument of a call.',
    wrong: 'hidden = 128',
    right: 'hidden 128',
  }),
  'misplaced-setting': define({
    severity: 'error',
    message: ({ name }) => `${quote(name)} is a setting and stands outside of its block`,
    label: ({ blocks }) => `belongs in ${or(blocks)}`,
    hints: ({ blocks }) => [`put it inside of \`${blocks[0] ?? 'its block'} { … }\``],
    remedies: ({ blocks: [block, ...more] }) => [
      block === undefined || more.length > 0 ? null : move(block as BlockType),
    ],
    explain:
      'Settings stand inside of the block they belong to; between the blocks are only params, definitions and the label.',
    wrong: 'strategy s {\n  seed 7\n}',
    right: 'strategy s {\n  model lstm { seed 7 }\n}',
  }),
  'misplaced-statement': define({
    severity: 'error',
    message: ({ statement, place }) =>
      `${quote(statement)} has no place ${place === 'file' ? 'at the top of a file' : `in a ${place}${place === 'strategy' ? '' : ' block'}`}`,
    label: () => 'not here',
    hints: ({ statement }) => [PLACES[statement] ?? null],
    explain:
      '`use` lines stand at the top of a file; `param` and `label` in a strategy; `include` and `no` in a block; `allow` in a strategy or a block.',
    wrong: 'portfolio {\n  param k = 38\n}',
    right: 'param k = 38\nportfolio { … }',
  }),
  'unknown-statement': define({
    severity: 'error',
    message: ({ name, place }) => `no statement of a ${place} begins with ${quote(name)}`,
    label: () => 'what is this?',
    hints: ({ name, known }) => [near(name, known) ?? `it can begin with ${or(known)}`],
    remedies: ({ name, known }) => [spelled(name, nearest(name, known))],
    explain: 'Each statement begins with a word that says what it is, or is a definition: `name = …`.',
    wrong: 'startegy mine {\n}',
    right: 'strategy mine {\n}',
  }),
  'ambiguous-removal': define({
    severity: 'error',
    message: ({ name }) => `${quote(`no ${name}`)} could take away several settings`,
    label: () => 'which one?',
    hints: ({ known }) => [
      `write ${list(
        known.map((key) => quote(`no ${key}`)),
        'or',
      )}`,
    ],
    remedies: ({ known }) => replaceByOneOf(known),
    explain: 'Some settings have two words, such as `limit weight`. `no` names the setting with all of its words.',
    wrong: 'risk { no limit }',
    right: 'risk { no limit weight }',
  }),
  'chained-comparison': define({
    severity: 'error',
    message: ({ first, second }) => `${quote(first)} and ${quote(second)} cannot be chained`,
    label: () => 'a second comparison',
    hints: () => ['compare twice and join with `and`: `a < b and b < c`'],
    explain: 'A comparison gives yes or no, which cannot be compared with a number again.',
    wrong: 'require 5 USD < raw_close < 500 USD',
    right: 'require raw_close > 5 USD and raw_close < 500 USD',
  }),
  'equals-in-argument': define({
    severity: 'error',
    message: ({ name }) => `the argument ${quote(name)} is named with a colon, not with ${quote('=')}`,
    label: () => 'should be `:`',
    hints: ({ name }) => [`write \`${name}: …\``],
    remedies: () => [changeSign('=', ':')],
    explain: '`=` defines a name. An argument of a call is named with a colon.',
    wrong: 'huber(delta = 0.05)',
    right: 'huber(delta: 0.05)',
  }),
  'dotted-name': define({
    severity: 'error',
    message: ({ text }) => `${quote(text)} has a dot, which a name in an expression cannot have`,
    label: () => 'a name with a dot',
    hints: ({ text }) => [`if it is a ticker, put it in quotes: "${text}"`],
    remedies: ({ text }) => [replace(`"${text}"`)],
    explain: 'In a list of tickers, those with a dot are quoted.',
    wrong: 'members [AAPL, BRK.B]',
    right: 'members [AAPL, "BRK.B"]',
  }),
  'missing-block-name': define({
    severity: 'error',
    message: ({ block }) => `this ${block} block stands outside of a strategy and has no name`,
    label: () => 'a name should follow',
    hints: ({ block }) => [`name it, such as \`${block} my_${block} {\`, or move it into a strategy`],
    remedies: ({ block }) => [insert(` my_${block}`)],
    explain: 'A block at the top of a file is there to be included by its name.',
    wrong: 'costs {\n  spread 5 bps\n}',
    right: 'costs us_large_cap {\n  spread 5 bps\n}',
  }),
  'unexpected-block-name': define({
    severity: 'error',
    message: ({ name, block }) => `the ${block} block of a strategy has no name, so ${quote(name)} has no meaning`,
    label: () => 'not needed',
    hints: ({ name, block }) => [
      `to take over the settings of a named block, write \`include ${name}\` inside of \`${block} { … }\``,
    ],
    remedies: ({ name }) => [include(name)],
    explain:
      'A strategy has one block of each type. `model` and `split` say their kind, as in `model lstm`; and of portfolios there may be several, each with a name.',
    wrong: 'costs us_large_cap {\n}',
    right: 'costs {\n  include us_large_cap\n}',
  }),
  'nested-block': define({
    severity: 'error',
    message: ({ inner, outer }) => `${quote(inner)} stands inside of ${quote(outer)}, and blocks cannot be nested`,
    label: () => 'a block within a block',
    hints: ({ inner, outer }) => [
      inner.startsWith('strategy')
        ? 'move it out; to build on another strategy write `strategy mine extends other {`'
        : `close ${quote(outer)} with \`}\` first, then open ${quote(inner)}`,
    ],
    explain: 'A strategy holds blocks, and a block holds settings: no block stands in another, no strategy in another.',
    wrong: 'model lstm {\n  seed 7\n  costs {\n    spread 5 bps\n  }\n}',
    right: 'model lstm {\n  seed 7\n}\ncosts {\n  spread 5 bps\n}',
  }),
  'unclosed-block': define({
    severity: 'error',
    message: ({ what }) => `${quote(what)} is opened and never closed`,
    label: () => 'opened here',
    hints: () => ['add the missing `}`'],
    explain: 'Every `{` has its `}`.',
    wrong: 'costs {\n  spread 5 bps',
    right: 'costs {\n  spread 5 bps\n}',
  }),
  'unmatched-brace': define({
    severity: 'error',
    message: () => 'this `}` closes nothing',
    label: () => 'nothing is open here',
    hints: () => ['drop it, or add the `{` it should close'],
    remedies: () => [remove('}')],
    explain: 'Every `}` closes the last `{` that is still open.',
    wrong: 'costs {\n  spread 5 bps\n}\n}',
    right: 'costs {\n  spread 5 bps\n}',
  }),
  'expression-too-deep': define({
    severity: 'error',
    message: ({ limit }) => `this expression goes more than ${limit} levels deep`,
    label: () => 'too deep',
    hints: () => ['give its parts names of their own'],
    explain: 'No person reads such an expression. Definitions with names of their own keep it shallow.',
    wrong: 'x = ((((((…))))))',
    right: 'part = close / mean(close, 20d)\nx = part - lag(part, 5d)',
  }),
  'empty-file': define({
    severity: 'error',
    message: () => 'this file is empty',
    hints: () => ['a strategy begins with `strategy my_name {`'],
    explain: 'There is nothing in the file but blanks and comments.',
    wrong: '# nothing yet',
    right: 'strategy mine {\n  …\n}',
  }),
  'binary-file': define({
    severity: 'error',
    message: () => 'this file is not text',
    hints: () => ['a strategy is a plain text file in UTF-8'],
    explain: 'The file holds NUL characters, which no text has: it is a picture, an archive, or text in UTF-16.',
    wrong: 'strat check chart.png',
    right: 'strat check s2.strat',
  }),
  'file-too-large': define({
    severity: 'error',
    message: ({ size, limit }) =>
      `this file is too large to be a strategy: ${megabytes(size)}, where ${megabytes(limit)} is the most`,
    hints: () => ['was a data file named by mistake?'],
    explain: 'Strategies are written by people and take a few kilobytes.',
    wrong: 'strat check prices.csv',
    right: 'strat check s2.strat',
  }),
  'too-many-problems': define({
    severity: 'error',
    message: ({ shown, total }) => `only the first ${shown} of ${total} syntax errors are listed`,
    hints: () => ['is this a strategy at all?'],
    explain: 'A file with so many errors is most likely no strategy, or misses a brace near its top.',
    wrong: 'strat check letter.txt',
    right: 'strat check s2.strat',
  }),
};

const PLACES: Readonly<Record<string, string>> = {
  use: '`use` lines stand at the top of the file, before everything else',
  param: 'params are declared in the strategy, before its blocks',
  label: 'the label is declared in the strategy, beside its blocks',
  include: '`include` stands inside of a block, and reads a named block of the same type',
  no: '`no …` stands inside of a block, and takes away what the block inherits',
  allow: '`allow` stands in the block whose warning it accepts, or in the strategy',
};

/** Signs that other places have a key for. */
const TYPED_AS: Readonly<Record<string, string>> = {
  '≥': '>=',
  '≤': '<=',
  '≠': '!=',
  '×': '*',
  '·': '*',
  '÷': '/',
  '−': '-',
  '–': '-',
  '…': '..',
  '&': 'and',
  '&&': 'and',
  '|': 'or',
  '||': 'or',
};

function megabytes(characters: string): string {
  return `${Number((Number(characters) / 1e6).toPrecision(2))} MB`;
}

/** `4:15pm` on a clock of 24 hours: noon is 12pm and midnight 12am. */
function timeMeant(text: string): string | null {
  const [, hour, minute, half] = /^(\d+):(\d+) ?([ap])m$/i.exec(text) ?? [];
  if (hour === undefined || Number(hour) > 12) return null;
  return `${(Number(hour) % 12) + (half?.toLowerCase() === 'p' ? 12 : 0)}:${minute}`;
}
