/** Timers of the user's own systemd: units in its folder, and `systemctl --user`. */
import { rm } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describeFileError } from '../artifacts/fileErrors.ts';
import { replaceFile } from '../artifacts/folders.ts';
import type { Job, Written } from './job.ts';
import { mustRun, runProgram, textOf } from './programs.ts';
import type { Scheduler } from './scheduler.ts';
import { unitsOf } from './systemd.ts';

/** systemd.unit(5): where a user's own units lie. */
function folderOfUnits(): string {
  return join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'systemd', 'user');
}

export const SYSTEMD: Scheduler = {
  kind: 'systemd',

  written: async (job) => unitsOf(job),

  async installed(name) {
    const found: Written[] = [];
    for (const unit of namesOf(name)) {
      const text = await textOf(join(folderOfUnits(), unit));
      if (text !== null) found.push({ name: unit, text });
    }
    return found.length > 0 ? found : null;
  },

  async resting(name) {
    const asked = await runProgram('systemctl', ['--user', 'is-active', `${name}.timer`]);
    return asked?.code === 0 ? null : 'its timer is not active';
  },

  async install(job: Job) {
    for (const { name, text } of unitsOf(job)) await write(join(folderOfUnits(), name), text);
    await systemctl('daemon-reload');
    await systemctl('enable', `${job.name}.timer`);
    // Started again, a timer goes by what its file says now.
    await systemctl('restart', `${job.name}.timer`);
    return lingerAdvice();
  },

  async remove(name) {
    if ((await SYSTEMD.installed(name)) === null) return false;
    const timer = await textOf(join(folderOfUnits(), `${name}.timer`));
    if (timer !== null) await systemctl('disable', '--now', `${name}.timer`);
    for (const unit of namesOf(name)) await rm(join(folderOfUnits(), unit), { force: true });
    await systemctl('daemon-reload');
    return true;
  },
};

function namesOf(name: string): readonly string[] {
  return [`${name}.service`, `${name}.timer`];
}

function systemctl(...words: readonly string[]): Promise<string> {
  return mustRun('systemctl', ['--user', ...words]);
}

async function write(file: string, text: string): Promise<void> {
  try {
    await replaceFile(file, Buffer.from(text));
  } catch (error) {
    throw describeFileError(error, folderOfUnits());
  }
}

/** Without it a user's timers rest while the user is not logged in. */
async function lingerAdvice(): Promise<readonly string[]> {
  const user = userInfo().username;
  const shown = await runProgram('loginctl', ['show-user', user, '--property=Linger', '--value']);
  if (shown?.stdout.trim() === 'yes') return [];
  return [`its timers run only while ${user} is logged in; \`loginctl enable-linger\` lets them run always`];
}
