/** The part of the reference that is prose: statements, and what is often asked. */
import { code, example, paragraphs, type Section } from './entry.ts';

export const INTRODUCTION = `A strategy is a text file that says what to hold and how that is decided. It holds blocks, a block holds settings,
and a setting is its name and then its value, as in a sentence: \`hidden 128\`. Comments begin with \`#\`. A statement ends
with its line, or at \`;\`; it goes on where the next line is indented deeper, within parentheses, and after an operator or
a comma. Blocks cannot be nested.`;

/** A statement of the language that is no setting. */
interface Statement {
  readonly name: string;
  readonly form: string;
  readonly text: string;
  readonly example: string;
  /** Where the example may stand: as a file beside a strategy called `base`, or within a strategy. */
  readonly within: 'file' | 'strategy';
}

export const STATEMENTS: readonly Statement[] = [
  {
    name: 'use',
    form: 'use library.file',
    text: 'Makes the blocks, definitions and strategies of another file known. `use std.…` reads the standard library, any other path a file beside this one. Stands at the top of a file.',
    example: `use std.universe.sp500
use base`,
    within: 'file',
  },
  {
    name: 'strategy',
    form: 'strategy <name> [extends <parent>] { … }',
    text: 'A strategy. Of a file that has several, `--strategy NAME` says which one is meant.',
    example: `strategy small {
  universe {
    members  all as of each session
    period   2020-01-01 .. 2025-10-31
  }

  features {
    trend = close / mean(close, 50d) - 1
    calm  = stdev(returns(close, 1d), 20d)

    normalize zscore(clip: 5) fitted on train
  }

  label next_return = forward_return(close, 5d)

  model lstm {
    window  60d
    hidden  32
    loss    huber(delta: 0.05)
    seed    7
  }

  split {
    train     2020-01-01 .. 2023-12-31
    validate  2024-01-01 .. 2025-03-31
    test      2025-04-01 .. 2025-10-31
  }

  portfolio { long top 20 by prediction gross 100% }

  execution { fill at next open }

  costs { spread 5 bps }
}`,
    within: 'file',
  },
  {
    name: 'extends',
    form: 'strategy <name> extends <parent> { … }',
    text: 'Takes over everything of the parent; what is said again replaces it, setting by setting, and definition by definition. Settings that may be repeated add to those inherited.',
    example: `use base

strategy wider extends base {
  param k = 20
}`,
    within: 'file',
  },
  {
    name: 'param',
    form: 'param <name> = <value> [in <from> .. <to>]',
    text: 'A number that `--set name=value` may change, within its bounds; an heir that says it again without bounds keeps them. Used by its name wherever a value of its unit may stand.',
    example: `param cut = 1% in 0% .. 5%

portfolio {
  long  top 20 by prediction where prediction > cut gross 65%
}`,
    within: 'strategy',
  },
  {
    name: 'definition',
    form: '<name> = <expression>',
    text: 'Gives an expression a name. In a `features` block each definition is a feature of the model; elsewhere it is a shorthand. The order does not matter. Between strategies and blocks, at the top of a file, it is there for whoever uses the file.',
    example: `calm = stdev(returns(close, 1d), 20d) < 2%

portfolio {
  long top 20 by prediction where calm gross 65%
}`,
    within: 'strategy',
  },
  {
    name: 'label',
    form: 'label <name> = <expression>',
    text: 'What the model learns to predict; the one place where the future may stand.',
    example: 'label next_week = forward_return(close, 5d)',
    within: 'strategy',
  },
  {
    name: 'include',
    form: 'include <block>',
    text: 'Inside of a block: takes over what a named block of the same type says.',
    example: `costs {
  include us_large_cap
  spread 8 bps
}`,
    within: 'strategy',
  },
  {
    name: 'no',
    form: 'no <setting>',
    text: 'Inside of a block: takes away what the block inherits or includes.',
    example: 'universe { no require }',
    within: 'strategy',
  },
  {
    name: 'allow',
    form: 'allow <warning> "reason"',
    text: 'Accepts a warning, in the block or the strategy that gives it, and keeps the reason in the record.',
    example: `execution {
  decide at close
  fill at close
  allow same_close_fill "orders go into the closing auction"
}`,
    within: 'strategy',
  },
  {
    name: 'members',
    form: 'members <name> = <expression>',
    text: 'At the top of a file: names a universe, which the setting `members` of `universe` then uses.',
    example: `use std.universe.sp500
use base

members wide = sp500 or constituents("NDX")

strategy mine extends base {
  universe { members wide as of each session }
}`,
    within: 'file',
  },
];

export const STATEMENT_SECTION: Section = {
  id: 'statements',
  title: 'Statements',
  introduction: '',
  entries: STATEMENTS.map(({ name, form, text, example: shown }) => ({
    id: name,
    name,
    heading: code(form),
    body: paragraphs(text, example(shown)),
  })),
};

export const MEANINGS = `- \`drawdown\` in a stop is positive: 1 − equity / peak. The report shows it as a loss, below zero.
- A stop is resumed by hand, unless \`resume after Nd\` says when. A resume resets the peak.
- \`rank\` and \`zscore\` compare the stocks of a session with each other; \`rank_over\` and \`zscore_over\` compare a stock with its own past.
- A window ends with the session it is for, and includes it: \`mean(close, 20d)\` reads that session and 19 before.
- A missing value in a window makes the result missing; a stock with a missing score is not held.`;
