/** Orders and what becomes of them: names that a decision moves, and what a fill traded of each. */
import type { BookState } from '../book/state.ts';
import type { Execution, Order } from './broker.ts';
import type { Decided, HeardFill } from './recorder.ts';

export type OrderOutcome = 'filled' | 'nothing to trade' | 'no price';

/** What identifies a decision and who it is about. */
export interface OrderBook {
  readonly account: string;
  /** ISO day of the decision. */
  readonly decided: string;
  readonly tickers: readonly string[];
}

/** The same whenever, and by whomever, the decision is computed. */
export function orderId({ account, decided }: Omit<OrderBook, 'tickers'>, ticker: string): string {
  return `${account}/${decided}/${ticker}`;
}

/**
 * One order for each name that is held, or is to be.
 * @param before weights just before the fill, or after the last one while it is still to come
 */
export function ordersOf(
  book: OrderBook,
  { order: kind }: Decided,
  { live, positions }: Pick<BookState, 'live' | 'positions'>,
  before: ArrayLike<number | null>,
): readonly Order[] {
  const out = new Set(positions?.out.map(([stock]) => stock));
  return book.tickers.flatMap((ticker, i) => {
    const leaves = kind === 'flatten' || out.has(i);
    if (kind === 'hold' && !leaves) return [];
    const wanted = leaves ? 0 : live.wanted[i]!;
    if (wanted === 0 && before[i] === 0) return [];
    return [{ id: orderId(book, ticker), ticker, wanted }];
  });
}

/**
 * What a fill traded, so that just its weights are held afterwards.
 * @param quantities of the broker, before
 */
export function executionsOf(
  { held, drifted, equity }: HeardFill,
  tickers: readonly string[],
  price: Float64Array,
  quantities: ReadonlyMap<string, number>,
  orderOf: (ticker: string) => string | null,
): readonly Execution[] {
  return tickers.flatMap((ticker, i) => {
    if (held[i] === drifted[i]) return [];
    const after = held[i] === 0 ? 0 : (held[i]! * equity) / price[i]!;
    const quantity = after - (quantities.get(ticker) ?? 0);
    return [{ order: orderOf(ticker), ticker, quantity, price: price[i]! }];
  });
}

/** What became of the orders that a fill carries out, by their ids. */
export function outcomesOf(
  { held, drifted }: HeardFill,
  tickers: readonly string[],
  price: Float64Array,
  orderOf: (ticker: string) => string | null,
): ReadonlyMap<string, OrderOutcome> {
  const outcomes = new Map<string, OrderOutcome>();
  for (const [i, ticker] of tickers.entries()) {
    const id = orderOf(ticker);
    if (id === null) continue;
    const isFilled = held[i] !== drifted[i];
    outcomes.set(id, isFilled ? 'filled' : Number.isNaN(price[i]!) ? 'no price' : 'nothing to trade');
  }
  return outcomes;
}
