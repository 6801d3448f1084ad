/**
 * `node scripts/fuzz.ts [--runs 1000000] [--seed 1] [--from 0] [--folder .strat/fuzz]`: compiles texts that nobody
 * would write (`test/fuzz/`) and holds each outcome to what must be true of all. An input is named by the seed and its
 * number. Inputs that fail are shrunk and kept in the folder. Ends with 1 when one failed, took over a second, or hung.
 */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Finding, Progress, Task } from './fuzz/worker.ts';

/** Milliseconds after which an input hangs. */
const PATIENCE = 30_000;
const SLOW = 1_000;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    folder: { type: 'string', default: '.strat/fuzz' },
  },
});
const [runs, seed, from] = [values.runs, values.seed, values.from].map(Number) as [number, number, number];
const task: Task = { runs, seed, from, folder: values.folder, at: new Int32Array(new SharedArrayBuffer(4)) };

const started = performance.now();
const worker = new Worker(new URL('fuzz/worker.ts', import.meta.url), { workerData: task });
const seconds = () => ((performance.now() - started) / 1000).toFixed(0);

let seen = -1;
const watch = setInterval(() => {
  const at = Atomics.load(task.at, 0);
  if (at === seen) {
    process.stdout.write(`input ${at} hangs\n`);
    process.exit(1);
  }
  seen = at;
}, PATIENCE);

worker.on('message', (message: Progress | Finding) => {
  if (message.kind === 'finding') {
    process.stdout.write(`input ${message.input}: ${message.failure}\n${message.smallest}\n\n`);
    return;
  }
  const { done, findings, slowest, heap } = message;
  const worst = `slowest ${slowest.ms.toFixed(0)} ms (input ${slowest.input})`;
  process.stdout.write(
    `${done} inputs in ${seconds()} s, ${findings} findings, ${worst}, heap ${heap.toFixed(0)} MB\n`,
  );
  if (findings > 0 || slowest.ms > SLOW) process.exitCode = 1;
});
worker.on('exit', () => clearInterval(watch));
