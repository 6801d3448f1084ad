/** The part of the reference that is prose: statements, units, literals. */
import type { Entry } from './entry.ts';

export const INTRODUCTION = `A strategy is a text file that says what to hold and how that is decided. It holds blocks, a block holds settings,
and a setting is its name and then its value, as in a sentence: \`hidden 128\`. Comments begin with \`#\`. A statement ends
with its line, or at \`;\`; it goes on where the next line is indented deeper, within parentheses, and after an operator or
a comma. Blocks cannot be nested.`;

const entry = (name: string, heading: string, body: string): Entry => ({ name, heading: `\`${heading}\``, body });

export const STATEMENTS: readonly Entry[] = [
  entry(
    'use',
    'use library.file',
    'Makes the blocks, definitions and strategies of another file known. `use std.…` reads the standard library, any other path a file beside this one. Stands at the top of a file.',
  ),
  entry(
    'strategy',
    'strategy <name> [extends <parent>] { … }',
    'A strategy. Of a file that has several, `--strategy NAME` says which one is meant.',
  ),
  entry(
    'extends',
    'strategy <name> extends <parent> { … }',
    'Takes over everything of the parent; what is said again replaces it, setting by setting, and definition by definition. Settings that may be repeated add to those inherited.',
  ),
  entry(
    'param',
    'param <name> = <value> [in <from> .. <to>]',
    'A number that `--set name=value` may change, within its bounds; an heir that says it again without bounds keeps them. Used by its name wherever a value of its unit may stand.',
  ),
  entry(
    'definition',
    '<name> = <expression>',
    'Gives an expression a name. In a `features` block each definition is a feature of the model; elsewhere it is a shorthand. The order does not matter. Between strategies and blocks, at the top of a file, it is there for whoever uses the file.',
  ),
  entry(
    'label',
    'label <name> = <expression>',
    'What the model learns to predict; the one place where the future may stand.',
  ),
  entry(
    'include',
    'include <block>',
    'Inside of a block: takes over what a named block of the same type says, such as `include us_large_cap` in `costs`.',
  ),
  entry(
    'no',
    'no <setting>',
    'Inside of a block: takes away what the block inherits or includes, such as `no limit turnover`.',
  ),
  entry(
    'allow',
    'allow <warning> "reason"',
    'Accepts a warning, in the block or the strategy that gives it, and keeps the reason in the record.',
  ),
  entry(
    'members',
    'members <name> = <expression>',
    'At the top of a file: names a universe, which the setting `members` of `universe` then uses.',
  ),
];

export const LITERALS = `| written | means |
| --- | --- |
| \`0.15\`, \`1_000_000\`, \`1e-5\` | a bare number: the fraction follows a point, thousands may be set apart with \`_\` |
| \`5k\`, \`5M\`, \`2B\` | thousands, millions, billions |
| \`65%\`, \`5 bps\` | ratios: hundredths, ten-thousandths |
| \`5 USD\`, \`100 shares\` | money, shares; a price is \`USD/share\`, and \`close > 5 USD\` compares with one |
| \`20d\` | sessions: every window is so many of them |
| \`30min\` | minutes of the clock: how long after the open or the close orders are decided |
| \`4w\`, \`6m\`, \`1y\` | weeks, months, years of the calendar: no windows, for those are in sessions |
| \`8% per year\` | a rate; \`borrow\` and \`target volatility\` ask for one |
| \`2020-01-31\` | a date: year, month, day |
| \`2020-01-01 .. 2023-12-31\` | a stretch of days, both ends included |
| \`16:15\` | a time of the day, on 24 hours |
| \`"BRK.B"\` | a text, in straight double quotes |
| \`[AAPL, "BRK.B"]\` | a list |

Every value has a unit, which is checked: prices and volumes cannot be added. A value also has a time from which it is known;
what is decided at an instant cannot read anything later: a feature of today's close is for orders decided at the close,
while at the open \`lag(close, 1d)\` is the last close there is.`;

export const MEANINGS = `- \`drawdown\` in a stop is positive: 1 − equity / peak. The report shows it as a loss, below zero.
- A stop is resumed by hand, unless \`resume after Nd\` says when. A resume resets the peak.
- \`rank\` and \`zscore\` compare the stocks of a session with each other; \`rank_over\` and \`zscore_over\` compare a stock with its own past.
- A window ends with the session it is for, and includes it: \`mean(close, 20d)\` reads that session and 19 before.
- A missing value in a window makes the result missing; a stock with a missing score is not held.`;
