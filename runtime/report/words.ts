/** Sentences that both the page and the terminal print. */

import { isChoice } from '../evidence/baselines.ts';
import type { Luck } from '../evidence/trials.ts';
import type { ReturnFigures } from '../results.ts';
import { bps, count, MISSING, percent, plural, ratio, signedPercent, signedRatio } from './format.ts';
import type { ReportInput } from './input.ts';

export function badgeWords({ signal, modelRead }: ReportInput): string {
  const start = 'The market was generated; these figures say nothing about a real one.';
  if (signal?.planted == null) return start;
  if (!modelRead) return `${start} There is a planted signal, but the book does not read what the model predicts.`;
  const share = signal.mean === null || signal.planted <= 0 ? '' : ` (${percent(signal.mean / signal.planted, 0)})`;
  return `${start} The planted signal has a rank IC of ${ratio(signal.planted, 3)}; the model achieved ${signedRatio(signal.mean, 3)}${share}.`;
}

/** What the figures say and what they cannot say. */
export function verdict(input: ReportInput): string {
  const { figures, sharpeInterval, returns, stops } = input;
  const n = returns.sessions.length;
  if (n === 0) return 'No holding was completed in the test, so there is nothing to judge.';
  const stopped = stops.find((stop) => stop.until === null);
  return [
    returns.turnover.some((value) => value > 0)
      ? `Over ${plural(n, 'session')} the book returned ${signedPercent(figures.net.totalReturn, 1)} after costs ` +
        `(${signedPercent(figures.gross.totalReturn, 1)} before), paying ${bps(figures.averageCost)} per session.`
      : `The book stayed in cash for all ${plural(n, 'session')}: no order was ever filled.`,
    sharpeInterval && certainty(sharpeInterval.low, sharpeInterval.high),
    stopped && `It was stopped on ${stopped.session} and stayed in cash to the end.`,
  ]
    .filter((sentence) => typeof sentence === 'string')
    .join(' ');
}

function certainty(low: number, high: number): string {
  if (low > 0) return `The interval of its Sharpe ratio, ${ratio(low)} to ${ratio(high)}, lies above zero.`;
  if (high < 0) return `The interval of its Sharpe ratio, ${ratio(low)} to ${ratio(high)}, lies below zero.`;
  return `The interval of its Sharpe ratio, ${ratio(low)} to ${ratio(high)}, includes zero: the result cannot be told from chance.`;
}

/** Which ideas are not held against the strategy, and why; null where all are. */
export function missingIdeasWords({ modelRead, data, evidence }: ReportInput): string | null {
  if (evidence === null) return null;
  if (!modelRead) {
    return 'No rule of the book reads the prediction: ridge regression, momentum, reversal and shuffled predictions would be the same book, and are not run.';
  }
  if (!isChoice(data.stocks)) {
    return `With ${plural(data.stocks, 'stock')} to choose from, momentum, reversal and shuffled predictions say nothing, and are not run.`;
  }
  return null;
}

/** Of a book that never moved there is nothing that could have been hit. */
export function hitRateWords({ hitRate, totalReturn, volatility }: ReturnFigures, decimals: number): string {
  return totalReturn === 0 && !volatility ? MISSING : percent(hitRate, decimals);
}

/** What was held above limits, one sentence each. */
export function exceededWords({ exceeded }: Pick<ReportInput, 'exceeded'>): string | null {
  if (exceeded.length === 0) return null;
  const shown = (limit: string, value: number) => (limit === 'names' ? count(value) : percent(value));
  const each = exceeded.map(
    ({ limit, most, fills, worst }) =>
      `Held above the limit of ${limit}, ${shown(limit, most)}, after ${plural(fills, 'rebalance')}; at most ${shown(limit, worst.figure)}, on ${worst.session}.`,
  );
  return `${each.join(' ')} Limits bind the book asked for; the turnover limit, a participation or a missing price keeps what was held.`;
}

/** What the deflated Sharpe ratio is deflated by. */
export function deflatedWords({ hypotheses, deflatedBy }: Luck): string {
  const tried = plural(hypotheses, 'hypothesis', 'hypotheses');
  return deflatedBy === hypotheses ? tried : `${deflatedBy} of ${tried} that held anything`;
}

/** A property of what was tried, of which this run is but one. */
export function overfittingWords({ probability, splits, hypotheses }: NonNullable<Luck['overfitting']>): string {
  return (
    `of ${hypotheses} hypotheses, the one that is best on half of the sessions was at or below the median on the other ` +
    `half in ${percent(probability, 1)} of ${count(splits)} splits`
  );
}

/**
 * The permutation test in counts, which no rounding can bring below a level.
 * @param p share of the books and the strategy itself that did at least as well
 */
export function shuffledWords(books: number, p: number): string {
  const all = books + 1;
  return `${count(p * all)} of ${plural(all, 'book')}, its own and ${count(books)} on shuffled predictions, did at least as well (p ${percent(p, 2)})`;
}
