/**
 * An account as it stands, read from the ledger alone, in one look, beside a session that may be running. This is the one
 * reading of an account: the screen, the plain lines, the journal and the metrics show parts of it and compute nothing.
 * What it costs does not grow with the age of the account, but for one pass over its equity.
 */
import { isAtWork } from '../ledger/accountLock.ts';
import { type Account, findAccount, type Halt, haltsOf, planOf } from '../ledger/accounts.ts';
import { type CutRow, cutsOf } from '../ledger/cuts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type EquityPoint, equitySeries } from './equity.ts';
import { type Failure, failuresOf, type InvocationRecord, invocationsOf } from './invocations.ts';
import { type LastSession, lastSession } from './lastSession.ts';
import { type MirrorStatus, mirrorStatus } from './mirror.ts';
import { type NextSession, nextSession } from './next.ts';
import { type OrderRow, ordersOf } from './orders.ts';
import { type Position, positionsOf } from './positions.ts';
import { type FindingRow, findingsOf } from './quality.ts';
import { type Risk, riskOf } from './risk.ts';
import { type SessionRow, type StopRow, sessionsOf, stopsOf } from './sessions.ts';

export interface AccountStatus {
  readonly account: Account;
  readonly strategy: string;
  readonly halts: readonly Halt[];
  /** Whether an invocation is under way. One that has no end otherwise was killed. */
  readonly atWork: boolean;
  /** Null before the first session. */
  readonly last: LastSession | null;
  /** Null: it follows no clock, or has not begun to. */
  readonly next: NextSession | null;
  /** Null: nobody but the ledger holds it. */
  readonly mirror: MirrorStatus | null;
  /** Oldest first; the last session is always there. */
  readonly equity: readonly EquityPoint[];
  /** Null before the first session. */
  readonly risk: Risk | null;
  /** Largest first. */
  readonly positions: readonly Position[];
  /** All that wait, then those of the last sessions, newest first. */
  readonly orders: readonly OrderRow[];
  /** By limits and stops of positions, in the last session. */
  readonly cuts: readonly CutRow[];
  /** The last ones, newest first. */
  readonly sessions: readonly SessionRow[];
  /** The last that tripped, newest first. */
  readonly stops: readonly StopRow[];
  /** Of the rules of quality in the last sessions, newest first. */
  readonly findings: readonly FindingRow[];
  /** The last ones, newest first. */
  readonly invocations: readonly InvocationRecord[];
  /** Invocations that did not finish since the last that did, newest first. */
  readonly failures: readonly Failure[];
}

/** @param name of an account there is */
export function accountStatus(ledger: Ledger, name: string): AccountStatus {
  return ledger.look(() => read(ledger, name));
}

function read(ledger: Ledger, name: string): AccountStatus {
  const account = findAccount(ledger, name)!;
  const plan = planOf(ledger, account.plan);
  const last = lastSession(ledger, name);
  const positions = positionsOf(ledger, last);
  const atWork = isAtWork(ledger.file, name);
  const failures = failuresOf(ledger, name, atWork);
  return {
    account,
    strategy: plan.strategy,
    halts: haltsOf(ledger, name),
    atWork,
    last,
    next: nextSession(plan, last),
    mirror: mirrorStatus(ledger, name, failures),
    equity: equitySeries(ledger, name, last),
    risk: last && riskOf(ledger, plan, name, positions),
    positions,
    orders: ordersOf(ledger, name),
    cuts: last === null ? [] : cutsOf(ledger, last.id),
    sessions: sessionsOf(ledger, name, plan.universe.calendar),
    stops: stopsOf(ledger, name),
    findings: findingsOf(ledger, name),
    invocations: invocationsOf(ledger, name),
    failures,
  };
}
