/**
 * Data of sessions that are due by the clock on the wall: where a store has a feed, what it lacks of them is pulled first,
 * as by `strat data pull`. Nothing is asked for when nothing is due. What fails here stops nothing by itself: whether the
 * bars of a session are all there is judged before it is booked (runtime/paper/freshness.ts).
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Plan } from '../../compiler/plan.ts';
import type { StoreConfig } from '../../configs/schema.ts';
import { calendarNamed } from '../calendar/calendar.ts';
import { Interrupted } from '../interrupted.ts';
import { fromIsoDay, toIsoDay } from '../market.ts';
import { sessionsDue } from '../paper/due.ts';
import type { PaperEvent } from '../paper/events.ts';
import { haltsOf } from '../paper/ledger/accounts.ts';
import type { Ledger } from '../paper/ledger/ledger.ts';
import { headOf } from '../paper/ledger/sessions.ts';
import { UserError } from '../ports.ts';
import type { PullOutcome, PullRequest } from '../store/pull.ts';
import type { LoadedConfig } from './config.ts';
import type { PaperAsked } from './paperOptions.ts';

export interface PullingPorts {
  readonly ledger: Ledger;
  tell(event: PaperEvent): void;
  readonly signal: AbortSignal;
}

/** So long another process that fills the same store is waited for: of several accounts at one hour the first pulls. */
const PATIENCE_MS = 300_000;
const BETWEEN_MS = 2000;

/** @throws UserError when the config names no such feed, or somebody else keeps writing the store. Interrupted likewise. */
export async function pullWhatIsDue(
  plan: Plan,
  options: PaperAsked,
  loaded: LoadedConfig,
  { ledger, tell, signal }: PullingPorts,
): Promise<void> {
  const data = storeToFill(loaded, options);
  const last = data === null ? null : lastAskedFor(plan, options, ledger);
  if (data === null || last === null) return;
  // Most invocations find nothing due, and need none of what a pull does.
  const { pullRequest, storeOf } = await import('./commands/data/config.ts');
  const store = storeOf(loaded, data);
  tell({ type: 'paper-pulling', store: store.name, to: last });
  const request = { ...(await pullRequest(store, { tickers: [], from: null, to: last })), expected: last };
  const { snapshot, changes, failures, interrupted } = await patiently(request, signal);
  if (interrupted) throw new Interrupted('pull', 'what was answered is kept; the same command goes on');
  const bars = changes.reduce((sum, { added }) => sum + added, 0);
  tell({ type: 'paper-pulled', snapshot: snapshot?.id ?? null, bars, failures });
}

/** Null: data are read as they are there. */
function storeToFill({ config }: LoadedConfig, { clock }: PaperAsked): StoreConfig | null {
  const { data, paper } = config;
  if (clock.kind !== 'live' || paper.pull === 'never') return null;
  return data.source === 'store' && data.feed !== null && data.snapshot === 'latest' ? data : null;
}

/** The day of the last session that this invocation is going to book; null: there is none. */
function lastAskedFor(plan: Plan, { account, clock, until, all }: PaperAsked, ledger: Ledger): string | null {
  if (haltsOf(ledger, account).length > 0) return null;
  const head = headOf(ledger, account);
  const { days } = sessionsDue(calendarNamed(plan.universe.calendar), clock, head && fromIsoDay(head.day), until);
  const last = all ? days.at(-1) : days[0];
  return last === undefined ? null : toIsoDay(last);
}

async function patiently(request: PullRequest, signal: AbortSignal): Promise<PullOutcome> {
  const { pull } = await import('../store/pull.ts');
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await pull(request, { emit() {}, signal, now: () => new Date() });
    } catch (error) {
      const isBusy = error instanceof UserError && error.code === 'store-busy';
      if (!isBusy || signal.aborted || performance.now() > until) throw error;
      await wait(BETWEEN_MS);
    }
  }
}
