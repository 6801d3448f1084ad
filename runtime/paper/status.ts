/** An account as it stands: read from the ledger alone, in one look, beside a session that may be running. */
import { type Account, findAccount, type Halt, haltsOf, isAskedToResume } from './ledger/accounts.ts';
import type { Ledger } from './ledger/ledger.ts';

export interface AccountStatus {
  readonly account: Account;
  readonly strategy: string;
  readonly halts: readonly Halt[];
  /** Null before the first session. */
  readonly last: {
    readonly day: string;
    readonly sessions: number;
    readonly first: string;
    readonly equity: number;
    readonly cash: number;
    /** Net, of the holding that ended; null: none did. */
    readonly net: number | null;
    /** Below the highest equity there was, at or below zero. */
    readonly drawdown: number;
    readonly stopped: boolean;
    readonly resumeAsked: boolean;
    readonly clock: string;
    readonly snapshot: string;
  } | null;
  /** Largest first. */
  readonly positions: readonly Position[];
  readonly waiting: readonly { readonly id: string; readonly ticker: string; readonly wanted: number }[];
  /** The last that tripped, newest first. */
  readonly stops: readonly { readonly day: string; readonly text: string }[];
  /** Invocations that did not finish since the last that did, newest first. */
  readonly failures: readonly { readonly at: string; readonly outcome: string | null }[];
}

export interface Position {
  readonly ticker: string;
  readonly quantity: number;
  readonly price: number;
  readonly value: number;
  /** Of equity. */
  readonly weight: number;
}

const FEW = 5;

/** @param name of an account there is */
export function accountStatus(ledger: Ledger, name: string): AccountStatus {
  const account = findAccount(ledger, name)!;
  return {
    account,
    strategy: ledger.get<{ strategy: string }>('SELECT strategy FROM plans WHERE hash = ?', account.plan)!.strategy,
    halts: haltsOf(ledger, name),
    last: lastSession(ledger, name),
    positions: positionsOf(ledger, name),
    waiting: ledger.all(
      "SELECT id, ticker, wanted FROM orders WHERE account = ? AND state = 'waiting' ORDER BY ticker",
      name,
    ),
    stops: ledger.all(
      'SELECT day, text FROM stops JOIN sessions ON id = session WHERE account = ? ORDER BY number DESC, place LIMIT ?',
      ...[name, FEW],
    ),
    failures: ledger.all(
      `SELECT started_at AS at, outcome FROM runs WHERE account = ? AND outcome IS NOT 'finished'
       AND id > coalesce((SELECT max(id) FROM runs WHERE account = ? AND outcome = 'finished'), 0) ORDER BY id DESC LIMIT ?`,
      ...[name, name, FEW],
    ),
  };
}

function lastSession(ledger: Ledger, name: string): AccountStatus['last'] {
  const last = ledger.get<{
    id: number;
    day: string;
    number: number;
    equity: number;
    cash: number;
    stopped: number;
    clock: string;
    snapshot: string;
  }>('SELECT * FROM sessions WHERE account = ? ORDER BY number DESC LIMIT 1', name);
  if (last === null) return null;
  const { id, day, number, equity, cash, stopped, clock, snapshot } = last;
  const all = ledger.get<{ peak: number; first: string }>(
    'SELECT max(equity) AS peak, min(day) AS first FROM sessions WHERE account = ?',
    name,
  )!;
  const net = ledger.get<{ net: number }>('SELECT net FROM holdings WHERE session = ?', id)?.net ?? null;
  return {
    ...{ day, first: all.first, sessions: number + 1, equity, cash, net, clock, snapshot },
    drawdown: equity / all.peak - 1,
    stopped: stopped === 1,
    resumeAsked: isAskedToResume(ledger, name),
  };
}

function positionsOf(ledger: Ledger, name: string): readonly Position[] {
  return ledger.all<Position>(
    `SELECT ticker, quantity, price, value, value / equity AS weight FROM positions JOIN sessions ON id = session
     WHERE id = (SELECT id FROM sessions WHERE account = ? ORDER BY number DESC LIMIT 1) ORDER BY abs(value) DESC, ticker`,
    name,
  );
}
