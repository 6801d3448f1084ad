/** What an account has booked since somebody was last told, however many sessions that are. */
import type { Ledger } from '../ledger/ledger.ts';

/** Sessions after a day; where none was ever told of, those booked from an instant on. Both ISO. */
export type Since = { readonly after: string } | { readonly bookedFrom: string };

export interface BookedSince {
  readonly sessions: number;
  /** Net returns of the holdings that ended, compounded, as a fraction; null: none ended. */
  readonly net: number | null;
  /** That tripped, oldest first. */
  readonly stops: readonly { readonly day: string; readonly text: string }[];
}

export function bookedSince(ledger: Ledger, account: string, since: Since): BookedSince {
  const [of, from] = 'after' in since ? ['day > ?', since.after] : ['booked_at >= ?', since.bookedFrom];
  const rows = ledger.all<{ net: number | null }>(
    `SELECT net FROM sessions LEFT JOIN holdings ON session = id WHERE account = ? AND ${of} ORDER BY number`,
    ...[account, from],
  );
  const nets = rows.flatMap(({ net }) => net ?? []);
  return {
    sessions: rows.length,
    net: nets.length === 0 ? null : nets.reduce((grown, net) => grown * (1 + net), 1) - 1,
    stops: ledger.all(
      `SELECT day, text FROM stops JOIN sessions ON id = session WHERE account = ? AND ${of} ORDER BY number, place`,
      ...[account, from],
    ),
  };
}
