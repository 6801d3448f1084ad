/** The Task Scheduler of Windows: a task in XML, kept beside what it was made of, and `schtasks`. */
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { replaceFile } from '../artifacts/folders.ts';
import { mustRun, runProgram, textOf } from './programs.ts';
import type { Scheduler } from './scheduler.ts';
import { taskOf } from './taskScheduler.ts';

/** Of what was handed in: `schtasks` tells a task in an order and with defaults of its own. */
function fileOf(name: string): string {
  const folder = process.env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
  return join(folder, 'strat', 'schedule', `${name}.xml`);
}

export const WINDOWS: Scheduler = {
  kind: 'windows',

  written: async (job) => [taskOf(job, Date.now())],

  async installed(name) {
    const found = await runProgram('schtasks', ['/query', '/tn', name]);
    if (found === null || found.code !== 0) return null;
    return [{ name: `${name}.xml`, text: (await textOfTask(fileOf(name))) ?? '' }];
  },

  resting: async () => null,

  async install(job) {
    const { text } = taskOf(job, Date.now());
    const file = fileOf(job.name);
    await replaceFile(file, Buffer.from(`${BYTE_ORDER_MARK}${text}`, 'utf16le'));
    await mustRun('schtasks', ['/create', '/tn', job.name, '/xml', file, '/f']);
    return ['it runs only while you are logged in; the Task Scheduler can let it run always, with your password'];
  },

  async remove(name) {
    if ((await WINDOWS.installed(name)) === null) return false;
    await mustRun('schtasks', ['/delete', '/tn', name, '/f']);
    await rm(fileOf(name), { force: true });
    return true;
  },
};

/** `schtasks` reads UTF-16 by it, and UTF-8 not at all. */
const BYTE_ORDER_MARK = '\uFEFF';

async function textOfTask(file: string): Promise<string | null> {
  const text = await textOf(file, 'utf16le');
  return text?.replace(BYTE_ORDER_MARK, '') ?? null;
}
