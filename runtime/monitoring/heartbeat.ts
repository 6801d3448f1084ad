/**
 * The heartbeat of an account: a small file of JSON that is replaced as a whole when an invocation begins and when it
 * ends. One that was killed has begun and not ended; a scheduler that has died leaves it as it is, which `silence.ts`
 * notices.
 */
import type { PaperListener, PaperOutcome } from '../paper/listener.ts';
import type { Facts, Invoked, Standing } from './facts.ts';
import { readIfThere, replacePrivateFile } from './privateFiles.ts';
import type { Redact } from './secrets.ts';

/** Raised when a field goes or changes its meaning; new fields do not count. */
export const HEARTBEAT_VERSION = 1;

/** Instants are ISO, days too, money is USD, rates are fractions. */
export interface Heartbeat {
  readonly version: typeof HEARTBEAT_VERSION;
  readonly account: string;
  readonly strategy: string;
  /** Of this program. */
  readonly program: string;
  readonly invocation: {
    readonly startedAt: string;
    /** Null: it runs, or was killed. */
    readonly endedAt: string | null;
    /** `finished`, `interrupted`, `bug`, the code of what stopped it, or null while it has none. */
    readonly outcome: string | null;
    readonly message: string | null;
    readonly clock: 'live' | 'replay';
    readonly pid: number;
  };
  /** Ends of the last invocation that ended, and of the last that finished, whether or not anything was due. */
  readonly lastEndedAt: string | null;
  readonly lastFinishedAt: string | null;
  readonly session: {
    readonly day: string;
    readonly bookedAt: string;
    readonly sessions: number;
    readonly equity: number;
    readonly net: number | null;
    readonly drawdown: number;
  } | null;
  /** Sessions that are due and not booked; null: not known. */
  readonly due: number | null;
  readonly next: { readonly day: string; readonly dueAt: string } | null;
  readonly halted: boolean;
  /** A stop of the strategy keeps it in cash. */
  readonly stopped: boolean;
}

/** @throws what the file system answers, so that whoever listens is told */
export function heartbeatListener(
  { account, plan, clock, version }: Invoked,
  file: string,
  startedAt: Date,
  redact: Redact,
  before: Standing,
  after: (outcome: PaperOutcome) => Facts,
): PaperListener {
  const last = readHeartbeat(file);
  const same = { version: HEARTBEAT_VERSION, account, strategy: plan.strategy, program: version } as const;
  const begun = { startedAt: startedAt.toISOString(), clock: clock.kind, pid: process.pid };
  write(file, {
    ...same,
    invocation: { ...begun, endedAt: null, outcome: null, message: null },
    lastEndedAt: last?.lastEndedAt ?? null,
    lastFinishedAt: last?.lastFinishedAt ?? null,
    ...(before.status === null && last !== null ? standingIn(last) : written(before)),
  });
  return {
    name: 'heartbeat',
    close(outcome) {
      const endedAt = outcome.endedAt.toISOString();
      write(file, {
        ...same,
        invocation: { ...begun, endedAt, outcome: outcome.code, message: messageOf(outcome, redact) },
        lastEndedAt: endedAt,
        lastFinishedAt: outcome.code === 'finished' ? endedAt : (last?.lastFinishedAt ?? null),
        ...written(after(outcome)),
      });
    },
  };
}

type Stands = Pick<Heartbeat, 'session' | 'due' | 'next' | 'halted' | 'stopped'>;

/** Of a ledger that cannot be read, what was last known. */
function standingIn({ session, due, next, halted, stopped }: Heartbeat): Stands {
  return { session, due, next, halted, stopped };
}

function written({ status, due, next }: Standing): Stands {
  const last = status?.last ?? null;
  return {
    session: last && {
      ...{ day: last.day, bookedAt: last.bookedAt, sessions: last.sessions },
      ...{ equity: last.equity, net: last.net, drawdown: last.drawdown },
    },
    due,
    next: next && { day: next.day, dueAt: next.at.toISOString() },
    halted: (status?.halts.length ?? 0) > 0,
    stopped: last?.stopped ?? false,
  };
}

/** Of an invocation that came to no plan: where the account stands is as it was. Without a heartbeat there is none to change. */
export function replaceOutcome(file: string, { code, error, startedAt, endedAt }: PaperOutcome): void {
  const before = readHeartbeat(file);
  if (before === null) return;
  const at = { startedAt: startedAt.toISOString(), endedAt: endedAt.toISOString() };
  const message = error instanceof Error ? error.message : null;
  const invocation = { ...before.invocation, ...at, outcome: code, message, pid: process.pid };
  write(file, { ...before, invocation, lastEndedAt: at.endedAt });
}

/** Null: none, or of another version, or not whole: who reads it then knows nothing, and says so. */
export function readHeartbeat(file: string): Heartbeat | null {
  try {
    const found = JSON.parse(readIfThere(file) ?? 'null') as Heartbeat | null;
    return found?.version === HEARTBEAT_VERSION ? found : null;
  } catch {
    return null;
  }
}

function messageOf({ error }: PaperOutcome, redact: Redact): string | null {
  return error === null ? null : redact(error instanceof Error ? error.message : String(error));
}

function write(file: string, heartbeat: Heartbeat): void {
  replacePrivateFile(file, `${JSON.stringify(heartbeat, null, 2)}\n`);
}
