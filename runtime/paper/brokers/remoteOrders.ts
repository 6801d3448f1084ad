/**
 * What an account elsewhere has to trade to be held as a session has decided: whole shares, from what it really holds, so
 * that what one session leaves the next one makes good.
 */
import { type Calendar, closeOf, sessionsOf } from '../../calendar/calendar.ts';
import { instantOf } from '../../calendar/zone.ts';
import { invariant } from '../../invariant.ts';
import type { Order } from '../broker.ts';
import type { FillTime, RemoteBroker, RemoteOrder } from './remote.ts';

export interface DecidedBook {
  /** Of names that are held, or are to be. */
  readonly orders: readonly Order[];
  /** In USD. */
  readonly equity: number;
  /** As traded, at the last close; NaN: none. */
  price(ticker: string): number;
}

/**
 * Shares by the broker's symbols. Answers come by our tickers, and what was accepted by the broker's own spelling, so that
 * one stock may be there twice.
 */
export function bySymbol(
  positions: ReadonlyMap<string, number>,
  { symbolOf }: Pick<RemoteBroker, 'symbolOf'>,
): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const [ticker, quantity] of positions) {
    const symbol = symbolOf(ticker);
    shares.set(symbol, (shares.get(symbol) ?? 0) + quantity);
  }
  return shares;
}

/** The same by tickers; what none of them is keeps the broker's symbol. */
export function byTicker(
  positions: ReadonlyMap<string, number>,
  tickers: readonly string[],
  broker: Pick<RemoteBroker, 'symbolOf'>,
): ReadonlyMap<string, number> {
  const spelling = new Map(tickers.map((ticker) => [broker.symbolOf(ticker), ticker]));
  const held = [...bySymbol(positions, broker)].filter(([, quantity]) => quantity !== 0);
  return new Map(held.map(([symbol, quantity]) => [spelling.get(symbol) ?? symbol, quantity]));
}

/** @param held shares, signed */
export function remoteOrdersOf(
  { orders, equity, price }: DecidedBook,
  held: ReadonlyMap<string, number>,
  at: FillTime,
): readonly RemoteOrder[] {
  return orders.flatMap(({ id, ticker, wanted }) => {
    const before = held.get(ticker) ?? 0;
    const aim = wanted === 0 ? 0 : Math.trunc((wanted * equity) / price(ticker));
    // A stock without a price is left as it is.
    if (Number.isNaN(aim)) return [];
    // Brokers take no order through zero: the other side follows a session later.
    const after = before * aim < 0 ? 0 : aim;
    return after === before ? [] : [{ id, ticker, quantity: after - before, at }];
  });
}

/**
 * Σ|value there − value in the book| over equity.
 * @param weights that the book holds
 */
export function apartOf(
  weights: ReadonlyMap<string, number>,
  held: ReadonlyMap<string, number>,
  { equity, price }: Pick<DecidedBook, 'equity' | 'price'>,
): number {
  let apart = 0;
  for (const ticker of new Set([...weights.keys(), ...held.keys()])) {
    const shares = held.get(ticker) ?? 0;
    const value = shares === 0 ? 0 : shares * price(ticker);
    // What has no price is worth the same there as in the book, as far as anybody knows.
    if (!Number.isNaN(value)) apart += Math.abs(value / equity - (weights.get(ticker) ?? 0));
  }
  return apart;
}

/** The instant until which a broker takes orders that were decided on a day. */
export function takenUntil(
  calendar: Calendar,
  decided: number,
  at: FillTime,
  { takesUntil }: Pick<RemoteBroker, 'takesUntil'>,
): Date {
  const next = sessionAfter(calendar, decided);
  const minutes = at === 'open' ? exchangeOf(calendar).hoursOf(next).open : closeOf(calendar, next);
  return instantAt(calendar, next, minutes - takesUntil[at]);
}

/** The instant from which a broker takes them. */
export function takenFrom(calendar: Calendar, decided: number, { takesFrom }: Pick<RemoteBroker, 'takesFrom'>): Date {
  return instantAt(calendar, decided, takesFrom);
}

/** When the session after a day is over. */
export function nextClose(calendar: Calendar, day: number): Date {
  const next = sessionAfter(calendar, day);
  return instantAt(calendar, next, closeOf(calendar, next));
}

function sessionAfter(calendar: Calendar, day: number): number {
  const [next] = sessionsOf(calendar, day + 1, day + LONGEST_CLOSURE);
  invariant(next !== undefined, 'a session follows');
  return next;
}

function exchangeOf({ exchange }: Calendar) {
  invariant(exchange !== null, 'a market that is traded elsewhere has hours');
  return exchange;
}

function instantAt(calendar: Calendar, day: number, minutes: number): Date {
  return new Date(instantOf(exchangeOf(calendar).timeZone, { day, minutes }));
}

/** Days; in 1914 it was longer, and nobody traded by program. */
const LONGEST_CLOSURE = 30;
