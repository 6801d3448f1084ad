/**
 * Everything that is left for people and programs by an invocation of paper trading, as listeners, in the order in which
 * they are to be done: the log hears all of it; the others look at the ledger when everything is booked.
 */
import type { MonitoringConfig } from '../../configs/monitoring.ts';
import type { PaperListener, PaperOutcome } from '../paper/listener.ts';
import { type Facts, factsAfter, type Invoked } from './facts.ts';
import { heartbeatListener } from './heartbeat.ts';
import { journalListener } from './journal.ts';
import { openLog } from './log.ts';
import { metricsListener } from './metricsListener.ts';
import { monitoringPlaces } from './places.ts';
import { namedSecrets, redactor } from './secrets.ts';

export interface MonitoringRequest extends Invoked {
  readonly config: MonitoringConfig;
  /** `storage.paper`. */
  readonly folder: string;
  /** Nothing is booked: the log alone says that it was tried. */
  readonly dryRun: boolean;
  readonly startedAt: Date;
}

/** @param complain of what cannot be opened: the sessions are booked without it */
export function monitoringListeners(
  request: MonitoringRequest,
  complain: (line: string) => void,
): readonly PaperListener[] {
  const { account, config, folder, plan, startedAt } = request;
  const places = monitoringPlaces(folder);
  const redact = redactor(process.env, namedSecrets(config));
  const after = once((outcome: PaperOutcome) => factsAfter(request, outcome));
  const about = { version: request.version, strategy: plan.strategy, plan: plan.hash, clock: request.clock.kind };
  const openers: readonly (readonly [string, () => PaperListener])[] = [
    [
      'log',
      () =>
        openLog({
          ...{ account, config: config.log, places, redact, now: startedAt },
          about: { ...about, ...(request.dryRun && { dryRun: true }) },
        }),
    ],
    ['journal', () => journalListener(request, places)],
    ['heartbeat', () => heartbeatListener(request, places.heartbeat(account), startedAt, redact, after)],
    ['metrics', () => metricsListener(request, config.metrics_folder, places, after)],
  ];
  return openers.slice(0, request.dryRun ? 1 : openers.length).flatMap(([name, open]) => {
    try {
      const listener = open();
      return [name === 'log' ? listener : unlessBusy(listener)];
    } catch (error) {
      complain(`the ${name} cannot be written: ${redact((error as Error).message)}`);
      return [];
    }
  });
}

/** Several listeners want the same facts; they are read once. */
function once(read: (outcome: PaperOutcome) => Facts): (outcome: PaperOutcome) => Facts {
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
