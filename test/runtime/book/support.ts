/** Small markets and rules for tests of the book. */
import type { BookPanels } from '../../../runtime/book/backtest.ts';
import type { BookRules, BookSession } from '../../../runtime/book/types.ts';

/** One name a side of S2's gross, S2's costs, no smoothing, nothing else; three stocks. */
export function rulesFor(changes: Partial<BookRules> = {}): BookRules {
  return {
    long: { count: 1, gross: 0.65 },
    short: { count: 1, gross: 0.35 },
    alpha: 1,
    decide: 'close',
    fill: 'close',
    costs: { rate: (turnover) => 0.0006 + 0.002 * turnover, borrowPerYear: 0.005 },
    volatilityTarget: null,
    stops: [],
    limits: NO_LIMITS,
    sectors: Int32Array.of(-1, -1, -1),
    sessionsPerYear: 252,
    capital: 1,
    ...changes,
  };
}

export const NO_LIMITS: BookRules['limits'] = { weight: null, sector: null, net: null, gross: null, turnover: null };

export const FREE: BookRules['costs'] = { rate: () => 0, borrowPerYear: 0 };

export function sessionFor(
  price: readonly number[],
  score: readonly number[],
  changes: Partial<BookSession> = {},
): BookSession {
  return {
    day: 20_000,
    price: Float64Array.from(price),
    score: Float64Array.from(score),
    eligible: new Uint8Array(price.length).fill(1),
    longFilter: null,
    shortFilter: null,
    rebalance: true,
    delisting: null,
    resume: false,
    ...changes,
  };
}

/** Panels from rows by session; `first` sessions come before them, without prices. */
export function panelsOf(
  rows: {
    price: readonly (readonly number[])[];
    score: readonly (readonly number[])[];
    scheduled?: readonly boolean[];
  },
  first: number,
  sessions: Int32Array,
): BookPanels {
  const stocks = rows.price[0]!.length;
  const stockMajor = (values: readonly (readonly number[])[]): Float64Array => {
    const panel = new Float64Array(stocks * sessions.length).fill(Number.NaN);
    values.forEach((row, k) => {
      row.forEach((value, i) => {
        panel[i * sessions.length + first + k] = value;
      });
    });
    return panel;
  };
  return {
    sessions,
    stocks,
    first,
    end: first + rows.price.length,
    price: stockMajor(rows.price),
    score: stockMajor(rows.score),
    present: null,
    eligible: new Uint8Array(stocks * sessions.length).fill(1),
    longFilter: null,
    shortFilter: null,
    delistings: [],
    rebalance: (session) => rows.scheduled?.[session - first] ?? true,
  };
}
