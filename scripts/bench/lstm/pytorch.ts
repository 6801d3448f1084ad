/** A PyTorch process that does the same work as ours, one request at a time. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Setting, Work } from './sideBySide.ts';

export interface PyTorch {
  /** Seconds that it took. */
  run(work: Work): Promise<number>;
  stop(): void;
}

/** @throws Error on the first `run` when there is no `python3` with `torch` */
export function startPyTorch({ threads, layers, hidden, features, window, batch }: Setting): PyTorch {
  const script = fileURLToPath(new URL('pytorch.py', import.meta.url));
  const sizes = [threads, layers, hidden, features, window, batch].map(String);
  const python = spawn('python3', [script, ...sizes], { stdio: ['pipe', 'pipe', 'ignore'] });
  python.on('error', () => {});
  python.stdin.on('error', () => {});
  const answers = createInterface(python.stdout)[Symbol.asyncIterator]();
  return {
    async run(work) {
      python.stdin.write(`${work}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error('compares with PyTorch, and there is no python3 here that imports torch');
      return Number(value);
    },
    stop() {
      python.stdin.end();
    },
  };
}
