/**
 * A permutation test of the choice of stocks: the strategy's own predictions, handed to other stocks, in the same book.
 * What such books earn is what the rules and the market give to anybody.
 */
import type { Market, Panel } from '../market.ts';
import { type RunBook, tryBook } from './books.ts';
import type { Progress } from './progress.ts';
import { inOrderOf, shuffledScores } from './scores.ts';
import type { Shuffled } from './types.ts';

/** More say hardly more: with 200 the p-value of 5% has a standard error of 1.5%. */
const MOST = 200;
const FEWEST = 20;
/** Stock-sessions of the test that all books together may have, so that a large market does not take minutes. */
const CELLS = 2e7;

/** How many books are run; depends on the size of the market only, so that the same run gives the same figures. */
export function shuffledBooks(stocks: number, sessions: number): number {
  return Math.min(MOST, Math.max(FEWEST, Math.floor(CELLS / Math.max(1, stocks * sessions))));
}

export interface ShuffledInputs {
  readonly market: Market;
  readonly predictions: Panel;
  readonly seed: number;
  readonly books: number;
  readonly sharpe: number | null;
}

export async function shuffledOf(
  { market, predictions, seed, books, sharpe }: ShuffledInputs,
  run: RunBook,
  progress: Progress,
): Promise<Shuffled> {
  const shape = { stocks: market.tickers.length, sessions: market.sessions.length };
  const sharpes: number[] = [];
  let lost = 0;
  for (let draw = 0; draw < books; draw++) {
    const scores = shuffledScores(predictions, shape, seed, draw);
    const outcome = tryBook(run, { predictions: { values: inOrderOf(scores, predictions, shape) } });
    const found = 'figures' in outcome ? outcome.figures.net.sharpe : null;
    if (found === null) lost++;
    else sharpes.push(found);
    await progress.step('shuffled predictions');
  }
  sharpes.sort((a, b) => a - b);
  // The strategy's own order is one of all orders: so p is never 0, and the test keeps its level.
  const asGood = sharpe === null ? null : sharpes.filter((each) => each >= sharpe).length + 1;
  const of = sharpes.length + lost + 1;
  return { sharpes, books, p: asGood === null ? null : asGood / of };
}
