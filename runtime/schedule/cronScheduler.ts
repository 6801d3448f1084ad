/** The user's crontab, read and written by `crontab`. Lines of others are never touched. */
import { readlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ensureFolder } from '../artifacts/folders.ts';
import { blockIn, crontabBlock, withBlock, withoutBlock } from './cron.ts';
import type { Job } from './job.ts';
import { mustRun, runProgram } from './programs.ts';
import type { Scheduler } from './scheduler.ts';

export const CRON: Scheduler = {
  kind: 'cron',

  written: async (job) => [await blockOf(job)],

  async installed(name) {
    const text = blockIn(await crontab(), name);
    return text === null ? null : [{ name: 'crontab', text }];
  },

  resting: async () => null,

  async install(job) {
    // Where the shell cannot write what a command says, it does not start it.
    await ensureFolder(dirname(job.log));
    const before = await crontab();
    const after = withBlock(before, (await blockOf(job)).text, job.name);
    if (after !== before) await mustRun('crontab', ['-'], after);
    return [];
  },

  async remove(name) {
    const before = await crontab();
    const after = withoutBlock(before, name);
    if (after === before) return false;
    await mustRun('crontab', ['-'], after);
    return true;
  },
};

async function blockOf(job: Job) {
  return crontabBlock(job, await systemZone(), Date.now());
}

/** Empty where the user has none, of which `crontab -l` complains. */
async function crontab(): Promise<string> {
  const listed = await runProgram('crontab', ['-l']);
  if (listed === null || listed.code === 0 || /no crontab/i.test(listed.stderr)) return listed?.stdout ?? '';
  return mustRun('crontab', ['-l']);
}

/** By which cron goes: the zone of this process may be another, by `TZ`. */
export async function systemZone(): Promise<string> {
  const target = await readlink('/etc/localtime').catch(() => '');
  return /zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(target)?.[1] ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
