/**
 * Two proofs around every session. The book counts in weights and returns, the broker in units and cash; neither reads the
 * other's figures, and they must come to the same.
 */
import type { BookState } from '../book/state.ts';
import { UserError } from '../ports.ts';
import type { BrokerHoldings } from './broker.ts';
import type { KeptBook } from './keptBook.ts';

/** Of equity: rounding of a session is a million times smaller, and a cent of a billion is not let go. */
const TOLERANCE = 1e-9;

/** Before a session: what the broker holds is what the book says. @throws UserError `paper-positions-differ` */
export function verifyPositions({ book, tickers }: KeptBook, { quantities }: BrokerHoldings): void {
  const unknown = [...quantities.keys()].filter((ticker) => !tickers.includes(ticker));
  const wrong = tickers.filter((ticker, i) => {
    const held = (quantities.get(ticker) ?? 0) * (book.lastPrice[i] ?? 0);
    return !(Math.abs(held - (book.live.held[i] ?? 0) * book.equity) <= TOLERANCE * book.equity);
  });
  const differ = [...unknown, ...wrong];
  if (differ.length === 0) return;
  const told = differ.slice(0, 5).map((ticker) => {
    const i = tickers.indexOf(ticker);
    const [held, price] = [book.live.held[i] ?? 0, book.lastPrice[i] ?? Number.NaN];
    const expected = held === 0 ? 0 : (held * book.equity) / price;
    return `${ticker} ${quantities.get(ticker) ?? 0} instead of ${expected}`;
  });
  const more = differ.length > told.length ? `, and ${differ.length - told.length} more` : '';
  throw new UserError(
    'paper-positions-differ',
    `the broker holds other positions than the book: ${told.join(', ')}${more}`,
    ['find out what was traded besides, or what was not; nothing was booked'],
  );
}

/** After a session: cash and positions are the equity. @throws UserError `paper-equity-differs` */
export function verifyEquity(book: BookState, tickers: readonly string[], { cash, quantities }: BrokerHoldings): void {
  const price = new Map(tickers.map((ticker, i) => [ticker, book.lastPrice[i] ?? Number.NaN]));
  let value = cash;
  for (const [ticker, quantity] of quantities) value += quantity * price.get(ticker)!;
  if (Math.abs(value - book.equity) <= TOLERANCE * book.equity) return;
  throw new UserError(
    'paper-equity-differs',
    `cash and positions come to ${value} USD, and the book's equity is ${book.equity} USD; the session was taken back`,
    ['this is a bug in strat or a damaged ledger: please report it'],
  );
}
