/**
 * `strat audit --paper`: everything an account has booked is computed again, through the engine, from the data of today
 * and the predictions that were recorded; every difference to the ledger is told with its cause.
 *
 * A session is held to what it was booked as. Causes are looked for where they can be: in the inputs that the ledger
 * recorded, against those of today. Once one session differs, those after it differ for that reason.
 */
import type { EventSink, MarketData } from '../ports.ts';
import { type Difference, differencesOf, isRounding, ROUNDING } from './bookedFigures.ts';
import { adjustmentOf } from './keptBook.ts';
import type { Account } from './ledger/accounts.ts';
import type { Ledger } from './ledger/ledger.ts';
import { type Rebooked, rebook } from './rebook.ts';

export type AuditCause =
  /** A bar that was missing is there now. */
  | 'late bar'
  /** A bar that was there is missing now. */
  | 'withdrawn bar'
  /** A price that was traded at is another now. */
  | 'revised bar'
  /** Who was eligible is not now, or the other way round: features or membership were revised. */
  | 'revised membership'
  /** Nothing that was recorded differs, and the figure by no more than arithmetic does. */
  | 'rounding'
  /** An earlier session differs, and this one goes on from it. */
  | 'carried over'
  /** None of these: a bug of ours, or a ledger that somebody has changed. */
  | 'unexplained';

export interface AuditDifference extends Difference {
  readonly day: string;
  readonly cause: AuditCause;
  /** Whose bar it is, or the day it is carried over from. */
  readonly of: string | null;
}

export interface PaperAudit {
  readonly account: string;
  readonly sessions: number;
  readonly differences: readonly AuditDifference[];
  /** Whether every difference has a cause. */
  readonly ok: boolean;
}

export async function auditPaper(
  ledger: Ledger,
  account: Account,
  ports: { readonly data: MarketData; readonly events: EventSink },
): Promise<PaperAudit> {
  const differences: AuditDifference[] = [];
  /** Of a session before: windows of later ones reach it. */
  let earlier: Why | null = null;
  let sessions = 0;
  for await (const rebooked of rebook(ledger, account, ports, 'today')) {
    const { day } = rebooked.row;
    const here = revisionIn(rebooked);
    const found = differencesOf(ledger, rebooked);
    const first = differences.find(({ cause }) => cause !== 'rounding');
    const carried = first && ({ cause: 'carried over', of: first.day } as const);
    const why = here ?? carried ?? (found.every(isRounding) ? ROUNDED : (earlier ?? UNEXPLAINED));
    differences.push(...found.map((each) => ({ day, ...each, ...why })));
    earlier ??= here;
    sessions++;
  }
  const ok = differences.every(({ cause }) => cause !== 'unexplained');
  return { account: account.name, sessions, differences, ok };
}

type Why = Pick<AuditDifference, 'cause' | 'of'>;

const UNEXPLAINED: Why = { cause: 'unexplained', of: null };
const ROUNDED: Why = { cause: 'rounding', of: null };

/** The first input that was another when the session was booked, by kind and then by ticker. */
function revisionIn({ today: { market, panels }, at, inputs }: Rebooked): Why | null {
  const causes = new Map<AuditCause, string>();
  const note = (cause: AuditCause, ticker: string) => void (causes.has(cause) || causes.set(cause, ticker));
  for (const [i, ticker] of market.tickers.entries()) {
    const cell = i * market.sessions.length + at;
    const was = inputs.get(ticker);
    const [price, before] = [panels.price[cell]!, was?.price ?? null];
    if (before === null && !Number.isNaN(price)) note('late bar', ticker);
    if (before !== null && Number.isNaN(price)) note('withdrawn bar', ticker);
    if (before !== null && !Number.isNaN(price)) {
      const [traded, tradedBefore] = [price / adjustmentOf(market, i, at), before / (was?.factor ?? 1)];
      if (Math.abs(traded - tradedBefore) > ROUNDING * Math.abs(tradedBefore)) note('revised bar', ticker);
    }
    if ((was?.eligible ?? 0) !== panels.eligible[cell]) note('revised membership', ticker);
  }
  for (const cause of ['revised bar', 'late bar', 'withdrawn bar', 'revised membership'] as const) {
    const of = causes.get(cause);
    if (of !== undefined) return { cause, of };
  }
  return null;
}
