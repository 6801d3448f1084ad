/** Names, arguments, kinds and units. */
import type { Span } from '../../grammar/span.ts';
import { dropArgument, replace, replaceByOneOf, replaceCall, replaceCallByOneOf, spelled } from '../fix/remedy.ts';
import { define, didYouMean, list, quote } from './message.ts';

interface Nearest {
  readonly nearest: string | null;
}

/** How the language says what another system calls by this name. */
interface Instead {
  readonly instead: string | null;
}

interface UnitMissing {
  readonly text: string;
  readonly what: string;
  /** What is blamed, when it is a name. */
  readonly name: string | null;
  /** What its number could be written as; empty when it is no single number. */
  readonly examples: readonly string[];
  /** Of such a unit. */
  readonly example: string;
  /** The number that the name is set to. */
  readonly at: Span | null;
}

export const EXPRESSIONS = {
  'unknown-name': define<{ name: string } & Nearest & Instead>({
    severity: 'error',
    message: ({ name }) => `nothing is called ${quote(name)}`,
    label: () => 'not known here',
    hints: ({ nearest, instead }) => [
      didYouMean(instead ?? nearest),
      nearest === null && instead === null
        ? 'a name is a param, a definition or feature of yours, or a field such as `close`'
        : null,
    ],
    remedies: ({ name, nearest, instead }) => [spelled(name, instead ?? nearest)],
    explain:
      'A name in an expression is a param, a definition, a feature, the label, or a field of the language (`close`, `volume`, `prediction`, `drawdown`, …). A library block sees the names of its own file only.',
    wrong: 'require raw_clsoe >= 5 USD',
    right: 'require raw_close >= 5 USD',
  }),
  'unknown-function': define<{ name: string } & Nearest & Instead>({
    severity: 'error',
    message: ({ name }) => `there is no function ${quote(name)}`,
    label: () => 'not a built-in',
    hints: ({ nearest, instead }) => [
      didYouMean(nearest),
      instead === null ? null : `in this language: ${quote(instead)}`,
      nearest === null && instead === null ? '`strat docs` lists them all' : null,
    ],
    remedies: ({ name, nearest, instead }) => [
      spelled(name, nearest),
      ...replaceCallByOneOf(instead === null ? [] : [instead]),
    ],
    explain: 'Functions are the built-ins of the standard library; a strategy cannot define its own.',
    wrong: 'average = meen(close, 20d)',
    right: 'average = mean(close, 20d)',
  }),
  'shadows-builtin': define<{ name: string; what: string }>({
    severity: 'error',
    message: ({ name, what }) => `${quote(name)} is ${what} of the language and keeps its meaning`,
    label: () => 'already taken',
    hints: ({ name }) => [`choose another name, such as ${quote(`my_${name}`)}`],
    explain:
      'If `close` could be redefined, no reader could trust a line without reading the whole file. The names of fields and built-ins are fixed.',
    wrong: 'volume = mean(dollar_volume, 20d)',
    right: 'activity = mean(dollar_volume, 20d)',
  }),
  'not-called': define<{ name: string; example: string }>({
    severity: 'error',
    message: ({ name }) => `${quote(name)} is a function and needs its arguments`,
    label: () => 'a function',
    hints: ({ example }) => [`write it like ${quote(example)}`],
    explain: 'A built-in is applied to arguments in parentheses. Its name alone is no value.',
    wrong: 'trend = close > mean',
    right: 'trend = close > mean(close, 20d)',
  }),
  'not-a-function': define<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `${quote(name)} is a value, not a function`,
    label: () => 'takes no arguments',
    hints: ({ name }) => [`for its value some sessions ago write \`lag(${name}, 1d)\``],
    remedies: ({ name }) => [replaceCall(`lag(${name}, $arguments)`)],
    explain: 'Fields, params, features and definitions are values. Only built-ins take arguments.',
    wrong: 'change = close / close(1d) - 1',
    right: 'change = close / lag(close, 1d) - 1',
  }),
  'cyclic-definition': define<{ chain: readonly string[]; of: 'values' | 'members' }>({
    severity: 'error',
    message: ({ chain }) => `${quote(chain[0] ?? '')} is defined by itself`,
    label: ({ chain }) => chain.join(' → '),
    hints: ({ of }) => [
      of === 'values'
        ? 'a value from the session before is `lag(x, 1d)`, of something that is defined without it'
        : 'one of them has to be made of others only: of an index, a list, or `all`',
    ],
    explain:
      'Definitions may use each other in any order, but never in a circle: there would be nothing to compute first.',
    wrong: 'fast = slow * 2\nslow = fast / 2',
    right: 'fast = mean(close, 5d)\nslow = mean(close, 20d)',
  }),
  'field-out-of-scope': define<{
    name: string;
    scope: 'score' | 'rebalance' | 'book' | 'position' | 'cost';
    place: string;
  }>({
    severity: 'error',
    message: ({ name, scope, place }) => `${quote(name)} is ${SCOPE[scope].what}, and ${place} cannot use it`,
    label: ({ scope }) => SCOPE[scope].where,
    hints: ({ scope }) => [SCOPE[scope].hint],
    explain:
      'Market data can be used anywhere. Predictions exist once the model has been trained, so they can be used in `portfolio`. Figures of the book and of its positions exist while it runs, so they can be used in the stops of `risk`; `drift` is what a rebalance would trade, and belongs to `rebalance when`; `turnover` and `traded` are what a rebalance and an order trade, and belong to `costs`.',
    wrong: 'features { calm = drawdown }',
    right: 'risk { stop when drawdown > 8% then flatten }',
  }),
  'market-data-here': define<{ name: string; place: string }>({
    severity: 'error',
    message: ({ name, place }) =>
      `${quote(name)} differs from stock to stock or is market data, and ${place} is about the book alone`,
    label: () => 'market data',
    hints: () => [
      'conditions on stocks stand in `require`, in the `where` of a side, or in `stop position when … then exit`',
    ],
    explain:
      'A stop of the whole book reads figures of the book: `day_return`, `drawdown`, `volatility(60d)`, `sharpe(60d)`. It sees neither single stocks nor the market.',
    wrong: 'stop when returns(close, 1d) < -5% then flatten',
    right: 'stop when day_return < -5% then flatten',
  }),
  'figure-without-history': define<{ figure: string; name: string }>({
    severity: 'error',
    message: ({ figure, name }) => `${quote(figure)} has a value now and no history, which ${quote(name)} asks for`,
    label: () => 'looks back, or across stocks',
    hints: ({ figure }) => [
      figure.startsWith('position')
        ? 'compare it with a number or with market data: `position_return < -2 * stdev(returns(close, 1d), 20d)`'
        : 'put it beside market data: `sqrt(traded / mean(dollar_volume, 20d))`',
    ],
    explain:
      'What a position has made, or what an order trades, is known for the names held or traded, at the moment it is asked for. Windows and ranks are taken of market data, whose history is there.',
    wrong: 'impact 10 bps * sqrt(mean(traded, 5d) / dollar_volume)',
    right: 'impact 10 bps * sqrt(traded / mean(dollar_volume, 5d))',
  }),
  'unknown-argument': define<{ name: string; callee: string; known: readonly string[] } & Nearest>({
    severity: 'error',
    message: ({ name, callee }) => `${quote(callee)} has no argument ${quote(name)}`,
    label: () => 'not an argument of it',
    hints: ({ nearest, known }) => [
      didYouMean(nearest),
      known.length > 0 ? `it takes ${list(known.map(quote))}` : 'it takes no arguments',
    ],
    remedies: ({ name, nearest }) => [spelled(name, nearest)],
    explain: 'A named argument must be one that the built-in declares; a misspelt one is never silently ignored.',
    wrong: 'loss huber(detla: 0.05)',
    right: 'loss huber(delta: 0.05)',
  }),
  'duplicate-argument': define<{ name: string; callee: string }>({
    severity: 'error',
    message: ({ name, callee }) => `${quote(name)} is given twice to ${quote(callee)}`,
    label: () => 'given again',
    hints: () => ['keep one of them; an argument without a name counts by its position'],
    remedies: () => [dropArgument()],
    explain: 'Each argument is given once, by position or by name.',
    wrong: 'smooth ewma(0.15, alpha: 0.2)',
    right: 'smooth ewma(alpha: 0.2)',
  }),
  'missing-argument': define<{ name: string; callee: string; summary: string; example: string }>({
    severity: 'error',
    message: ({ name, callee }) => `${quote(callee)} is missing its argument ${quote(name)}`,
    label: ({ summary }) => summary,
    hints: ({ example }) => [`write it like ${quote(example)}`],
    explain: 'Arguments without a default have to be given.',
    wrong: 'before = lag(close)',
    right: 'before = lag(close, 1d)',
  }),
  'too-many-arguments': define<{ callee: string; count: number; known: readonly string[] }>({
    severity: 'error',
    message: ({ callee, count }) =>
      count === 0
        ? `${quote(callee)} takes no arguments`
        : `${quote(callee)} takes ${count === 1 ? 'one argument' : `${count} arguments`}, and this is one more`,
    label: () => 'one too many',
    hints: ({ known }) => [known.length > 0 ? `it takes ${list(known.map(quote))}` : null],
    explain: 'A call may not have more arguments than the built-in declares.',
    wrong: 'average = mean(close, 20d, 5d)',
    right: 'average = mean(close, 20d)',
  }),
  'positional-after-named': define<{ callee: string }>({
    severity: 'error',
    message: () => 'an argument without a name stands after one with a name',
    label: () => 'which one is this?',
    hints: () => ['put it before the named ones, or give it its name'],
    explain: 'Arguments without names count by position, which is only clear before the first named one.',
    wrong: 'optimizer adamw(learning_rate: 0.001, 0.00001)',
    right: 'optimizer adamw(learning_rate: 0.001, weight_decay: 0.00001)',
  }),
  'not-constant': define<{ what: string }>({
    severity: 'error',
    message: ({ what }) => `${what} must be a number known before any data is read`,
    label: () => 'depends on data',
    hints: () => ['use a number, a param, or arithmetic on them'],
    explain:
      'Windows, counts, rates and the like are fixed when the strategy is checked: history, purge and the shape of the model are derived from them.',
    wrong: 'average = mean(close, volume)',
    right: 'average = mean(close, 20d)',
  }),
  'undefined-constant': define<{ text: string }>({
    severity: 'error',
    message: () => 'this arithmetic has no result',
    label: ({ text }) => text,
    hints: () => ['look for a division by zero or a root of a negative number'],
    explain:
      'Arithmetic on numbers and params is done when the strategy is checked, and must give a finite number. Anything divided by a constant zero has no result either, whatever the data.',
    wrong: 'param n = 0\nhalf = 1 / n',
    right: 'param n = 2\nhalf = 1 / n',
  }),
  'out-of-bounds': define<{ what: string; value: string; min: string | null; max: string | null }>({
    severity: 'error',
    message: ({ what, min, max, value }) => `${what} must be ${within(min, max)}, and this is ${value}`,
    label: ({ min, max }) => within(min, max),
    explain: 'Outside of these bounds the setting has no meaning, whatever the data.',
    wrong: 'dropout 120%',
    right: 'dropout 20%',
  }),
  'unit-mismatch': define<{ problem: string; label: string }>({
    severity: 'error',
    message: ({ problem }) => problem,
    label: ({ label }) => label,
    hints: () => [
      'make a ratio of each first, such as `close / mean(close, 20d)`, or multiply to get from one unit to the other',
    ],
    explain:
      'Prices are in USD/share, volume in shares, dollar volume in USD, returns are ratios. Only what has the same unit can be added or compared; multiplying and dividing make new units. A price divided by a price is a ratio.',
    wrong: 'strange = close + volume',
    right: 'traded = close * volume',
  }),
  'unit-missing': define<UnitMissing>({
    severity: 'error',
    message: ({ text, what }) => `${text} of what? ${what} needs a unit`,
    label: ({ name, examples, example }) => {
      const where = name === null ? '' : ` where ${quote(name)} is set`;
      if (examples.length > 0) return `write ${list(examples, 'or')}${where}`;
      return name === null
        ? `its numbers need a unit, such as ${example}`
        : `it needs a unit${where}, such as ${example}`;
    },
    remedies: ({ name, examples, at }) =>
      name === null || at !== null ? replaceByOneOf(examples, { at: at ?? undefined }) : [],
    explain:
      'A bare number says nothing about what it counts, and being wrong by a factor of 100 or 10,000 is the costliest typing error in finance. So shares of something are written with `%` or `bps`, windows in sessions (`20d`), yearly rates with `per year`.',
    wrong: 'spread 5',
    right: 'spread 5 bps',
  }),
  'rate-missing': define<{ text: string; what: string }>({
    severity: 'error',
    message: ({ text, what }) => `${text} per what? ${what} is a yearly rate`,
    label: ({ text }) => (isOneNumber(text) ? `write ${text} per year` : 'its rates need `per year`'),
    remedies: ({ text }) => (isOneNumber(text) ? [replace(`${text} per year`)] : []),
    explain:
      'Volatility targets and borrow rates grow with time, so they say over which: `per year`. The calendar of the universe says how many sessions that is.',
    wrong: 'borrow 50 bps',
    right: 'borrow 50 bps per year',
  }),
  'wrong-unit': define<{ what: string; expected: string; found: string; examples: readonly string[] }>({
    severity: 'error',
    message: ({ what, expected, found }) => `${what} is ${expected}, and this is ${found}`,
    label: ({ found }) => found,
    hints: ({ examples }) => [examples.length > 0 ? `write it like ${list(examples.map(quote), 'or')}` : null],
    explain:
      'Every setting and argument has one unit. The number is fine; what it counts is not what is asked for here.',
    wrong: 'window 90%',
    right: 'window 90d',
  }),
  'not-whole': define<{ what: string; value: string; whole: string }>({
    severity: 'error',
    message: ({ what, value, whole }) => `${what} is ${whole}, and ${value} is not`,
    label: () => 'not whole',
    explain: 'Counts, sessions and seeds are whole numbers.',
    wrong: 'layers 1.5',
    right: 'layers 2',
  }),
  'wrong-kind': define<{ what: string; expected: string; found: string; hint: string | null }>({
    severity: 'error',
    message: ({ what, expected, found }) => `${what} must be ${expected}, and this is ${found}`,
    label: ({ found }) => found,
    hints: ({ hint }) => [hint],
    explain:
      'Values differ in kind: one number per stock and session (prices, features), one per session (the benchmark), one number, a yes or no per stock (a filter), one per session (a condition), a set of members, a label, a loss. Each place takes certain kinds.',
    wrong: 'require close',
    right: 'require close >= 5 USD',
  }),
  'loss-arithmetic': define<{ operator: string }>({
    severity: 'error',
    message: ({ operator }) => `a loss is a weighted sum of losses, and ${quote(operator)} does not fit in one here`,
    label: () => 'not part of a weighted sum',
    hints: () => ['multiply each loss by a plain number and add them: `0.7 * a() + 0.3 * b()`'],
    explain:
      'The loss is one value per cross-section that training makes small. It is built from loss functions, each times a number, added up.',
    wrong: 'loss spearman_loss(temperature: 0.05) - 0.3',
    right: 'loss 0.7 * spearman_loss(temperature: 0.05) + 0.3 * huber(delta: 0.05)',
  }),
  'not-a-value': define<{ what: string }>({
    severity: 'error',
    message: ({ what }) => `${what} is not a value to compute with`,
    label: ({ what }) => what,
    hints: () => ['an expression is made of numbers, names, calls and operators'],
    explain: 'Dates, quoted text and lists stand in the settings that ask for them, not inside of expressions.',
    wrong: 'recent = close > 2020-01-01',
    right: 'recent = close > lag(close, 20d)',
  }),
  'unknown-form': define<{ name: string; slot: string; known: readonly string[] } & Nearest>({
    severity: 'error',
    message: ({ name, slot }) => `${quote(slot)} has no method ${quote(name)}`,
    label: () => 'not known',
    hints: ({ nearest, known }) => [didYouMean(nearest), `known: ${list(known.map(quote))}`],
    remedies: ({ name, nearest }) => [spelled(name, nearest)],
    explain: '`normalize`, `optimizer`, `weight` and `smooth` name a method, with its arguments in parentheses.',
    wrong: 'optimizer adamm(learning_rate: 0.001)',
    right: 'optimizer adam(learning_rate: 0.001)',
  }),
} as const;

const SCOPE = {
  score: {
    what: 'what the model predicts',
    where: 'known in `portfolio` and `stop position` only',
    hint: 'use it in `portfolio`, in the ranking or in a `where`',
  },
  rebalance: {
    what: 'what a rebalance would trade',
    where: 'known in `rebalance when` only',
    hint: 'use it in `portfolio`: `rebalance when drift > 5%`',
  },
  book: {
    what: 'a figure of the running book',
    where: 'known in `risk` only',
    hint: 'use it in a stop: `stop when drawdown > 8% then flatten`',
  },
  position: {
    what: 'a figure of a single position',
    where: 'known in `stop position` only',
    hint: 'use it in `risk`: `stop position when position_return < -8% then exit`',
  },
  cost: {
    what: 'what is traded at one fill',
    where: 'known in `costs` only',
    hint: 'use it in a cost rate: `impact 20 bps * turnover`; to bound it write `limit turnover 50%` in `risk`',
  },
} as const;

function within(min: string | null, max: string | null): string {
  return list([min, max].filter((bound) => bound !== null));
}

/** Only behind one is `per year` said of all of it. */
function isOneNumber(text: string): boolean {
  return /^-?[\d_.]+ ?(?:%|bps)$/.test(text);
}
