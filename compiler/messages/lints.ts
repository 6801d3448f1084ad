/** What is legal and usually wrong. */

import { dropLine, replace, replacePart } from '../fix/remedy.ts';
import { bps, figure, percent, share } from './figures.ts';
import { define, orAccept, plural, quote } from './message.ts';

type Mismatch = { readonly horizon: number; readonly text: string; readonly after: number } & (
  | { readonly kind: 'rebalance'; readonly rebalance: string; readonly held: number }
  | { readonly kind: 'fill'; readonly missing: number; readonly at: 'open' | 'close'; readonly next: boolean }
);

export const LINTS = {
  'adjusted-price-filter': define<{ field: string; ofShares: boolean; instead: string }>({
    severity: 'warning',
    message: ({ field, ofShares }) =>
      `this compares ${quote(field)}, which is adjusted, with ${ofShares ? 'a number of shares' : 'an amount of USD'}`,
    label: ({ ofShares }) => (ofShares ? 'not the shares that were traded' : 'not the price that was paid'),
    hints: ({ ofShares, instead }) => [
      `compare what was traded: ${quote(instead)}`,
      ofShares
        ? 'after a split of 10 for 1 the same trade is counted in the shares there were before it'
        : 'after a split of 10 for 1 a stock that trades at 4 USD has an adjusted price of 40',
      orAccept('adjusted_price_filter'),
    ],
    // Of a value with a name all that is told is what it should be made of.
    remedies: ({ instead }) => [/[<>=]/.test(instead) ? replace(instead) : null],
    explain:
      'Adjusted prices carry the splits and dividends since the first bar, so that returns are right; their level is no price that anybody paid, and the level of an adjusted volume no number of shares that was traded. A filter on a price means the price as traded, and one on liquidity the value that was traded. Ratios, such as `close / mean(close, 200d)`, are what they should be.',
    wrong: 'require close >= 5 USD\nrequire volume >= 1M shares\nrequire mean(close * volume, 20d) >= 5M USD',
    right: 'require raw_close >= 5 USD\nrequire dollar_volume >= 20M USD\nrequire mean(dollar_volume, 20d) >= 5M USD',
  }),
  'feature-constant': define<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `the feature ${quote(name)} is the same number for every stock in every session`,
    label: () => 'never changes',
    hints: () => ['drop it, or look for the slip: two operands, or two outcomes, that are the same'],
    explain:
      'What never changes tells the model nothing, and z-scored it is a division by zero: the whole cross-section goes missing.',
    wrong: 'features {\n  momentum = close / close - 1\n}',
    right: 'features {\n  momentum = close / lag(close, 20d) - 1\n}',
  }),
  'feature-duplicated': define<{ name: string; twin: string }>({
    severity: 'warning',
    message: ({ name, twin }) => `the features ${quote(name)} and ${quote(twin)} are the same`,
    label: () => 'nothing new',
    hints: ({ name, twin }) => [
      `drop one of them, or look for the slip that made ${quote(name)} a second ${quote(twin)}`,
      orAccept('feature_duplicated'),
    ],
    explain:
      'A feature that stands twice tells the model nothing new and counts double: in regularisation, in dropout, and for who reads the list. Mostly it is a copied line whose window was not changed.',
    wrong: 'features {\n  mom_5d  = returns(close, 5d)\n  mom_20d = returns(close, 5d)\n}',
    right: 'features {\n  mom_5d  = returns(close, 5d)\n  mom_20d = returns(close, 20d)\n}',
  }),
  'percent-of-hundred': define<{ name: string; text: string; limit: number }>({
    severity: 'warning',
    message: ({ name, text, limit }) =>
      `${quote(name)} counts in hundreds, and ${quote(text)} is ${figure(limit)}, not ${figure(100 * limit)}`,
    label: ({ text, limit }) => `${figure(100 * limit)} instead of ${text}?`,
    hints: ({ limit }) => [`compare with ${quote(figure(100 * limit))}`, orAccept('percent_of_hundred')],
    remedies: ({ text, limit }) => [replacePart(text, figure(100 * limit))],
    explain:
      'Most values here are ratios, so that 30% is 0.3. Indicators by convention are not: `rsi`, `adx` and `stochastic_k` go from 0 to 100, `williams_r` from -100 to 0, and `roc` is in percent. Compared with a percentage they are nearly always on one side of it.',
    wrong: 'long top 20 by prediction where rsi(close, 14d) < 30% gross 100%',
    right: 'long top 20 by prediction where rsi(close, 14d) < 30 gross 100%',
  }),
  'return-in-hundreds': define<{ name: string; text: string; limit: number }>({
    severity: 'warning',
    message: ({ name, text, limit }) =>
      `${quote(name)} is a fraction, and ${quote(text)} is a return of ${percent(limit)}`,
    label: ({ text }) => `${text}% instead?`,
    hints: ({ text }) => [`write ${quote(`${text}%`)}`, orAccept('return_in_hundreds')],
    remedies: ({ text }) => [replacePart(text, `${text}%`)],
    explain:
      'Returns are fractions: 5% is 0.05, and 5 without a sign is a return of 500%. A filter on that keeps nobody, or everybody, and says nothing.',
    wrong: 'long top 20 by prediction where returns(close, 1d) > -5 gross 100%',
    right: 'long top 20 by prediction where returns(close, 1d) > -5% gross 100%',
  }),
  'patience-never-ends': define<{ patience: number; epochs: number }>({
    severity: 'warning',
    message: ({ patience, epochs }) =>
      `training is over after ${plural(epochs, 'epoch')}, before ${patience} without a better one can pass`,
    label: () => 'never stops it',
    hints: ({ epochs }) => [
      `allow more epochs, or wait for less than ${epochs}`,
      'without `stop after` the last epoch is kept, and not the best',
      orAccept('patience_never_ends'),
    ],
    explain:
      'Early stopping ends the training when so many epochs in a row were no better than the best before them. With a patience of all epochs or more there is no such row: every run takes all of them.',
    wrong: 'epochs 10, stop after 20 without better rank_ic',
    right: 'epochs 100, stop after 10 without better rank_ic',
  }),
  'comparison-decided': define<{ outcome: 'never' | 'always' }>({
    severity: 'warning',
    message: ({ outcome }) => `this ${outcome === 'never' ? 'never holds' : 'always holds'}, whatever the data`,
    label: ({ outcome }) => `${outcome} true`,
    hints: () => [
      'a window ends with t and holds it: for a new high write `close > lag(highest(close, 20d), 1d)`',
      '`rsi` and `adx` go from 0 to 100, `williams_r` from -100 to 0, `rank` from 0 to 1',
      orAccept('comparison_decided'),
    ],
    explain:
      'A comparison that comes out the same in every session chooses nothing. No value is above the highest of a window that it is in, and no indicator is outside of its range.',
    wrong: 'breakout = where(close > highest(close, 20d), 1, 0)',
    right: 'breakout = where(close > lag(highest(close, 20d), 1d), 1, 0)',
  }),
  'model-unread': define<Record<string, never>>({
    severity: 'warning',
    message: () => 'the model is trained, and nothing reads its prediction',
    label: () => 'trained for nothing',
    hints: () => [
      'let a side read it: `by prediction`, or `where prediction > 0%`',
      'every strategy has a model as yet; beside a book of rules alone keep it small: `hidden 8`, `epochs 1`',
      orAccept('model_unread'),
    ],
    explain:
      'What a model predicts counts where a portfolio reads `prediction`: to order stocks, or to leave some out. A portfolio that orders by something else holds what it would hold without the model, and what the report says of the model is of no consequence to it.',
    wrong: 'long top 38 by returns(close, 250d) gross 100%',
    right: 'long top 38 by prediction gross 100%',
  }),
  'label-holding-mismatch': define<Mismatch>({
    severity: 'warning',
    message: (facts) =>
      facts.kind === 'rebalance'
        ? `the model learns ${plural(facts.horizon, 'session')} ahead, and its book is held for about ${facts.held}`
        : `${share(facts.missing)} of the return that the model learns is over before its orders are filled`,
    label: (facts) =>
      facts.kind === 'rebalance'
        ? `${plural(facts.horizon, 'session')} of about ${facts.held}`
        : `begins at the ${facts.text === 'open' ? 'open' : 'close'} of t${facts.after > 0 ? `+${facts.after}` : ''}`,
    hints: (facts) =>
      facts.kind === 'rebalance'
        ? [
            `learn what a holding earns: \`${learning(facts, facts.held)}\``,
            facts.horizon === 1 ? 'or rebalance every session' : null,
            orAccept('label_holding_mismatch'),
          ]
        : [
            `learn the return from the fill on: \`${afterFill(facts)}\``,
            facts.horizon < 5 ? `or further ahead, where the start matters less: \`${learning(facts, 5)}\`` : null,
            orAccept('label_holding_mismatch'),
          ],
    explain:
      'A book earns the return from its fill to its next fill. A label that ends before the orders are filled, or long before the book is rebuilt, trains the model on a return that nobody earns. Decided at the close and filled at the next open, a label of one session from close to close has lost its night, about half of it.',
    wrong: 'label next_return = forward_return(close, 1d)\nportfolio { … rebalance weekly }',
    right: 'label next_week = forward_return(close, 5d)\nportfolio { … rebalance weekly }',
  }),
  'filter-contradicts-side': define<{ side: 'long' | 'short' }>({
    severity: 'warning',
    message: ({ side }) =>
      side === 'short'
        ? 'this shorts only what the model expects to rise'
        : 'this buys only what the model expects to fall',
    label: ({ side }) => (side === 'short' ? 'keeps the rises' : 'keeps the falls'),
    hints: ({ side }) => [
      `write \`where prediction ${side === 'short' ? '<' : '>'} 0%\``,
      orAccept('filter_contradicts_side'),
    ],
    remedies: ({ side }) => [replace(`prediction ${side === 'short' ? '<' : '>'} 0%`)],
    explain:
      'A prediction is the return the model expects. Shorts are meant to fall and longs to rise; a filter the other way round keeps the very stocks its side should leave alone.',
    wrong: 'short bottom 38 by prediction where prediction > 0% gross 35%',
    right: 'short bottom 38 by prediction where prediction < 0% gross 35%',
  }),
  'smoothing-per-session': define<{
    alpha: number;
    rebalance: string;
    halfLife: number;
    between: number;
    instead: number;
  }>({
    severity: 'warning',
    message: ({ alpha, rebalance, halfLife, between }) =>
      `rebalanced ${rebalance}, a share of ${figure(alpha)} takes about ${figure(halfLife * between)} sessions for half of the way`,
    label: ({ halfLife }) => `half of the way in ${figure(halfLife)} rebalances`,
    hints: ({ alpha, between, halfLife, instead }) => [
      `each rebalance moves the book once: log 0.5 / log(1 - ${figure(alpha)}) = ${figure(halfLife)} rebalances × ${between} sessions`,
      `for what ${figure(alpha)} a session would do, write 1 - (1 - ${figure(alpha)})^${between}: \`smooth ewma(${figure(instead)})\``,
      orAccept('smoothing_per_session'),
    ],
    remedies: ({ alpha, instead }) => [replacePart(figure(alpha), figure(instead))],
    explain:
      '`ewma(α)` moves the book a share α of the way to its target at each rebalance. A share that suits daily rebalancing is five times as slow with weekly, and twenty-one times with monthly: the book trails signals that are long gone.',
    wrong: 'smooth ewma(0.15)\nrebalance weekly',
    right: 'smooth ewma(0.56)\nrebalance weekly',
  }),
  'smoothing-swallows-names': define<{ alpha: number; gross: number; count: number; step: number; least: number }>({
    severity: 'warning',
    message: ({ step }) =>
      `a name enters the book with ${bps(step)}, below the 1 bps under which one that fades is dropped`,
    label: ({ alpha, gross, count, step }) => `${figure(alpha)} × ${percent(gross)} / ${count} = ${bps(step)}`,
    hints: ({ least }) => [
      least <= 1 ? `move at least ${figure(least)} of the way, or hold fewer names` : 'hold fewer names, or more gross',
      orAccept('smoothing_swallows_names'),
    ],
    explain:
      'A name takes its first step into the smoothed book with α × gross / K. Below one basis point, a name that is wanted for one rebalance only is dropped at the next as if it had never been there, and the book holds less than its gross.',
    wrong: 'long top 400 by prediction gross 65%\nsmooth ewma(0.05)',
    right: 'long top 38 by prediction gross 65%\nsmooth ewma(0.15)',
  }),
  'costs-zero': define<Record<string, never>>({
    severity: 'warning',
    message: () => 'spread, commission and impact are all zero: trading is free',
    label: () => 'nothing is paid',
    hints: () => [
      'the standard library has a preset: `use std.costs.us_large_cap` and `include us_large_cap`',
      orAccept('costs_zero'),
    ],
    explain:
      'Most strategies with a high turnover only work at zero cost. A book that trades 30% of its equity a session at 10 bps pays 7.6% a year.',
    wrong: 'costs {\n  spread      0 bps\n  commission  0 bps\n  impact      0 bps\n  borrow      0 bps per year\n}',
    right:
      'costs {\n  spread      5 bps\n  commission  1 bps\n  impact      20 bps * turnover\n  borrow      50 bps per year\n}',
  }),
  'unused-definition': define<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `nothing uses ${quote(name)}`,
    label: () => 'defined and never used',
    hints: ({ name }) => [
      `drop it, or make it a feature: put \`${name} = …\` into \`features\``,
      orAccept('unused_definition'),
    ],
    remedies: () => [dropLine()],
    explain:
      'A definition outside of `features` only gives a value a name. One that nothing mentions is what is left of an idea, or was meant to be a feature.',
    wrong: 'strategy s {\n  momentum = returns(close, 20d)\n  features { include core14 }\n}',
    right: 'strategy s {\n  features {\n    include core14\n    momentum = returns(close, 20d)\n  }\n}',
  }),
  'unused-param': define<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `nothing uses the param ${quote(name)}`,
    label: () => 'setting it changes nothing',
    hints: ({ name }) => [
      `use it where its number stands now, or drop it: \`--set ${name}=…\` would do nothing`,
      orAccept('unused_param'),
    ],
    remedies: () => [dropLine()],
    explain:
      'A param is a number that can be changed from the command line. One that nothing mentions gives the same result for every value, which looks like a robust strategy.',
    wrong: 'param k = 38\nportfolio { long top 20 by prediction gross 100% }',
    right: 'param k = 38\nportfolio { long top k by prediction gross 100% }',
  }),
} as const;

/** The return from a fill to the same instant of the session after it. */
function afterFill({ at, next }: { readonly at: string; readonly next: boolean }): string {
  return `forward_return(${at}, 1d${next ? ', after: 1d' : ''})`;
}

/** The same return over so many sessions. */
function learning({ text, after }: Mismatch, sessions: number): string {
  return `forward_return(${text}, ${sessions}d${after > 0 ? `, after: ${after}d` : ''})`;
}
