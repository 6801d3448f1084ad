/** Clock, chance and waiting of whoever asks vendors; tests bring their own. None of it reaches a bar. */
import { setTimeout as wait } from 'node:timers/promises';

export interface Timing {
  /** Milliseconds since 1970-01-01. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  /** @throws the reason of `signal` when it is aborted meanwhile */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const ACTUAL_TIMING: Timing = {
  now: Date.now,
  random: Math.random,
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
};
