/**
 * The book between two sessions as the ledger keeps it: the state of the engine, and what is needed to go on from it on
 * data that have moved on since: who its arrays are about, and by which factor each last price was adjusted.
 */
import { WHOLE_BOOK } from '../book/cuts.ts';
import { type BookState, type Packed, type PositionsState, pack } from '../book/state.ts';
import { fromIsoDay, type Market, toIsoDay } from '../market.ts';
import { UserError } from '../ports.ts';

export interface KeptBook {
  readonly book: BookState;
  /** Of every array over stocks. */
  readonly tickers: readonly string[];
  /** ISO day of each last price; null where there was none yet. */
  readonly priced: readonly (string | null)[];
  /** Adjusted over traded close on that day. */
  readonly factor: Packed;
}

/** Units of a position that have become more, or fewer: the prices before were adjusted anew. */
export interface Readjustment {
  readonly ticker: string;
  /** New adjusted price over the old one. */
  readonly factor: number;
}

export interface CarriedOver {
  readonly book: BookState;
  readonly readjusted: readonly Readjustment[];
}

/** Adjusted over traded close: what a dividend or a split changes in all prices before it. */
export function adjustmentOf({ bars, sessions }: Pick<Market, 'bars' | 'sessions'>, stock: number, at: number): number {
  const cell = stock * sessions.length + at;
  return bars.close[cell]! / bars.raw_close[cell]!;
}

/**
 * The state after session `at`, with its last prices marked.
 * @param before of the session before; null: there is none
 */
export function keepBook(
  book: BookState,
  before: KeptBook | null,
  market: Market,
  price: Float64Array,
  at: number,
): KeptBook {
  const { tickers, sessions } = market;
  const day = toIsoDay(sessions[at]!);
  const old = new Map(before?.tickers.map((ticker, i) => [ticker, i]));
  const mark = (i: number) => {
    if (!Number.isNaN(price[i]!)) return { day, factor: adjustmentOf(market, i, at) };
    const was = old.get(tickers[i]!);
    if (before === null || was === undefined) return { day: null, factor: Number.NaN };
    return { day: before.priced[was]!, factor: before.factor[was] ?? Number.NaN };
  };
  const marks = tickers.map((_, i) => mark(i));
  return {
    book,
    tickers,
    priced: marks.map((each) => each.day),
    factor: pack(marks.map((each) => each.factor)),
  };
}

/**
 * The state to go on from on these data. Nothing changes while the data only grow by a session: then the engine goes on
 * with the same bits. Where an action has adjusted the prices before it, the prices that the book remembers are adjusted
 * alike, so that no return is made of it; a traded price that was revised is left to the return of the next session.
 * @throws UserError `paper-stock-missing`
 */
export function carryOver(kept: KeptBook, market: Market): CarriedOver {
  const known = new Map(market.tickers.map((ticker, i) => [ticker, i]));
  verifyHeldAreKnown(kept, known, market);
  const factors = kept.tickers.map((ticker, i) => readjustment(kept, i, market, known.get(ticker)));
  const readjusted = kept.tickers.flatMap((ticker, i) => (factors[i] === 1 ? [] : [{ ticker, factor: factors[i]! }]));
  const adjusted = readjusted.length === 0 ? kept.book : withPrices(kept.book, factors);
  const isSame = kept.tickers.length === known.size && kept.tickers.every((ticker, i) => known.get(ticker) === i);
  return { book: isSame ? adjusted : onAxis(adjusted, kept.tickers, known), readjusted };
}

function readjustment({ priced, factor }: KeptBook, i: number, market: Market, stock: number | undefined): number {
  const day = priced[i];
  const before = factor[i];
  if (stock === undefined || day == null || before == null) return 1;
  const at = market.sessions.indexOf(fromIsoDay(day));
  const now = at < 0 ? Number.NaN : adjustmentOf(market, stock, at);
  return Number.isNaN(now) || now === before ? 1 : now / before;
}

/**
 * The same state, of prices adjusted to another level.
 * @param factor adjusted over traded close on the day of each last price; null: as it is
 */
export function atLevel(kept: KeptBook, factor: Packed): KeptBook {
  const ratio = factor.map((to, i) => (to === null || to === kept.factor[i] ? 1 : to / kept.factor[i]!));
  if (ratio.every((each) => each === 1)) return kept;
  return { ...kept, book: withPrices(kept.book, ratio), factor: kept.factor.map((own, i) => factor[i] ?? own) };
}

function withPrices(book: BookState, factors: readonly number[]): BookState {
  const times = (prices: Packed) => prices.map((price, i) => (price === null ? null : price * factors[i]!));
  const { positions, lastPrice } = book;
  return {
    ...book,
    lastPrice: times(lastPrice),
    positions: positions && { ...positions, entry: times(positions.entry), best: times(positions.best) },
  };
}

/** The same state over other stocks: who is new has none, who is gone is left out. */
function onAxis(book: BookState, tickers: readonly string[], known: ReadonlyMap<string, number>): BookState {
  const place = tickers.map((ticker) => known.get(ticker));
  const move = (values: Packed, none: number | null): Packed => {
    const moved = new Array<number | null>(known.size).fill(none);
    for (const [i, to] of place.entries()) if (to !== undefined) moved[to] = values[i]!;
    return moved;
  };
  const positions = ({ held, wanted, rest, ...figures }: PositionsState): PositionsState => ({
    ...figures,
    held: move(held, 0),
    wanted: move(wanted, 0),
    rest: rest && move(rest, 0),
  });
  const { shadow, pending } = book;
  return {
    ...book,
    lastPrice: move(book.lastPrice, null),
    sleeves: book.sleeves.map(({ target, smoothed }) => ({
      target: move(target, 0),
      smoothed: smoothed && move(smoothed, 0),
    })),
    live: positions(book.live),
    shadow: shadow && { ...shadow, positions: positions(shadow.positions) },
    positions: book.positions && {
      entry: move(book.positions.entry, null),
      best: move(book.positions.best, null),
      age: move(book.positions.age, 0),
      out: book.positions.out.flatMap(([i, ...rest]) => (place[i] === undefined ? [] : [[place[i], ...rest] as const])),
    },
    pending: pending && {
      ...pending,
      cuts: pending.cuts.flatMap(([by, i, ...rest]) => {
        const to = i === WHOLE_BOOK ? i : place[i];
        return to === undefined ? [] : [[by, to, ...rest] as const];
      }),
    },
  };
}

/** A gap is waited out at the last price; of other data than the account has traded on, no price ever comes. */
function verifyHeldAreKnown(
  { book, tickers, priced }: KeptBook,
  known: ReadonlyMap<string, number>,
  { bars, sessions }: Pick<Market, 'bars' | 'sessions'>,
): void {
  const isHeld = (i: number) => [book.live, book.shadow?.positions].some((each) => (each?.held[i] ?? 0) !== 0);
  const isGone = (ticker: string, i: number) => {
    const stock = known.get(ticker);
    if (stock === undefined) return true;
    const last = priced[i] == null ? -1 : sessions.indexOf(fromIsoDay(priced[i]));
    const from = stock * sessions.length;
    return last >= 0 && bars.close.subarray(from, from + last + 1).every(Number.isNaN);
  };
  const missing = tickers.filter((ticker, i) => isHeld(i) && isGone(ticker, i));
  if (missing.length === 0) return;
  const names = missing.slice(0, 10).join(', ');
  throw new UserError('paper-stock-missing', `the data no longer have ${names}, which the account holds`, [
    'bring their bars back, or tell the source of their delisting',
  ]);
}
