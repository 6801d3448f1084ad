/** What a finished run may look too good by: `strat explain CODE`. None of them ends a run; each is said in its report. */
import type { Problem } from './problem.ts';

export const SUSPICIONS = {
  'never-held': {
    means:
      'No order was ever filled in the test, so every figure is one of cash. Either no stock passed all filters at any ' +
      'rebalance, or the limits and the participation left nothing to trade.',
    remedies: [
      'look at the distribution of the predictions: a threshold may be beyond all of them',
      'loosen one rule at a time: filters, `hold when`, limits, `participation`',
    ],
  },
  'sharpe-too-high': {
    means:
      'The Sharpe ratio after costs is above 4. Books that trade daily bars and are run by many people do not reach it ' +
      'for long; in a backtest it usually means that a price, a label or a member was known too early, that bars are ' +
      'wrong, or that costs are missing.',
    remedies: [
      '`strat audit FILE` tests by computing that nothing looks ahead',
      'look at the names that made most of it, and at their bars on those days',
      'compare costs with those of the market that is traded',
    ],
  },
  'one-stock-makes-half': {
    means:
      'One stock earned at least half of all that the winning stocks earned. The result is a bet on that stock, and it ' +
      'may be a wrong bar: a split that was not adjusted looks like this.',
    remedies: [
      'look at the bars of that stock: `strat data quality`',
      'limit what one stock may weigh: `limit weight 5%`',
    ],
  },
  'few-sessions-make-it': {
    means:
      'The best hundredth of the sessions made more than half of the profit, and more than twice what they would make ' +
      'if returns of this mean and deviation were normal. Without those days there is little left, and they may not come ' +
      'again.',
    remedies: ['look at what was held on those days', 'look at the returns by year and through the stress windows'],
  },
  'turnover-without-cost': {
    means:
      'The book trades and pays nothing for it, so a signal that only follows the bid-ask bounce looks like profit.',
    remedies: ['say what trading costs in the `costs` block'],
  },
  'profit-after-rebalances-only': {
    means:
      'All of the profit falls on the first session after each rebalance, though the book is held much longer. So the ' +
      'signal is over after a session, or the fill is at a price that nobody could have had.',
    remedies: [
      'rebalance every session, if the signal is that fast',
      'fill at the next open or the next close and see what is left',
    ],
  },
  'test-looked-at-often': {
    means:
      'Many hypotheses were tried on this test. The best of many is good by luck alone; the deflated Sharpe ratio says ' +
      'how good. A test that has chosen the strategy is a second validation.',
    remedies: [
      'keep a test window that nobody has looked at yet, and run once',
      'choose by the validation window: that is what it is for',
    ],
  },
  'profit-without-information': {
    means:
      'The book earns, and the predictions that it follows do not order the stocks: their mean rank IC is less than one ' +
      'standard error above zero. So the return comes from elsewhere: its rules, the market, a few stocks, or luck.',
    remedies: [
      'look at beta, sectors, and at the names that made most of it',
      'compare it with the books on shuffled predictions and on equal weights',
    ],
  },
  'no-better-than-shuffled': {
    means:
      'More than a twentieth of the books that follow the same predictions on shuffled stocks did at least as well. What ' +
      'the book earns comes from its rules and the market, not from the choice of stocks.',
    remedies: ['look at the rank IC: it judges the predictions without the book', 'lengthen the test'],
  },
  'no-better-than-simple': {
    means:
      'A rule that costs nothing earns as high a Sharpe ratio in the same book: a ridge regression on the same features, ' +
      '12-1 momentum, or the reversal of five sessions. None of them has a seed, and the last two learn nothing.',
    remedies: [
      'trade the simple rule, or show over several seeds and windows that the model adds to it',
      '`seeds 5` in the model block shows how far the seed alone moves the result',
    ],
  },
  'seeds-disagree': {
    means:
      'Trained from other seeds, the same model loses in some cases what it earns in others: the spread between seeds is ' +
      'as large as the result.',
    remedies: ['trade the mean of more seeds', 'a smaller model, more data or more regularisation varies less'],
  },
  'gone-with-double-cost': {
    means: 'The strategy earns something at the costs that are assumed and nothing at twice as much.',
    remedies: [
      'trade less: a smaller `smooth` share, `rebalance weekly`, buffers (`keep to`)',
      'measure what trading costs',
    ],
  },
  'gone-with-a-delay': {
    means:
      'Decided one session later, most of the Sharpe ratio is gone. Either the signal lives for a session only, and then ' +
      'every minute between price and order counts, or it sees something that it should not.',
    remedies: ['`strat audit FILE` tests by computing that nothing looks ahead', 'look at the IC by horizon'],
  },
  'param-on-a-peak': {
    means:
      'A quarter more or less of one param turns the profit into a loss. The value stands on a peak that was found in ' +
      'this sample, and will not be there in another.',
    remedies: ['choose a value in the middle of a plateau', 'choose by validation, not by this test'],
  },
  'market-in-disguise': {
    means:
      'The book is short as well as long, and yet the market explains most of its returns: it is not neutral to it.',
    remedies: ['`neutral market` or `neutral beta(60d)` in the portfolio block', 'compare alpha with the Sharpe ratio'],
  },
} satisfies Record<string, Problem>;

export type SuspicionCode = keyof typeof SUSPICIONS;

export function suspicion(code: string): Problem | null {
  return Object.hasOwn(SUSPICIONS, code) ? SUSPICIONS[code as SuspicionCode] : null;
}
