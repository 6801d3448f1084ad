/**
 * Mistakes that are known by their looks: what people type who come from pandas, scikit-learn, Qlib, Zipline, vectorbt,
 * freqtrade or Pine. Which name or shape is which mistake stands in `mistakes/table.ts`.
 */
import { replaceByOneOf, replaceCallByOneOf } from '../fix/remedy.ts';
import { define, list, quote } from './message.ts';

/** All of these say what was written and what the language has for it. */
export interface Told {
  readonly text: string;
  /** What to write in its place, one or several to choose from; empty when there is nothing like it. */
  readonly instead: readonly string[];
}

const write = ({ instead }: Told, what: string): string | null =>
  instead.length === 0 ? null : `${what} ${list(instead.map(quote), 'or')}`;

export const MISTAKES = {
  'negative-lag': define<Told>({
    severity: 'error',
    message: ({ text }) => `${quote(text)} takes a value from a session that is still to come`,
    label: () => 'not known when the order is decided',
    hints: (told) => [
      write(told, 'write'),
      told.instead.some((each) => each.startsWith('forward_return'))
        ? null
        : 'what the model should predict is a label: `label next_return = forward_return(close, 1d)`',
    ],
    remedies: ({ instead }) => replaceCallByOneOf(instead),
    explain:
      'A lag counts sessions back, and a negative one counts ahead: it brings tomorrow into today, which a backtest rewards and a market never does. In pandas and Qlib this is `shift(-1)` and `Ref(x, -1)`, in Pine `lookahead_on`, elsewhere `lead` or `next_close`. Only a label may come from the future, and it is written `forward_return(close, 1d)`.',
    wrong: 'momentum = close / lag(close, -1d) - 1',
    right: 'momentum = close / lag(close, 1d) - 1',
  }),
  'centered-window': define<Told>({
    severity: 'error',
    message: ({ text }) => `${quote(text)} has sessions on both sides of t in its window`,
    label: () => 'half of it is still to come',
    hints: (told) => [write(told, 'a window ends with t: write')],
    remedies: ({ instead }) => replaceCallByOneOf(instead),
    explain:
      'A centred window averages as many coming sessions as past ones. It makes beautiful curves, and each of its values is known only half a window later. The same holds for two-sided smoothers (Savitzky-Golay, filtfilt, LOWESS) and for pivots and swings, which are recognised by what comes after them. Every window here ends with t.',
    wrong: 'trend = mean(close, 20d, center: true)',
    right: 'trend = mean(close, 20d)',
  }),
  'backward-fill': define<Told>({
    severity: 'error',
    message: ({ text }) => `${quote(text)} fills a gap with a value from after it`,
    label: () => 'the future, written into the past',
    hints: (told) => [
      'a missing value stays missing, and so does a window that holds one; nothing is filled silently',
      write(told, 'to go on with the value before, write'),
    ],
    remedies: ({ instead }) => replaceCallByOneOf(instead),
    explain:
      'Filling backward and interpolating use the next value that is known, so that on the day of the gap the strategy trades on what was printed later. Here a missing value stays missing, and a stock without its features is not in the cross-section of that session.',
    wrong: 'price = bfill(close)',
    right: 'price = where(is_missing(close), lag(close, 1d), close)',
  }),
  'whole-sample': define<Told>({
    severity: 'error',
    message: ({ text }) => `${quote(text)} is taken over the whole sample, sessions still to come included`,
    label: () => 'over which sessions?',
    hints: (told) => [write(told, 'write')],
    // Of a call that is not told as it is written, what it is called with is not known here.
    remedies: ({ text, instead }) => (text.includes('…') ? [] : replaceCallByOneOf(instead)),
    explain:
      'A maximum, a mean, a rank or a scale over all of the data knows on the first day what happens on the last. Statistics over time have a window that ends with t; a scale that is learnt is learnt on `train`; a rank compares the stocks of one session.',
    wrong: 'from_top = close / highest(close) - 1',
    right: 'from_top = close / highest(close, 250d) - 1',
  }),
  'fitted-on-test': define<Told>({
    severity: 'error',
    message: ({ text }) => `${quote(text)} is where the model is judged, so nothing may be fitted on it`,
    label: () => 'judged here',
    hints: (told) => [write(told, 'write')],
    explain:
      'A scale, a threshold or a selection that has seen the window it is judged on carries its outcome into the model: the mean and the spread of next year are not known this year. What learns from data learns on `train`.',
    wrong: 'normalize zscore(clip: 5) fitted on test',
    right: 'normalize zscore(clip: 5) fitted on train',
  }),
  'stops-on-test': define<Told>({
    severity: 'error',
    message: ({ text }) => `${quote(text)} would choose the epoch by the window that judges it`,
    label: () => 'judged here',
    hints: (told) => [
      'training is stopped by what `validate` says, so that `test` is seen once, at the end',
      write(told, 'write'),
    ],
    explain:
      'Whoever stops training when the test window looks best has fitted one more parameter, the number of epochs, on the test window. Early stopping reads the metric on `validate`, always; `test` stays untouched until the model is done.',
    wrong: 'epochs 50, stop after 8 without better rank_ic on test',
    right: 'epochs 50, stop after 8 without better rank_ic',
  }),
  'random-split': define<Told>({
    severity: 'error',
    message: ({ text }) => `${quote(text)} does not divide the data by time`,
    label: () => 'which days?',
    hints: () => [
      'a window is said by its first and last day: `train 2020-01-01 .. 2023-12-31`',
      'train, validate and test follow one another, and the purge between them is derived',
      'windows that move through time are `split walk_forward { … }`; cross-validation that is purged and embargoed is `split k_fold { folds 5 }`',
    ],
    explain:
      'Rows of a market are not independent: the stocks of a day share its news, and labels and features of neighbouring days overlap. Rows drawn at random, folds without purge, or a share of rows put near-copies of the test set into the training set, and what looks like skill is memory. A split here is made of windows, each after the other, or of stretches with all that overlaps left out.',
    wrong: 'split {\n  random 80%\n}',
    right:
      'split {\n  train     2020-01-01 .. 2023-12-31\n  validate  2024-01-01 .. 2024-12-31\n  test      2025-01-01 .. 2025-10-31\n}',
  }),
  'members-of-one-day': define<Told>({
    severity: 'error',
    message: ({ text }) => `${quote(text)} makes the members those of one day, for every session before it too`,
    label: () => 'nobody knew this list then',
    hints: (told) => [write(told, 'write')],
    explain:
      'The index of a later day leaves out whoever failed or was taken over on the way, and holds winners years before they were let in: survivorship and selection in one, worth several percent a year. Members as of each session are those that were announced by then.',
    wrong: 'members sp500 as of 2025-10-31',
    right: 'members sp500 as of each session',
  }),
  'restated-data': define<Told>({
    severity: 'error',
    message: ({ text }) => `${quote(text)} is what is known today, not what was known on the session`,
    label: () => 'printed later than the decision',
    hints: (told) => [
      'data must be as first published and known from its announcement on; vendors call it point-in-time',
      write(told, 'write'),
    ],
    explain:
      'Fundamentals are published weeks after the quarter they are of, and corrected for years. The latest value of a company, written back over its past, tells a strategy about restatements and about the quarter before anyone had read the report. Only values with the instant of their publication can decide an order.',
    wrong: 'value = fundamental(eps, restated) / close',
    right: 'value = lag(close, 250d) / close',
  }),
  'foreign-spelling': define<Told>({
    severity: 'error',
    message: ({ text }) => `${quote(text)} is written otherwise here`,
    label: ({ instead }) => `write ${list(instead.map(quote), 'or')}`,
    remedies: ({ instead }) => replaceByOneOf(instead),
    explain:
      'A definition has one `=`, a comparison two. Of two values one is chosen by `where(condition, a, b)`; powers are `^`, and conditions are joined and turned by `and`, `or` and `not`. A number begins with a digit and its unit follows at once: `0.5`, `20d`.',
    wrong: 'up = close > open ? 1 : 0',
    right: 'up = where(close > open, 1, 0)',
  }),
  subscript: define<Told>({
    severity: 'error',
    message: ({ text }) => `${quote(text)}: values are not reached by brackets here`,
    label: () => 'not a list',
    hints: (told) => [write(told, 'write')],
    remedies: ({ instead }) => replaceByOneOf(instead),
    explain:
      'A name stands for its value in every session. The value of an earlier session is `lag(x, 1d)`, whichever way another language counts in its brackets.',
    wrong: 'change = close / close[1] - 1',
    right: 'change = close / lag(close, 1d) - 1',
  }),
  'dotted-call': define<Told>({
    severity: 'error',
    message: ({ text }) => `${quote(text)}: values have no methods here, and functions no library before their name`,
    label: () => 'a dot in a call',
    hints: (told) => [write(told, 'write') ?? 'functions are called by their name alone: `mean(close, 20d)`'],
    remedies: ({ instead }) => replaceCallByOneOf(instead),
    explain:
      'What is computed with stands first in the parentheses: `mean(close, 20d)` for `close.rolling(20).mean()`, `ta.sma(close, 20)` or `np.mean`. `strat docs` lists every function.',
    wrong: 'trend = close.rolling(20).mean()',
    right: 'trend = mean(close, 20d)',
  }),
} as const;

export type TellingCode = keyof typeof MISTAKES;
