/** The figures of a session that two computations of it are compared by. */
import type { Ledger } from './ledger/ledger.ts';
import type { Rebooked } from './rebook.ts';

export interface Difference {
  /** `net`, `cost`, `turnover`, `equity`, or `weight TICKER`. */
  readonly figure: string;
  readonly booked: number;
  readonly now: number;
}

/** Of a figure: more than this cannot be the order of additions. */
export const ROUNDING = 1e-9;

/** Figures that were booked otherwise than they are computed again. */
export function differencesOf(ledger: Ledger, { row, today, heard, kept }: Rebooked): readonly Difference[] {
  const { fill, holding } = heard;
  const ended = ledger.get<{ net: number; cost: number }>('SELECT net, cost FROM holdings WHERE session = ?', row.id);
  const filled = ledger.get<{ turnover: number }>('SELECT turnover FROM rebalances WHERE session = ?', row.id);
  const weights = ledger.all<{ ticker: string; held: number }>(
    'SELECT ticker, held FROM weights WHERE session = ?',
    row.id,
  );
  const booked = new Map(weights.map(({ ticker, held }) => [ticker, held]));
  const held = today.market.tickers.map((ticker, i) => ({
    figure: `weight ${ticker}`,
    booked: booked.get(ticker) ?? 0,
    now: fill?.held[i] ?? 0,
  }));
  return [
    { figure: 'net', booked: ended?.net ?? 0, now: holding?.net ?? 0 },
    { figure: 'cost', booked: ended?.cost ?? 0, now: holding?.cost ?? 0 },
    { figure: 'equity', booked: row.equity, now: kept.book.equity },
    { figure: 'turnover', booked: filled?.turnover ?? 0, now: fill?.turnover ?? 0 },
    ...held,
  ].filter((each) => each.booked !== each.now);
}

export function isRounding({ booked, now }: Difference): boolean {
  return Math.abs(now - booked) <= ROUNDING * Math.max(1, Math.abs(booked));
}
