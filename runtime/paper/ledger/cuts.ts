/** What limits and stops of positions took from the fill of a session. */
import type { Ledger } from './ledger.ts';

export interface CutRow {
  /** Null: all weights, or all orders, by one factor. */
  readonly ticker: string | null;
  /** Key of the limit, or the stop as it was written. */
  readonly by: string;
  /** What was too high; null where it could not be told. */
  readonly figure: number | null;
  readonly most: number;
  /** Weights. */
  readonly before: number;
  readonly after: number;
}

/** In the order in which it happened. @param session its row */
export function cutsOf(ledger: Ledger, session: number): readonly CutRow[] {
  return ledger.all<CutRow & object>(
    `SELECT ticker, "by", figure, most, weight_before AS before, weight_after AS after
     FROM cuts WHERE session = ? ORDER BY place`,
    session,
  );
}
