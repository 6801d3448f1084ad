/** Invocations of an account: when it was tried to book sessions, and what came of it. */
import type { Ledger } from '../ledger/ledger.ts';

export interface InvocationRecord {
  /** ISO instants. */
  readonly startedAt: string;
  /** Null: it was killed, or is the one at work. */
  readonly endedAt: string | null;
  /** `finished`, `interrupted`, `bug`, or the code of what stopped it; null: it has no end. */
  readonly outcome: string | null;
  /** How many it booked. */
  readonly sessions: number;
  /** Of the program. */
  readonly version: string;
}

export interface Failure {
  readonly at: string;
  /** Null: it was killed. */
  readonly outcome: string | null;
}

const SHOWN = 50;
const FEW = 5;

export function invocationsOf(ledger: Ledger, name: string): readonly InvocationRecord[] {
  return ledger.all<InvocationRecord & object>(
    `SELECT started_at AS startedAt, ended_at AS endedAt, outcome, sessions, version
     FROM runs WHERE account = ? ORDER BY id DESC LIMIT ${SHOWN}`,
    name,
  );
}

/** @param atWork whether the newest, when it has no end, is under way */
export function failuresOf(ledger: Ledger, name: string, atWork: boolean): readonly Failure[] {
  const unfinished = ledger.all<Failure & object>(
    `SELECT started_at AS at, outcome FROM runs WHERE account = ?1 AND outcome IS NOT 'finished'
     AND id > coalesce((SELECT id FROM runs WHERE account = ?1 AND outcome = 'finished' ORDER BY id DESC LIMIT 1), 0)
     ORDER BY id DESC LIMIT ${FEW}`,
    name,
  );
  return atWork && unfinished[0]?.outcome === null ? unfinished.slice(1) : unfinished;
}
