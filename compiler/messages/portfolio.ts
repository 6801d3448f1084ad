/** What portfolios must say, and say of each other. */

import { insert, replace } from '../fix/remedy.ts';
import { figure, percent } from './figures.ts';
import { define, orAccept, plural, quote } from './message.ts';

export const PORTFOLIO = {
  'keep-of-all': define<{ side: string }>({
    severity: 'error',
    message: ({ side }) => `the ${side} side takes all that pass, so there is no place to keep them to`,
    label: () => 'means nothing beside `all`',
    hints: ({ side }) => [`say how many are taken, as in \`${side} ${end(side)} 38 by prediction, keep to 60\``],
    explain:
      'A side that takes the best 38 may keep those it holds until they are below place 60, so that it trades less at the border. A side that takes all has no border.',
    wrong: 'long all by prediction where prediction > 1%, keep to 60 gross 50%',
    right: 'long all by prediction where prediction > 1% gross 50%',
  }),
  'keep-other-kind': define<{ enter: string; keep: string; ofEnter: 'count' | 'part' }>({
    severity: 'error',
    message: ({ ofEnter, keep }) =>
      ofEnter === 'count'
        ? `names enter by their number and are kept to a part of the order, ${keep}`
        : `names enter by a part of the order and are kept to a number, ${keep}`,
    label: ({ ofEnter }) =>
      ofEnter === 'count' ? 'a part, where a number is meant' : 'a number, where a part is meant',
    hints: ({ enter }) => [`say both in the same way as ${quote(enter)}`],
    explain:
      'Which of a number and a part of a cross-section is larger depends on how many stocks there are that day, so that the buffer could turn around.',
    wrong: 'long top 38 by prediction, keep to 20% gross 50%',
    right: 'long top 38 by prediction, keep to 60 gross 50%',
  }),
  'keep-below-count': define<{ enter: string; keep: string }>({
    severity: 'error',
    message: ({ enter, keep }) => `names enter above place ${enter} and would already leave below place ${keep}`,
    label: ({ enter }) => `less than ${enter}`,
    hints: ({ enter }) => [`keep to a place behind ${quote(enter)}, or drop \`keep to\``],
    explain:
      'A hold buffer lets a name stay until it is worse than a place behind the one at which it entered. In front of it, a name would leave before it came.',
    wrong: 'long top 38 by prediction, keep to 20 gross 50%',
    right: 'long top 38 by prediction, keep to 60 gross 50%',
  }),
  'keep-beyond-half': define<{ kind: 'count' | 'part'; keep: number; half: number; most: number | null }>({
    severity: 'warning',
    message: ({ kind, keep, half }) =>
      kind === 'part'
        ? `both sides take from one order, so that names stay in its half and never to ${percent(keep)}`
        : `both sides take from one order, so that names stay to place ${half} at most and never to ${keep}`,
    label: ({ half, most }) => (most === null ? 'as `keep to 50%`' : `half of ${most} is ${half}`),
    hints: ({ kind, half }) => [
      `keep them to ${kind === 'part' ? percent(half) : half} or less, or order the sides by different scores`,
      orAccept('keep_beyond_half'),
    ],
    remedies: ({ kind, half }) => [replace(kind === 'part' ? percent(half) : String(half))],
    explain:
      'Where both sides order by the same score, one takes from the beginning and the other from the end, and neither has more than half of it. A hold buffer beyond the half ends there, whatever it says.',
    wrong: 'long  top 10% by prediction, keep to 60% gross 50%\nshort bottom 10% by prediction gross 50%',
    right: 'long  top 10% by prediction, keep to 30% gross 50%\nshort bottom 10% by prediction gross 50%',
  }),
  'sides-overlap': define<{ long: number; short: number }>({
    severity: 'error',
    message: ({ long, short }) =>
      `the best ${percent(long)} and the worst ${percent(short)} of one order are in part the same stocks`,
    label: ({ long, short }) => `${percent(long)} + ${percent(short)} = ${percent(long + short)} of it`,
    hints: () => ['take parts that add up to 100% at most'],
    explain:
      'Both sides take from the same order, one from each end, so together they can take no more than all of it.',
    wrong: 'long  top 60% by prediction gross 50%\nshort bottom 60% by prediction gross 50%',
    right: 'long  top 20% by prediction gross 50%\nshort bottom 20% by prediction gross 50%',
  }),
  'neutral-needs-both-sides': define<{ has: string }>({
    severity: 'error',
    message: ({ has }) => `a book of ${has}s alone cannot be neutral`,
    label: () => 'there is nothing to set against it',
    hints: ({ has }) => [
      `add a line such as \`${has === 'long' ? 'short bottom' : 'long top'} 38 by prediction gross 50%\`, or drop \`neutral\``,
    ],
    explain:
      'A book is made neutral by shrinking the heavier of its sides to the lighter one: to nothing, if that is empty.',
    wrong: 'long top 38 by prediction gross 100%\nneutral market',
    right: 'long  top 38 by prediction gross 50%\nshort bottom 38 by prediction gross 50%\nneutral market',
  }),
  'neutral-gross-differs': define<{ to: string; long: number; short: number }>({
    severity: 'error',
    message: ({ long, short }) =>
      `the sides are to be alike, and one is to hold ${percent(long)} and the other ${percent(short)}`,
    label: ({ to }) => (to === 'sector' ? 'alike in each sector' : 'alike in all'),
    hints: ({ long, short }) => [
      `give both the same \`gross\`, such as ${percent(Math.min(long, short) || Math.max(long, short))}`,
    ],
    explain:
      'Neutral to the market, or within each sector, means that longs and shorts weigh the same. Different grosses say that they do not.',
    wrong: 'long  top 38 by prediction gross 65%\nshort bottom 38 by prediction gross 35%\nneutral market',
    right: 'long  top 38 by prediction gross 50%\nshort bottom 38 by prediction gross 50%\nneutral market',
  }),
  'neutral-window': define<{ to: string; hasWindow: boolean }>({
    severity: 'error',
    message: ({ to, hasWindow }) =>
      hasWindow
        ? `${quote(`neutral ${to}`)} compares weights, and no window has a part in that`
        : 'a beta is over a number of sessions, which is missing',
    label: ({ hasWindow }) => (hasWindow ? 'not needed' : 'over how many sessions?'),
    hints: ({ to, hasWindow }) => [hasWindow ? `write \`neutral ${to}\`` : 'write `neutral beta over 60d`'],
    remedies: ({ hasWindow }) => [hasWindow ? null : insert(' over 60d')],
    explain:
      'A beta is estimated from the returns of a window. Being neutral to the market or to sectors only compares what each side weighs.',
    wrong: 'neutral beta',
    right: 'neutral beta over 60d',
  }),
  'no-session-on-weekday': define<{ weekday: string; calendar: string }>({
    severity: 'error',
    message: ({ weekday, calendar }) => `${calendar} has no session on a ${weekday}`,
    label: () => 'closed',
    hints: () => ['choose the session before or after: `weekly on Friday` or `weekly on Monday`'],
    explain:
      'A weekly schedule is the first session on or after a day of each week. For a day on which the exchange never opens, that would be another day under a wrong name.',
    wrong: 'rebalance weekly on Saturday',
    right: 'rebalance weekly on Friday',
  }),
  'weekday-of-no-week': define<{ schedule: string; day: string }>({
    severity: 'error',
    message: ({ schedule }) =>
      `a day of the week says nothing of what happens ${schedule === 'monthly' ? 'once a month' : 'every session'}`,
    label: () => 'belongs to `weekly`',
    hints: ({ schedule, day }) => [`write \`rebalance weekly on ${day}\`, or \`rebalance ${schedule}\``],
    explain:
      'A weekly schedule may say its day: the first session on or after it. A monthly one is the first session of the month.',
    wrong: 'rebalance monthly on Monday',
    right: 'rebalance weekly on Monday',
  }),
  'rebalance-not-drift': define<Record<string, never>>({
    severity: 'error',
    message: () => 'the condition of a rebalance is a limit of `drift`, zero or above',
    label: () => 'not of that form',
    hints: () => ['write `rebalance when drift > 5%`'],
    explain:
      '`drift` is what a rebalance would trade: the sum over all names of how far the weight asked for is from the weight held. A rebalance that would trade less than the limit does not take place.',
    wrong: 'rebalance when drift < 5%',
    right: 'rebalance when drift > 5%',
  }),
  'drift-above-book': define<{ drift: number; most: number }>({
    severity: 'error',
    message: ({ drift, most }) =>
      `a rebalance waits until it would trade more than ${percent(drift)}, and from cash to the whole book it trades ${percent(most)}`,
    label: () => 'never comes to it: nothing is ever bought',
    hints: () => ['write a limit well below the gross of the book, such as `rebalance when drift > 5%`'],
    explain:
      'A rebalance takes place when it would trade more than the limit of `drift`. The first one buys the book, which is as much as its sides add up to.',
    wrong: 'long top 38 by prediction gross 100%\nrebalance when drift > 100%',
    right: 'long top 38 by prediction gross 100%\nrebalance when drift > 10%',
  }),
  'regime-fades': define<{ alpha: number; sessions: number }>({
    severity: 'warning',
    message: ({ alpha, sessions }) =>
      `when this no longer holds, a share of ${figure(alpha)} takes about ${figure(sessions)} sessions to half of the book`,
    label: () => 'sends the target to cash, and the book after it slowly',
    hints: () => [
      'smooth less, or flatten at once by a stop of the book: `stop when … then flatten`',
      orAccept('regime_fades'),
    ],
    explain:
      'Where the condition of `hold when` fails, the target is cash, and the smoothed book moves to it as to any other target: a share of the way at each rebalance. A regime that is meant to protect needs a book that follows it.',
    wrong: 'hold when mean(benchmark_close, 50d) > mean(benchmark_close, 200d)\nsmooth ewma(0.02)',
    right: 'hold when mean(benchmark_close, 50d) > mean(benchmark_close, 200d)\nsmooth ewma(0.2)',
  }),
  'drift-of-several': define<{ portfolios: number }>({
    severity: 'error',
    message: ({ portfolios }) =>
      `\`drift\` is of the whole book, and this is one of ${plural(portfolios, 'portfolio')} in it`,
    label: () => 'one part of a book does not drift by itself',
    hints: () => ['give each portfolio a schedule: `every session`, `weekly on Wednesday` or `monthly`'],
    explain:
      'Several portfolios are held in one account, where what one buys another may sell. How far a part of it has drifted is not defined.',
    wrong: 'portfolio trend {\n  share 60%\n  long top 20 by prediction gross 100%\n  rebalance when drift > 5%\n}',
    right: 'portfolio trend {\n  share 60%\n  long top 20 by prediction gross 100%\n  rebalance weekly\n}',
  }),
  'share-missing': define<{ name: string | null; others: number }>({
    severity: 'error',
    message: ({ name, others }) =>
      `${name === null ? 'this portfolio' : quote(name)} does not say what part of the book is its, beside ${plural(others, 'other')}`,
    label: () => 'no `share`',
    hints: ({ name }) => [
      `say it: \`portfolio ${name === null ? '' : `${name} `}{ share 40% }\`; what the shares leave of 100% stays in cash`,
    ],
    explain: 'Where a strategy has several portfolios, the book is their sum, each times its share.',
    wrong: 'portfolio trend { long top 20 by prediction gross 100% }',
    right: 'portfolio trend {\n  share 60%\n  long top 20 by prediction gross 100%\n}',
  }),
  'shares-above-whole': define<{ sum: number }>({
    severity: 'error',
    message: ({ sum }) => `the shares of the portfolios add up to ${percent(sum)}`,
    label: () => 'more than the whole book with the others',
    hints: () => ['leverage is said by the `gross` of the sides; the shares add up to 100% at most'],
    explain: 'Shares divide one book among several portfolios. What they leave of 100% stays in cash.',
    wrong: 'portfolio trend { share 60% … }\nportfolio reversal { share 60% … }',
    right: 'portfolio trend { share 60% … }\nportfolio reversal { share 40% … }',
  }),
  'score-not-return': define<{ method: string; why: 'unit' | 'loss'; found: string | null }>({
    severity: 'error',
    message: ({ method, why, found }) =>
      why === 'unit'
        ? `${quote(method)} sizes bets by an expected return, and the score is ${found ?? 'something else'}`
        : `${quote(method)} sizes bets by an expected return, and the loss teaches the model none`,
    label: ({ why }) => (why === 'unit' ? 'needs a return' : 'needs predictions on the scale of returns'),
    hints: ({ why }) => [
      why === 'unit'
        ? 'order by a return, such as `prediction`, or divide by the bets another way, such as `inverse_volatility(20d)`'
        : 'a loss that compares ranks is content with predictions of any size: add `huber(delta: 0.05)` or `mse()` to it',
    ],
    explain:
      'Kelly bets and mean-variance weights grow with the return that is expected. A model that was only taught the order of stocks predicts numbers of no particular size, and the bets would be as arbitrary.',
    wrong: 'model lstm { loss spearman_loss(temperature: 0.05) … }\nportfolio { weight kelly(over: 60d) … }',
    right: 'model lstm { loss huber(delta: 0.05) … }\nportfolio { weight kelly(over: 60d) … }',
  }),
  'cap-below-whole': define<{ count: number; cap: number }>({
    severity: 'error',
    message: ({ count, cap }) =>
      `${plural(count, 'name')} of at most ${percent(cap)} of their side make ${percent(count * cap)} of it`,
    label: () => 'the side can never be filled',
    hints: ({ count }) => [`raise \`cap\` to ${percent(1 / count)} or more, or take more names`],
    explain:
      'The gross of a side is divided among its names. When none may have more than a cap, there must be enough of them.',
    wrong: 'long top 5 by prediction gross 50%\nweight minimum_variance(over: 250d, cap: 10%)',
    right: 'long top 20 by prediction gross 50%\nweight minimum_variance(over: 250d, cap: 10%)',
  }),
};

function end(side: string): string {
  return side === 'long' ? 'top' : 'bottom';
}
