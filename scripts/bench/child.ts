/**
 * One step of one benchmark in a fresh process: `child.ts FILE prepare|run`. Answers on its IPC channel, so that
 * whatever the work prints does not disturb.
 */
import type { Benchmark, Timed } from './benchmark.ts';

export interface ChildAnswer {
  readonly value: number;
  /** Of a benchmark that tells it, in s. */
  readonly cpu: number | null;
  /** Peak resident memory of this process, in GB (10^9 bytes). */
  readonly peakMemory: number;
}

const [file, step] = process.argv.slice(2) as [string, 'prepare' | 'run'];
const { benchmark } = (await import(file)) as { benchmark: Benchmark };
let outcome: number | Timed = 0;
if (step === 'prepare') await benchmark.prepare?.();
else outcome = await benchmark.run();
const { value, cpu } = typeof outcome === 'number' ? { value: outcome, cpu: null } : outcome;
// maxRSS is in kibibytes on every platform (libuv).
const answer: ChildAnswer = { value, cpu, peakMemory: (process.resourceUsage().maxRSS * 1024) / 1e9 };
process.send!(answer, () => process.exit(0));
