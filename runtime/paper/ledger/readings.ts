/** What the stops of a book read after a session, as it was recorded: a plan of today may have others. */
import type { Ledger } from './ledger.ts';

export interface KeptReading {
  /** As it was written. */
  readonly text: string;
  /** What it reads: `drawdown`, `day_return`, `volatility`, `sharpe`; null: a formula of several. */
  readonly reads: string | null;
  readonly comparison: '<' | '>';
  /** Null: undefined as yet, and then it does not trip. */
  readonly figure: number | null;
  readonly limit: number | null;
}

/** In the order of the strategy. @param session its row */
export function readingsOf(ledger: Ledger, session: number): readonly KeptReading[] {
  return ledger.all<KeptReading>(
    'SELECT text, reads, comparison, figure, "limit" FROM stop_readings WHERE session = ? ORDER BY place',
    session,
  );
}
