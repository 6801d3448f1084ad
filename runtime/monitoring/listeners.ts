/**
 * Everything that is left for people and programs by an invocation of paper trading, as listeners, in the order in which
 * they are to be done: the log hears all of it; the others look at the ledger when everything is booked.
 */
import type { MonitoringConfig } from '../../configs/monitoring.ts';
import type { PaperListener, PaperOutcome } from '../paper/listener.ts';
import { type Facts, factsAfter, type Invoked, standingAt } from './facts.ts';
import { heartbeatListener } from './heartbeat.ts';
import { journalListener } from './journal.ts';
import { openLog } from './log.ts';
import { metricsListener } from './metricsListener.ts';
import { newsAfter } from './news.ts';
import { monitoringPlaces } from './places.ts';
import { namedSecrets, type Redact, redactor } from './secrets.ts';
import { type Telling, tellNews } from './telling.ts';

export interface MonitoringRequest extends Invoked {
  readonly config: MonitoringConfig;
  /** `storage.paper`. */
  readonly folder: string;
  /** Nothing is booked: the log alone says that it was tried. */
  readonly dryRun: boolean;
  readonly startedAt: Date;
}

/** @returns what cannot be opened, too: the sessions are booked without it */
export function monitoringListeners(request: MonitoringRequest): {
  readonly listeners: readonly PaperListener[];
  readonly problems: readonly string[];
} {
  const redact = redactor(process.env, namedSecrets(request.config));
  const listeners: PaperListener[] = [];
  const problems: string[] = [];
  for (const [name, open] of openersOf(request, redact)) {
    try {
      listeners.push(open());
    } catch (error) {
      problems.push(`the ${name} of the account failed: ${redact((error as Error).message)}`);
    }
  }
  return { listeners, problems };
}

/** The log is the last: it hears what goes wrong with the others. */
function openersOf(
  request: MonitoringRequest,
  redact: Redact,
): readonly (readonly [name: string, open: () => PaperListener])[] {
  const { account, config, plan, startedAt, clock, version } = request;
  const places = monitoringPlaces(request.folder);
  const about = { version, strategy: plan.strategy, plan: plan.hash, clock: clock.kind };
  const log = { account, config: config.log, places, redact, now: startedAt };
  if (request.dryRun) return [['log', () => openLog({ ...log, about: { ...about, dryRun: true } })]];
  const after = once((outcome: PaperOutcome) => factsAfter(request, outcome));
  const hooks = { file: places.told(account), hooks: config.tell, environment: process.env, redact };
  const listeners: Readonly<Record<string, () => PaperListener>> = {
    journal: () => journalListener(request, places),
    heartbeat: () =>
      heartbeatListener(request, places.heartbeat(account), startedAt, redact, standingAt(request, startedAt), after),
    metrics: () => metricsListener(request, config.metrics_folder, places, after),
    news: () => newsListener(request, hooks, after),
    log: () => openLog({ ...log, about }),
  };
  return Object.entries(listeners).map(([name, open]) => [name, name === 'log' ? open : () => unlessBusy(open())]);
}

/** Without hooks nothing is kept: who adds one later is not told of years. */
function newsListener({ account, plan }: Invoked, telling: Telling, after: After): PaperListener {
  return {
    name: 'news',
    async close(outcome) {
      if (telling.hooks.length === 0) return;
      const about = { account, strategy: plan.strategy };
      await tellNews(telling, (told) => newsAfter(after(outcome), about, told));
    },
  };
}

type After = (outcome: PaperOutcome) => Facts;

/** Several listeners want the same facts; they are read once. */
function once(read: After): After {
  let known: Facts | null = null;
  return (outcome) => {
    known ??= read(outcome);
    return known;
  };
}

/** What another invocation does with the account is for that one to tell. */
function unlessBusy(listener: PaperListener): PaperListener {
  return {
    ...listener,
    close: (outcome) => (outcome.code === 'account-busy' ? undefined : listener.close?.(outcome)),
  };
}
