/**
 * One step of one benchmark in a fresh process: `child.ts FILE prepare|run`. Answers on its IPC channel, so that
 * whatever the work prints does not disturb.
 */
import type { Benchmark } from './benchmark.ts';

export interface ChildAnswer {
  readonly value: number;
  /** Peak resident memory of this process, in GB (10^9 bytes). */
  readonly peakMemory: number;
}

const [file, step] = process.argv.slice(2) as [string, 'prepare' | 'run'];
const { benchmark } = (await import(file)) as { benchmark: Benchmark };
let value = 0;
if (step === 'prepare') await benchmark.prepare?.();
else value = await benchmark.run();
// maxRSS is in kibibytes on every platform (libuv).
const answer: ChildAnswer = { value, peakMemory: (process.resourceUsage().maxRSS * 1024) / 1e9 };
process.send!(answer, () => process.exit(0));
