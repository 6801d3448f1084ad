/** What an account holds after its last session. */
import type { Ledger } from '../ledger/ledger.ts';
import type { LastSession } from './lastSession.ts';

export interface Position {
  readonly ticker: string;
  /** Units of the adjusted price; below zero: short. */
  readonly quantity: number;
  /** Adjusted, in USD. */
  readonly price: number;
  /** USD. */
  readonly value: number;
  /** Of equity. */
  readonly weight: number;
  /** The weight that the last session decided on; null: it decided on none. */
  readonly wanted: number | null;
  /** Of the last session. */
  readonly prediction: number | null;
}

export function positionsOf(ledger: Ledger, last: LastSession | null): readonly Position[] {
  if (last === null) return [];
  return ledger.all<Position & object>(
    `SELECT ticker, quantity, positions.price, value, value / ? AS weight, wanted, prediction
     FROM positions LEFT JOIN targets USING (session, ticker) LEFT JOIN inputs USING (session, ticker)
     WHERE session = ? ORDER BY abs(value) DESC, ticker`,
    ...[last.equity, last.id],
  );
}
