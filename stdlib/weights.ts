/** Ways to divide the gross of a side among its names. What they compute is in docs/book.md and runtime/book/weights. */
import { number, ratio, sessions } from './define.ts';
import type { Form, Parameter } from './types.ts';

/** Of which a covariance says anything. */
const FEWEST_RETURNS = 5;

const over = sessions('over', 'Returns that the covariance is of, the latest included.', { min: FEWEST_RETURNS });

const volatilityWindow = sessions('window', "Sessions whose one-session returns' deviation is taken, t included.", {
  min: 2,
});

function cap(summary: string): Parameter {
  return ratio('cap', summary, { default: 1, min: Number.MIN_VALUE });
}

const capOfSide = cap('The most of the side that one name may have.');

const horizon = sessions(
  'horizon',
  "Sessions over which the score is an expected return; left out, those of the label for a score made of the model's prediction, and 1 for any other.",
  { default: Number.POSITIVE_INFINITY },
);

export const WEIGHTS: readonly Form[] = [
  { slot: 'weight', name: 'equal', summary: 'The same for each name.', example: 'weight equal', parameters: [] },
  {
    slot: 'weight',
    name: 'score',
    summary:
      'In proportion to how far the score lies from the median of the cross-section, on the side that the leg wants; a name on the other side of the median gets nothing.',
    example: 'weight score',
    parameters: [],
  },
  {
    slot: 'weight',
    name: 'rank',
    summary: 'In proportion to the place among the n names of the side: the best has n parts, the last has one.',
    example: 'weight rank',
    parameters: [],
  },
  {
    slot: 'weight',
    name: 'inverse_volatility',
    summary: 'In proportion to one over the deviation of the one-session returns.',
    example: 'weight inverse_volatility(20d)',
    parameters: [volatilityWindow],
  },
  {
    slot: 'weight',
    name: 'score_over_volatility',
    summary: 'In proportion to what `score` takes, divided by the deviation of the one-session returns.',
    example: 'weight score_over_volatility(20d)',
    parameters: [volatilityWindow],
  },
  {
    slot: 'weight',
    name: 'risk_parity',
    summary:
      'So that each name contributes the same to the variance of the side, of a shrunk covariance. (Maillard, Roncalli and Teïletche 2010)',
    example: 'weight risk_parity(60d)',
    parameters: [over],
  },
  {
    slot: 'weight',
    name: 'hierarchical_risk_parity',
    summary:
      'By variance, between halves of an order in which names that move together stand side by side. (López de Prado 2016)',
    example: 'weight hierarchical_risk_parity(250d)',
    parameters: [over],
  },
  {
    slot: 'weight',
    name: 'minimum_variance',
    summary: 'The least variance of the side, of a shrunk covariance. (Markowitz 1952; Ledoit and Wolf 2004)',
    example: 'weight minimum_variance(over: 250d, cap: 10%)',
    parameters: [over, capOfSide],
  },
  {
    slot: 'weight',
    name: 'mean_variance',
    summary:
      'The most expected return less half the aversion times the variance, of a shrunk covariance; the score is the expected return. (Markowitz 1952)',
    example: 'weight mean_variance(over: 250d, aversion: 5, cap: 10%)',
    parameters: [
      over,
      number('aversion', 'What a unit of variance costs, against expected return; above 0.', { min: Number.MIN_VALUE }),
      capOfSide,
      horizon,
    ],
  },
  {
    slot: 'weight',
    name: 'kelly',
    summary:
      'A fraction of the bets that grow fastest: one name alone gets fraction · expected return / variance, names that move together share. The gross of the side is the most they add up to; the score is the expected return. (Kelly 1956; Thorp 2006)',
    example: 'weight kelly(over: 60d, fraction: 0.5, cap: 10%)',
    parameters: [
      over,
      ratio('fraction', 'Of the full bet; a half is the usual caution against what is not known of the mean.', {
        default: 0.5,
        min: Number.MIN_VALUE,
        max: 1,
      }),
      cap('The most that one name may weigh, of the portfolio.'),
      horizon,
    ],
  },
];
