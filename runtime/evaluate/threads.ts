/**
 * A region on all cores. Stocks are handed out one at a time by a counter that all threads share, and every stock has its
 * own part of every panel: who computes it makes no difference to it. This thread works as well, and waits only for
 * stocks that others have begun, so that a helper that starts late, or not at all, does no harm.
 *
 * Helpers live for one region. One that stayed would hold on to the panels it has seen.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type ColumnReader, type KernelOf, type RegionWork, runRegion } from './region.ts';

/** What the threads of a region share. */
export interface SharedRegion {
  readonly work: RegionWork;
  /** What `readerOf` makes a reader of, or null: nobody reads. */
  readonly task: unknown;
  /** Counters of whole numbers, by position: `NEXT`, `BUSY`, `FAILED`. */
  readonly counters: Int32Array;
}

/** The next stock that nobody has begun. */
const NEXT = 0;
/** How many helpers are at a stock. */
const BUSY = 1;
/** 1 when a helper gave up. */
const FAILED = 2;

/** Values to compute below which it is not worth while to start a thread, which takes some 50 ms. */
const MANY = 20_000_000;
const MOST_HELPERS = 7;
/** A helper is never at one stock for so long, in ms: it is gone. */
const PATIENCE = 60_000;

/**
 * A reader as plain data, which any thread can make. What it writes to is shared by all threads, each stock's part
 * apart from the others', and the same when a stock is read twice.
 */
export interface Reading<T> {
  readonly task: T;
  readonly readerOf: (task: T) => ColumnReader;
}

/** `kernelOf`, and `readerOf` of a reading, must be those that `regionThread.ts` uses. */
export function runOnThreads<T>(
  work: RegionWork,
  kernelOf: KernelOf,
  reading: Reading<T> | null = null,
  helpers = helpersFor(work),
): void {
  const counters = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
  const task = reading?.task ?? null;
  const started = Array.from({ length: helpers }, () => helper({ work, task, counters }));
  const reader = reading?.readerOf(reading.task);
  runRegion(work, kernelOf, () => Atomics.add(counters, NEXT, 1), reader);
  if (started.length > 0 && !allDone(counters)) {
    // The same values again where they are right; here, the error of a kernel is told where it can be seen.
    let stock = 0;
    runRegion(work, kernelOf, () => stock++, reader);
  }
}

/** A helper's part. */
export function help<T>(
  { work, task, counters }: SharedRegion,
  kernelOf: KernelOf,
  readerOf: Reading<T>['readerOf'],
): void {
  Atomics.add(counters, BUSY, 1);
  try {
    const reader = task === null ? undefined : readerOf(task as T);
    runRegion(work, kernelOf, () => Atomics.add(counters, NEXT, 1), reader);
  } catch {
    Atomics.store(counters, FAILED, 1);
  }
  Atomics.sub(counters, BUSY, 1);
  Atomics.notify(counters, BUSY);
}

/** Waits until no helper is at a stock; false when one failed. */
function allDone(counters: Int32Array): boolean {
  for (let busy = Atomics.load(counters, BUSY); busy > 0; busy = Atomics.load(counters, BUSY)) {
    if (Atomics.wait(counters, BUSY, busy, PATIENCE) === 'timed-out') return false;
  }
  return Atomics.load(counters, FAILED) === 0;
}

function helpersFor({ calls, panels, stocks, sessions }: RegionWork): number {
  const shared = panels.every(({ buffer }) => buffer instanceof SharedArrayBuffer);
  if (!shared || calls.length * stocks * sessions < MANY) return 0;
  return Math.min(availableParallelism() - 1, MOST_HELPERS);
}

function helper(region: SharedRegion): Worker {
  const worker = new Worker(entry(), { workerData: region, execArgv: [] });
  // What goes wrong in it is made good above.
  worker.on('error', () => {});
  worker.unref();
  return worker;
}

/** Beside this file in the sources; in the bundle, whose parts lie in folders of their own, at its top. */
function entry(): URL {
  const candidates = ['./regionThread.ts', './regionThread.js', '../regionThread.js'];
  const urls = candidates.map((path) => new URL(path, import.meta.url));
  return urls.find((url) => existsSync(url)) ?? urls[0]!;
}
