/** What `strat run --mode paper` is asked for on its command line. */
import type { Plan } from '../../compiler/plan.ts';
import type { Clock } from '../paper/due.ts';
import type { PaperRequest } from '../paper/paper.ts';
import { lastRunUntil } from '../schedule/runTimes.ts';
import { type Invocation, UsageError } from './command.ts';
import { readDay } from './days.ts';
import { parseDuration } from './duration.ts';

/** Which sessions, of what, by which clock. */
export type PaperAsked = Pick<
  PaperRequest,
  'account' | 'predictions' | 'clock' | 'changeClock' | 'until' | 'all' | 'dryRun' | 'acceptPositions'
>;

export interface PaperOptions extends PaperAsked {
  /** Milliseconds; null: it may take as long as it takes. */
  readonly timeout: number | null;
}

/**
 * @param arrival minutes after the close at which the bars of a session are there
 * @throws UsageError
 */
export function readPaperOptions(invocation: Invocation, plan: Plan, arrival: number): PaperOptions {
  const until = invocation.text('until');
  const timeout = invocation.text('timeout');
  return {
    account: readAccount(invocation) ?? plan.strategy,
    predictions: readPredictions(invocation),
    clock: readClock(invocation, plan, arrival),
    changeClock: invocation.flag('change-clock'),
    until: until === undefined ? null : readDay('until', until),
    all: invocation.flag('catch-up') || until !== undefined,
    dryRun: invocation.flag('dry-run'),
    acceptPositions: invocation.flag('accept-positions'),
    timeout: timeout === undefined ? null : parseDuration('timeout', timeout),
  };
}

/** It is a part of the ids of orders and of names of files, and no scope of halts. */
export function readAccount(invocation: Invocation): string | undefined {
  const name = invocation.text('account');
  if (name === undefined || /^[\w.-]+$/.test(name)) return name;
  throw new UsageError(`--account takes letters, digits, dots, dashes and underscores, not \`${name}\``);
}

export function readPredictions(invocation: Invocation): PaperRequest['predictions'] {
  const predictions = invocation.text('predictions') ?? null;
  if (predictions === null || predictions === 'model' || predictions === 'stored') return predictions;
  throw new UsageError(`--predictions is model or stored, not \`${predictions}\``);
}

function readClock(invocation: Invocation, { paper, strategy }: Plan, arrival: number): Clock {
  const replay = invocation.text('replay');
  if (!invocation.flag('scheduled')) {
    return replay === undefined ? { kind: 'live', now: Date.now(), arrival } : readReplay(replay);
  }
  if (replay !== undefined) throw new UsageError('--scheduled goes by the clock on the wall, and --replay by another');
  if (paper.at === null) {
    throw new UsageError(
      `--scheduled needs the time at which ${strategy} is run, and it says none: \`paper { at 16:15 America/New_York }\``,
    );
  }
  return { kind: 'live', now: lastRunUntil(paper.at, Date.now()), arrival };
}

function readReplay(text: string): Clock {
  const [from, to, ...others] = text.split('..');
  if (from === undefined || to === undefined || others.length > 0) {
    throw new UsageError(`--replay takes FROM..TO, such as 2018-04-01..2018-10-31; this is \`${text}\``);
  }
  const [first, last] = [readDay('replay', from), readDay('replay', to)];
  if (first > last) throw new UsageError(`--replay ends before it begins: \`${text}\``);
  return { kind: 'replay', from: first, to: last };
}
