/** A PyTorch process that does the same work as ours, one request at a time. */
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Contender } from './contender.ts';
import type { Setting } from './setting.ts';

const MISSING = 'there is no python3 here that imports torch';

export function pytorchUnavailable(): string | null {
  return spawnSync('python3', ['-c', 'import torch'], { stdio: 'ignore' }).status === 0 ? null : MISSING;
}

/** Its first answer throws an Error when there is no `python3` with `torch`. */
export function startPyTorch({ threads, layers, hidden, features, window, batch }: Setting): Contender {
  const script = fileURLToPath(new URL('pytorch.py', import.meta.url));
  const sizes = [threads, layers, hidden, features, window, batch].map(String);
  const python = spawn('python3', [script, ...sizes], { stdio: ['pipe', 'pipe', 'ignore'] });
  python.on('error', () => {});
  python.stdin.on('error', () => {});
  const answers = createInterface(python.stdout)[Symbol.asyncIterator]();
  const ask = async (what: string): Promise<number> => {
    python.stdin.write(`${what}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error(`compares with PyTorch, and ${MISSING}`);
    return Number(value);
  };
  return {
    description: 'PyTorch',
    run: ask,
    peakMemory: () => ask('memory'),
    stop() {
      python.stdin.end();
    },
  };
}
