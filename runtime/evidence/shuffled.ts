/**
 * A permutation test of the choice of stocks: the strategy's own predictions, handed to other stocks, in the same book.
 * What such books earn is what the rules and the market give to anybody.
 */
import type { Market, Panel } from '../market.ts';
import { random, shuffle } from '../random.ts';
import type { Predictions } from '../results.ts';
import { type RunBook, tryBook } from './books.ts';
import type { Progress } from './progress.ts';
import type { Shape } from './scores.ts';
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
  readonly predictions: Predictions;
  readonly seed: number;
  readonly books: number;
  readonly sharpe: number | null;
}

export async function shuffledOf(
  { market, predictions, seed, books, sharpe }: ShuffledInputs,
  run: RunBook,
  progress: Progress,
): Promise<Shuffled> {
  const hand = handing(predictions, { stocks: market.tickers.length, sessions: market.sessions.length });
  const sharpes: number[] = [];
  let lost = 0;
  let stopped = 0;
  for (let draw = 0; draw < books; draw++) {
    const outcome = tryBook(run, { predictions: { values: hand(seed, draw) } });
    const found = 'figures' in outcome ? outcome.figures.net.sharpe : null;
    if ('stopped' in outcome && outcome.stopped !== null) stopped++;
    if (found === null) lost++;
    else sharpes.push(found);
    await progress.step('shuffled predictions');
  }
  sharpes.sort((a, b) => a - b);
  // The strategy's own order is one of all orders: so p is never 0, and the test keeps its level.
  const asGood = sharpe === null ? null : sharpes.filter((each) => each >= sharpe).length + 1;
  const of = sharpes.length + lost + 1;
  return { sharpes, books, stopped, p: asGood === null ? null : asGood / of };
}

/** A name of its own among the plan's random streams. */
const STREAM = 0x73687566;

/**
 * Hands the predictions of the test out anew: every stock takes the place that another one, drawn once for all sessions,
 * has in the order of each session, so that an order lasts as long and costs as much to follow as the model's own. A
 * stock whose other has no prediction takes a place at random. So each session's predictions are the same numbers, held
 * by the same stocks, and only who has which is drawn.
 */
export function handing(
  {
    values,
    evaluation: { first, end },
  }: Pick<Predictions, 'values'> & { evaluation: Pick<Predictions['evaluation'], 'first' | 'end'> },
  { stocks, sessions }: Shape,
): (seed: number, draw: number) => Panel {
  const orders = Array.from({ length: end - first }, (_, k) => orderOf(values, first + k, { stocks, sessions }));
  return (seed, draw) => {
    const source = random(seed, STREAM, draw);
    const takes = Int32Array.from({ length: stocks }, (_, i) => i);
    shuffle(takes, source);
    const takenBy = new Int32Array(stocks);
    takes.forEach((other, stock) => {
      takenBy[other] = stock;
    });
    const handed = new Float64Array(values.length).fill(Number.NaN);
    orders.forEach((order, k) => {
      const at = (stock: number) => stock * sessions + first + k;
      const isPresent = (stock: number) => !Number.isNaN(values[at(stock)]!);
      const drawn = Array.from(order, (stock) => takenBy[stock]!).filter(isPresent);
      for (const stock of order) {
        if (isPresent(takes[stock]!)) continue;
        drawn.splice(Math.floor(source.uniform() * (drawn.length + 1)), 0, stock);
      }
      drawn.forEach((stock, place) => {
        handed[at(stock)] = values[at(order[place]!)]!;
      });
    });
    return handed;
  };
}

/** Stocks with a prediction, the least first, ties in ticker order. */
function orderOf(values: Panel, session: number, { stocks, sessions }: Shape): Int32Array {
  const score = (stock: number) => values[stock * sessions + session]!;
  const present = Array.from({ length: stocks }, (_, i) => i).filter((stock) => !Number.isNaN(score(stock)));
  return Int32Array.from(present.sort((a, b) => score(a) - score(b) || a - b));
}
