/** Programs of the system that a scheduler is spoken to with, and the files that it reads. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { UserError } from '../ports.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** With the words as they stand, by no shell. Null: there is no such program. */
export function runProgram(program: string, words: readonly string[], input = ''): Promise<Ended | null> {
  return new Promise((resolve) => {
    const child = execFile(program, [...words], { maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') resolve(null);
      else resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr });
    });
    // A program that ends without reading is told of by its exit code.
    child.stdin?.on('error', () => {}).end(input);
  });
}

/** @throws UserError when it is not there, or says that it could not */
export async function mustRun(program: string, words: readonly string[], input = ''): Promise<string> {
  const ended = await runProgram(program, words, input);
  if (ended !== null && ended.code === 0) return ended.stdout;
  const why = ended === null ? 'is not on this machine' : `failed: ${ended.stderr.trim() || `exit code ${ended.code}`}`;
  throw new UserError('schedule-not-possible', `\`${[program, ...words].join(' ')}\` ${why}`, [
    'choose another scheduler: `--kind systemd`, `cron` or `windows`',
    '`--dry-run` prints what would be installed, to be put in place by hand',
  ]);
}

/** Null: it is not there. */
export async function textOf(file: string, encoding: BufferEncoding = 'utf8'): Promise<string | null> {
  try {
    return await readFile(file, encoding);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
