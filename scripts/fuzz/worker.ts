/** Makes and verifies inputs one after the other, and tells `../fuzz.ts` which one it is at, so that a hang is noticed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { random } from '../../runtime/random.ts';
import { mutate } from '../../test/fuzz/mutate.ts';
import { shrink } from '../../test/fuzz/shrink.ts';
import { verifySound } from '../../test/fuzz/sound.ts';
import { SOURCES } from '../../test/fuzz/sources.ts';

export interface Task {
  readonly seed: number;
  readonly from: number;
  readonly runs: number;
  /** Where inputs are kept that failed, smallest first. */
  readonly folder: string;
  /** The number of the input at hand. */
  readonly at: Int32Array;
}

export interface Finding {
  readonly kind: 'finding';
  readonly input: number;
  readonly failure: string;
  readonly smallest: string;
}

export interface Progress {
  readonly kind: 'progress';
  readonly done: number;
  readonly findings: number;
  readonly slowest: { readonly input: number; readonly ms: number };
  /** The most seen between inputs, in MB (10^6). */
  readonly heap: number;
}

const REPORT_EVERY = 10_000;

const task = workerData as Task;
const findings = new Set<string>();
let slowest = { input: -1, ms: 0 };
let heap = 0;

for (let input = task.from; input < task.from + task.runs; input++) {
  Atomics.store(task.at, 0, input);
  const text = mutate(SOURCES, random(task.seed, input));
  const before = performance.now();
  const failure = failureOf(text);
  const ms = performance.now() - before;
  if (ms > slowest.ms) slowest = { input, ms };
  if (failure !== null) keep(input, text, failure);
  const done = input - task.from + 1;
  if (done % REPORT_EVERY === 0 || done === task.runs) {
    heap = Math.max(heap, process.memoryUsage().heapUsed / 1e6);
    parentPort!.postMessage({ kind: 'progress', done, findings: findings.size, slowest, heap } satisfies Progress);
  }
}

/** Where it failed and why, without what differs from one input to the next. */
function failureOf(text: string): string | null {
  try {
    verifySound(text);
    return null;
  } catch (error) {
    if (!(error instanceof Error)) return String(error);
    const place =
      error.stack
        ?.split('\n')
        .find((line) => /(compiler|grammar)\//.test(line))
        ?.trim() ?? '';
    return `${error.message.replace(/`[^`]*`|\d+/g, '…')} ${place}`;
  }
}

/** One input for each way to fail. */
function keep(input: number, text: string, failure: string): void {
  if (findings.has(failure)) return;
  findings.add(failure);
  const smallest = shrink(text, (part) => failureOf(part) === failure);
  mkdirSync(task.folder, { recursive: true });
  writeFileSync(join(task.folder, `${task.seed}-${input}.strat`), smallest);
  parentPort!.postMessage({ kind: 'finding', input, failure, smallest } satisfies Finding);
}
