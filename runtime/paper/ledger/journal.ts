/** Sessions as a journal tells them: all that is said of one is read from its own rows, whenever it is asked. */
import { type CutRow, cutsOf } from './cuts.ts';
import type { Ledger } from './ledger.ts';
import { type KeptReading, readingsOf } from './readings.ts';
import type { ClockKind } from './sessions.ts';

export interface JournalSession {
  /** Of its row. */
  readonly id: number;
  readonly day: string;
  readonly clock: ClockKind;
  readonly plan: string;
  readonly snapshot: string;
  /** USD. */
  readonly equity: number;
  readonly cash: number;
  /** The highest equity until then, the capital included, in USD. */
  readonly peak: number;
  /** In cash after it. */
  readonly stopped: number;
  readonly byHand: number;
  /** Of the holding that ended, as fractions of the equity before it; null: none did. */
  readonly gross: number | null;
  readonly net: number | null;
  readonly costs: number | null;
  /** Of its fill; null: there was none. */
  readonly decided: string | null;
  readonly kind: 'hold' | 'rebalance' | 'flatten' | null;
  readonly whyNot: string | null;
  readonly scale: number | null;
  readonly turnover: number | null;
  readonly cost: number | null;
}

export interface JournalFill {
  readonly ticker: string;
  /** Units of the adjusted price; what is bought is above zero. */
  readonly quantity: number;
  readonly price: number;
  /** USD. */
  readonly value: number;
  /** Held after it, of equity. */
  readonly held: number;
}

export interface JournalDetails {
  /** Largest first. */
  readonly fills: readonly JournalFill[];
  /** Orders that its fill could not carry out for want of a price. */
  readonly unpriced: readonly string[];
  /** Orders that wait after it. */
  readonly waiting: number;
  readonly longs: number;
  readonly shorts: number;
  readonly stops: readonly string[];
  readonly readings: readonly KeptReading[];
  readonly cuts: readonly CutRow[];
  readonly findings: readonly { readonly rule: string; readonly ticker: string; readonly detail: string }[];
}

/** Oldest first. @param from an ISO day; '' is before all */
export function journalSessions(ledger: Ledger, account: string, from: string): readonly JournalSession[] {
  return ledger.all<JournalSession & object>(
    `WITH course AS (
       SELECT id, max(equity, capital, max(equity) OVER (ORDER BY number)) AS peak
       FROM sessions JOIN accounts ON accounts.name = sessions.account WHERE sessions.account = ?
     )
     SELECT sessions.id, day, clock, sessions.plan, snapshot, sessions.equity, cash, peak, stopped, by_hand AS byHand,
       gross, net, gross - net AS costs,
       decided, kind, why_not AS whyNot, scale, rebalances.turnover, rebalances.cost
     FROM course JOIN sessions USING (id)
       LEFT JOIN holdings ON holdings.session = sessions.id LEFT JOIN rebalances ON rebalances.session = sessions.id
     WHERE day >= ? ORDER BY number`,
    ...[account, from],
  );
}

/** An order that was decided so many sessions ago waits no longer: a later decision has taken its place. */
const WAITING_SESSIONS = 5;

export function journalDetails(ledger: Ledger, account: string, { id, day }: JournalSession): JournalDetails {
  const of = <T extends object>(sql: string) => ledger.all<T>(sql, id);
  const held = of<{ longs: number; shorts: number }>(
    'SELECT count(*) FILTER (WHERE quantity > 0) AS longs, count(*) FILTER (WHERE quantity < 0) AS shorts FROM positions WHERE session = ?',
  )[0]!;
  return {
    ...held,
    fills: of(
      `SELECT fills.ticker, quantity, price, value, coalesce(held, 0) AS held
       FROM fills LEFT JOIN weights USING (session, ticker) WHERE session = ? ORDER BY abs(value) DESC, fills.ticker`,
    ),
    ...ordersAfter(ledger, account, id, day),
    stops: of<{ text: string }>('SELECT text FROM stops WHERE session = ? ORDER BY place').map(({ text }) => text),
    readings: readingsOf(ledger, id),
    cuts: cutsOf(ledger, id),
    findings: of('SELECT rule, ticker, detail FROM findings WHERE session = ? ORDER BY place'),
  };
}

/** An order's id begins with account and day: those of a few sessions lie together, and are found by it alone. */
function ordersAfter(
  ledger: Ledger,
  account: string,
  id: number,
  day: string,
): Pick<JournalDetails, 'unpriced' | 'waiting'> {
  const first = ledger.all<{ day: string }>(
    `SELECT day FROM sessions WHERE account = ? AND day <= ? ORDER BY day DESC LIMIT ${WAITING_SESSIONS}`,
    ...[account, day],
  );
  const rows = ledger.all<{ ticker: string; state: string; filled: number | null }>(
    'SELECT ticker, state, filled FROM orders WHERE id >= ? AND id < ? ORDER BY ticker',
    ...[`${account}/${first.at(-1)!.day}/`, `${account}/${day}0`],
  );
  return {
    unpriced: rows.filter(({ state, filled }) => state === 'no price' && filled === id).map(({ ticker }) => ticker),
    waiting: rows.filter(({ filled }) => filled === null || filled > id).length,
  };
}
