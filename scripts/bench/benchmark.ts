/**
 * What a benchmark is. Each stands in a file of its own in this folder and exports `benchmark`; `../bench.ts` finds
 * them by being there. Names are stable: they are what a history of results is keyed by.
 */
export interface Benchmark {
  /** Kebab-case, the unit as its last word. */
  readonly name: string;
  /** The work that is timed, in one line; the harness adds the machine. */
  readonly about: string;
  readonly unit: 's' | 'ms' | 'ratio';
  /** What the value must not exceed. */
  readonly baseline: number;
  /**
   * Runs of which the median is reported. Default: 5. Each is a process of its own, so compilation is part of it unless
   * `run` does the work once before it starts to time; then `about` says so.
   */
  readonly repeats?: number;
  /** When given, the peak resident memory of the runs' processes is reported as a row of its own, in GB (10^9). */
  readonly memory?: { readonly name: string; readonly baseline: number };
  /** Why it cannot be run here, for want of something that is not this project's to bring, or null when it can. */
  unavailable?(): string | null;
  /** Called once, in a process of its own, before the first run: makes inputs and keeps them in `benchFolder`. */
  prepare?(): Promise<void>;
  /** Does the work once and returns its value in `unit`: only what is to be timed is inside. */
  run(): Promise<number | Timed>;
}

/** A value with what tells a slow program from a busy machine. */
export interface Timed {
  readonly value: number;
  /** Processor time of the same work on all threads, user and system, in s. */
  readonly cpu: number;
}

/** One row of the result, in the order of the table. */
export interface BenchmarkResult {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: number;
  /** value / baseline: at most 1 holds. */
  readonly ratio: number;
  readonly work: string;
  readonly machine: string;
}

/** Where inputs of benchmarks are kept between runs. Ignored by git; may be removed at any time. */
export const benchFolder = new URL('../../.strat/bench/', import.meta.url);

/** Milliseconds that an action took. */
export async function milliseconds(action: () => unknown): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

/** Seconds that an action took, and the processor's. */
export async function timed(action: () => unknown): Promise<Timed> {
  const before = process.cpuUsage();
  const time = await milliseconds(action);
  const { user, system } = process.cpuUsage(before);
  return { value: time / 1e3, cpu: (user + system) / 1e6 };
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
