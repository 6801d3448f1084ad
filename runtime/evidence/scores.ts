/**
 * Scores that cost nothing to have. Each is a panel over all sessions of the run, NaN where it is missing, and known
 * whenever the strategy's own features are: a book on them sees no more than the strategy does.
 */
import type { Plan } from '../../compiler/plan.ts';
import type { Market, Panel } from '../market.ts';

/**
 * How many sessions old the latest close is that the strategy's features read: 0 for those that end with the close of
 * the decision, more when orders are decided at the open or bars come too late.
 */
export function closeLag({
  features,
  expressions,
  execution,
}: Pick<Plan, 'features' | 'expressions' | 'execution'>): number {
  const shifts = features.features.flatMap(({ node }) => {
    const availability = expressions[node]?.availability ?? 'always';
    return availability !== 'always' && availability.at === 'close' ? [availability.shift] : [];
  });
  const latest = shifts.length === 0 ? -1 : Math.max(...shifts);
  return Math.max(execution.decideAt === 'open' ? 1 : 0, -latest);
}

const YEAR = 252;
const MONTH = 21;
const WEEK = 5;

/** Return over a year less its last month: Jegadeesh and Titman, "Returns to Buying Winners", J. of Finance 48(1), 1993. */
export function momentumScores(market: Market, lag: number): Panel {
  return changes(market, lag + MONTH, lag + YEAR, 1);
}

/** The last five sessions' losers first: Lehmann, "Fads, Martingales, and Market Efficiency", QJE 105(1), 1990. */
export function reversalScores(market: Market, lag: number): Panel {
  return changes(market, lag, lag + WEEK, -1);
}

/** sign × (close `to` sessions ago / close `from` sessions ago − 1). */
function changes({ sessions, tickers, bars }: Market, to: number, from: number, sign: 1 | -1): Panel {
  const n = sessions.length;
  const scores = new Float64Array(tickers.length * n).fill(Number.NaN);
  for (let column = 0; column < scores.length; column += n) {
    for (let t = from; t < n; t++) {
      scores[column + t] = sign * (bars.close[column + t - to]! / bars.close[column + t - from]! - 1);
    }
  }
  return scores;
}

export interface Shape {
  readonly stocks: number;
  readonly sessions: number;
}

/**
 * The predictions of each session handed out anew: the stock with the least score takes the least prediction, and so
 * on, ties in ticker order. So a book on another idea is the same book to the last rule, with as many names beyond a
 * threshold and the same sizes for scores; only who gets which is another's choice. With fewer scores than predictions
 * the predictions are taken at even distances of rank. A stock without a prediction gets none.
 */
export function inOrderOf(scores: Panel, predictions: Panel, { stocks, sessions }: Shape): Panel {
  const out = new Float64Array(predictions.length).fill(Number.NaN);
  for (let t = 0; t < sessions; t++) {
    const predicted: number[] = [];
    const scored: number[] = [];
    for (let at = t; at < stocks * sessions; at += sessions) {
      if (Number.isNaN(predictions[at]!)) continue;
      predicted.push(predictions[at]!);
      if (!Number.isNaN(scores[at]!)) scored.push(at);
    }
    predicted.sort((a, b) => a - b);
    scored.sort((a, b) => scores[a]! - scores[b]! || a - b);
    const step = scored.length < 2 ? 0 : (predicted.length - 1) / (scored.length - 1);
    scored.forEach((at, k) => {
      out[at] = predicted[Math.round(k * step)]!;
    });
  }
  return out;
}
