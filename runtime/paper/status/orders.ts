/** Orders that wait for their prices, and what became of those before. */
import type { Ledger } from '../ledger/ledger.ts';

export interface OrderRow {
  readonly id: string;
  readonly ticker: string;
  /** Day on which it was decided. */
  readonly decided: string;
  /** Weight of equity that it is to lead to. */
  readonly wanted: number;
  readonly state: 'waiting' | 'filled' | 'nothing to trade' | 'no price';
  /** Day on which it was filled or dropped; null while it waits. */
  readonly filled: string | null;
  /** Units; what is bought is above zero. Null: nothing was traded. */
  readonly quantity: number | null;
  /** Adjusted, in USD. */
  readonly price: number | null;
  /** USD. */
  readonly value: number | null;
}

/** Decisions of so many sessions are shown. */
const SESSIONS = 5;

/** An order's id begins with account and day: those of a session lie together, and no index of their own is needed. */
export function ordersOf(ledger: Ledger, name: string): readonly OrderRow[] {
  return ledger.all<OrderRow & object>(
    `WITH latest AS (SELECT id, day FROM sessions WHERE account = ?1 ORDER BY number DESC LIMIT ${SESSIONS}),
       shown AS (
         SELECT id FROM orders WHERE account = ?1 AND state = 'waiting'
         UNION
         SELECT orders.id FROM latest CROSS JOIN orders ON orders.id >= ?1 || '/' || day || '/' AND orders.id < ?1 || '/' || day || '0'
       )
     SELECT orders.id, orders.ticker, decision.day AS decided, wanted, state, carried.day AS filled, quantity, price, value
     FROM shown CROSS JOIN orders USING (id) JOIN sessions AS decision ON decision.id = orders.decided
       LEFT JOIN sessions AS carried ON carried.id = orders.filled
       LEFT JOIN fills ON fills.session = orders.filled AND fills.ticker = orders.ticker
     ORDER BY state <> 'waiting', decision.number DESC, orders.ticker`,
    name,
  );
}
