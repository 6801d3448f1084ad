/** Which scheduler a job is for: the one that is asked for, the one that has it, or the one that this system uses. */
import { UserError } from '../ports.ts';
import { CRON } from './cronScheduler.ts';
import type { Kind } from './job.ts';
import { runProgram } from './programs.ts';
import type { Scheduler } from './scheduler.ts';
import { SYSTEMD } from './systemdScheduler.ts';
import { WINDOWS } from './windowsScheduler.ts';

export const SCHEDULERS: Readonly<Record<Kind, Scheduler>> = { systemd: SYSTEMD, cron: CRON, windows: WINDOWS };

/** Of this system. @throws UserError when it has none of them */
export async function schedulerHere(): Promise<Scheduler> {
  if (process.platform === 'win32') return WINDOWS;
  const manager = await runProgram('systemctl', ['--user', 'show-environment']);
  if (manager?.code === 0) return SYSTEMD;
  if ((await runProgram('crontab', ['-l'])) !== null) return CRON;
  throw new UserError('schedule-not-possible', 'this system has neither a systemd for its user nor cron', [
    'install one of them, or start the command by another scheduler: `--kind cron --dry-run` prints it',
  ]);
}

/** Those that have a job of that name. */
export async function schedulersWith(name: string): Promise<readonly Scheduler[]> {
  const found: Scheduler[] = [];
  for (const scheduler of Object.values(SCHEDULERS)) {
    if ((await scheduler.installed(name)) !== null) found.push(scheduler);
  }
  return found;
}
