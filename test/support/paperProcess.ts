/**
 * One invocation as a process of its own, to be killed: `node paperProcess.ts FOLDER KILL_AT`. It ends itself, as by
 * SIGKILL, before so many statements have been written; never for 0.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Ledger } from '../../runtime/paper/ledger/ledger.ts';
import { PaperDesk, replay } from './paper.ts';

const SELF = fileURLToPath(import.meta.url);
/** Of the small strategy: 62 sessions. */
export const QUARTER = replay('2022-01-01', '2022-03-31');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** @param killAfter milliseconds until somebody else kills it; null: nobody does */
export function startInvocation(
  folder: string,
  { killAt = 0, killAfter = null as number | null } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [SELF, folder, String(killAt)], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const timer = killAfter === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfter);
  return new Promise((resolve) =>
    child.on('close', (code, signal) => {
      if (timer !== null) clearTimeout(timer);
      resolve({ code, signal, stderr });
    }),
  );
}

if (process.argv[1] === SELF) {
  const [folder, killAt] = [process.argv[2]!, Number(process.argv[3])];
  let statements = 0;
  const { run } = Ledger.prototype;
  Ledger.prototype.run = function (...words) {
    if (++statements === killAt) process.kill(process.pid, 'SIGKILL');
    return run.apply(this, words);
  };
  const desk = await PaperDesk.open(undefined, folder);
  await desk.invoke({ clock: QUARTER });
}
