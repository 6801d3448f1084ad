/** Kinds of values, and how values are written, with an example of each. */
import type { BlockType } from '../../grammar/tree.ts';
import type { Kind } from '../../stdlib/types.ts';
import { code, example, paragraphs, type Section, table } from './entry.ts';

/** What a value of a kind is. */
export const KINDS: Readonly<Record<Kind, string>> = {
  panel: 'a number for each stock and session',
  mask: 'yes or no for each stock and session',
  series: 'a number for each session',
  condition: 'yes or no for each session',
  scalar: 'one number',
  members: 'which stocks belong, by session',
  label: 'a label: for each stock and session a number from the future',
  loss: 'a loss: one value for each cross-section',
  groups: 'a group for each stock and session, for `by`',
  text: 'a text',
};

/** Statements of a strategy that hold a value of the kind. */
export const KIND_EXAMPLES: Readonly<Record<Kind, string>> = {
  panel: 'features { trend = close / mean(close, 50d) - 1 }',
  mask: 'universe { require raw_close >= 5 USD }',
  series: 'features { market = returns(benchmark_close, 20d) }',
  condition: 'portfolio { hold when benchmark_close > mean(benchmark_close, 200d) }',
  scalar: 'risk { stop when drawdown > 15% then flatten }',
  members: 'universe { members sp500 as of each session }',
  label: 'label next_week = forward_return(close, 5d)',
  loss: 'model { loss huber(delta: 0.05) }',
  groups: 'features { place = rank(returns(close, 60d), by: sector) }',
  text: 'features { fear = external("VIX") }',
};

export const KIND_SECTION: Section = {
  id: 'kinds',
  title: 'Kinds of values',
  introduction:
    'Every expression has a kind, a unit, and a time from which it is known. Where a wider kind is asked for, a narrower one will do: a number for each session counts for every stock.',
  entries: (Object.keys(KINDS) as Kind[]).map((kind) => ({
    id: kind,
    name: kind,
    heading: code(kind),
    body: paragraphs(`${KINDS[kind][0]!.toUpperCase()}${KINDS[kind].slice(1)}.`, example(KIND_EXAMPLES[kind])),
  })),
};

interface Literal {
  readonly written: readonly string[];
  readonly means: string;
  /** A setting or definition that has one. */
  readonly example: string;
  /** Null for an example that is a block itself. */
  readonly within: BlockType | null;
}

export const LITERALS: readonly Literal[] = [
  {
    written: ['0.15', '1_000_000', '1e-5'],
    means: 'a bare number: the fraction follows a point, thousands may be set apart with `_`',
    example: 'smooth ewma(0.15)',
    within: 'portfolio',
  },
  {
    written: ['5k', '5M', '2B'],
    means: 'thousands, millions, billions',
    example: 'require dollar_volume >= 5M USD',
    within: 'universe',
  },
  {
    written: ['65%', '5 bps'],
    means: 'ratios: hundredths, ten-thousandths',
    example: 'spread 5 bps',
    within: 'costs',
  },
  {
    written: ['5 USD', '100 shares'],
    means: 'money, shares; a price is `USD/share`, and `close > 5 USD` compares with one',
    example: 'require raw_close >= 5 USD',
    within: 'universe',
  },
  {
    written: ['20d'],
    means: 'sessions: every window is so many of them',
    example: 'trend = close / mean(close, 20d)',
    within: 'features',
  },
  {
    written: ['30min'],
    means: 'minutes of the clock: how long after the open or the close orders are decided',
    example: 'decide at close, 30min later; fill at next open',
    within: 'execution',
  },
  {
    written: ['4w', '6m', '1y'],
    means: 'weeks, months, years of the calendar: no windows, for those are in sessions',
    example: 'split walk_forward { over 2020-01-01 .. 2025-10-31; train 2y; validate 6m; test 6m }',
    within: null,
  },
  {
    written: ['8% per year'],
    means: 'a rate; `borrow` and `target volatility` ask for one',
    example: 'borrow 50 bps per year',
    within: 'costs',
  },
  {
    written: ['2020-01-31'],
    means: 'a date: year, month, day',
    example: 'train 2020-01-31 .. 2023-12-31',
    within: 'split',
  },
  {
    written: ['2020-01-01 .. 2023-12-31'],
    means: 'a stretch of days, both ends included',
    example: 'period 2020-01-01 .. 2025-12-31',
    within: 'universe',
  },
  {
    written: ['16:15'],
    means: 'a time of the day, on 24 hours',
    example: 'at 16:15 America/New_York',
    within: 'paper',
  },
  {
    written: ['"BRK.B"'],
    means: 'a text, in straight double quotes',
    example: 'members sp500 and not ["BRK.B"] as of each session',
    within: 'universe',
  },
  {
    written: ['[AAPL, "BRK.B"]'],
    means: 'a list',
    example: 'members sp500 and not [AAPL, "BRK.B"] as of each session',
    within: 'universe',
  },
];

export const LITERAL_SECTION: Section = {
  id: 'literals',
  title: 'Literals and units',
  introduction: paragraphs(
    table(
      ['written', 'means', 'such as'],
      LITERALS.map(({ written, means, example: shown }) => [written.map(code).join(', '), means, code(shown)]),
    ),
    `Every value has a unit, which is checked: prices and volumes cannot be added. A value also has a time from which it is known;
what is decided at an instant cannot read anything later: a feature of today's close is for orders decided at the close,
while at the open \`lag(close, 1d)\` is the last close there is.`,
  ),
  entries: [],
};
