/** What is installed, held to what would be installed now. */
import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../ports.ts';
import { type Job, readStamp, type Stamp, type Written } from './job.ts';
import { runTimeText } from './runTimes.ts';
import type { Scheduler } from './scheduler.ts';

export interface ScheduleState {
  readonly installed: boolean;
  /** What is not as it should be, in words. */
  readonly problems: readonly string[];
}

export async function stateOf(scheduler: Scheduler, job: Job): Promise<ScheduleState> {
  const found = await scheduler.installed(job.name);
  if (found === null) return { installed: false, problems: [] };
  const [differs, resting] = [difference(found, await scheduler.written(job), job), await scheduler.resting(job.name)];
  return { installed: true, problems: [differs, resting].filter((problem) => problem !== null) };
}

function difference(found: readonly Written[], wanted: readonly Written[], job: Job): string | null {
  if (isDeepStrictEqual(found, wanted)) return null;
  const stamp = stampOf(found);
  const now = runTimeText(job.at);
  if (stamp !== null && stamp.ledger !== job.ledger) return `it is of the account in ${stamp.ledger}`;
  if (stamp !== null && stamp.at !== now) return `it runs at ${stamp.at}, and the strategy says ${now}`;
  return 'it is not what would be installed now: the command, its paths or its options have changed';
}

/** @throws UserError `schedule-name-taken` when an account of another ledger has the name */
export async function verifyNotOfAnother(
  scheduler: Scheduler,
  { name, ledger }: Pick<Job, 'name' | 'ledger'>,
): Promise<void> {
  const stamp = await stampIn(scheduler, name);
  if (stamp === null || stamp.ledger === ledger) return;
  throw new UserError(
    'schedule-name-taken',
    `${name} is there already, for ${stamp.strategy} and the ledger ${stamp.ledger}`,
    ['give one of the two accounts another name: `--account NAME`'],
  );
}

/** What the installed job of that name says of itself; null: there is none, or nobody knows whose it is. */
export async function stampIn(scheduler: Scheduler, name: string): Promise<Stamp | null> {
  return stampOf((await scheduler.installed(name)) ?? []);
}

function stampOf(written: readonly Written[]): Stamp | null {
  return readStamp(written.map(({ text }) => text).join('\n'));
}
