/** When a process began: a number of one that is gone may be given to another. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** In the system's own words, only to be compared; null: there is no such process, or the system does not tell. */
export async function processStart(pid: number): Promise<string | null> {
  return (await fromProc(pid)) ?? (process.platform === 'linux' ? null : await fromPs(pid));
}

/** Field 22 of proc_pid_stat(5), ticks since boot; the name before it, in brackets, may hold anything. */
async function fromProc(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3] ?? null;
}

/** Where there is no /proc, as on macOS; Windows has neither. */
async function fromPs(pid: number): Promise<string | null> {
  const told = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => null);
  return told?.stdout.trim() || null;
}
