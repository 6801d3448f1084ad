/**
 * A region on all cores. Stocks are handed out one at a time by a counter that all threads share, and every stock has its
 * own part of every panel: who computes it makes no difference to it. This thread works as well, and waits only for
 * stocks that others have begun, so that a helper that starts late, or not at all, does no harm.
 *
 * Helpers stay for a moment after a region (`IDLE`), since the next often follows at once and starting a thread takes
 * longer than many a region. No longer, for they hold on to the panels they have seen.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
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
/** For so long a helper waits for another region, in ms. */
const IDLE = 1_000;

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
  askHelpers(helpers, { work, task, counters });
  const reader = reading?.readerOf(reading.task);
  runRegion(work, kernelOf, () => Atomics.add(counters, NEXT, 1), reader);
  if (helpers > 0 && !allDone(counters)) {
    // The same values again where they are right; here, the error of a kernel is told where it can be seen.
    let stock = 0;
    runRegion(work, kernelOf, () => stock++, reader);
  }
}

/** Waits until no helper is at a stock; false when one failed. */
function allDone(counters: Int32Array): boolean {
  for (let busy = Atomics.load(counters, BUSY); busy > 0; busy = Atomics.load(counters, BUSY)) {
    if (Atomics.wait(counters, BUSY, busy, PATIENCE) === 'timed-out') return false;
  }
  return Atomics.load(counters, FAILED) === 0;
}

function helpersFor({ calls, read, panels, stocks, sessions }: RegionWork): number {
  const shared = panels.every(({ buffer }) => buffer instanceof SharedArrayBuffer);
  if (!shared || (calls.length + read.length) * stocks * sessions < MANY) return 0;
  return Math.min(availableParallelism() - 1, MOST_HELPERS);
}

// ── helpers ────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a helper and this thread share, by position: `ASKED`, `LEFT`. */
export type HelperState = Int32Array;

/** How often it was asked. */
const ASKED = 0;
/** 1 when it no longer looks. */
const LEFT = 1;

interface Helper {
  readonly worker: Worker;
  readonly state: HelperState;
}

let known: readonly Helper[] = [];

/** Asks so many helpers, starting those that are not there. One that leaves just now is one less. */
function askHelpers(count: number, region: SharedRegion): void {
  const there = known.filter(({ state }) => Atomics.load(state, LEFT) === 0);
  while (there.length < count) there.push(startHelper());
  known = there;
  for (const { worker, state } of there.slice(0, count)) {
    worker.postMessage(region);
    Atomics.add(state, ASKED, 1);
    Atomics.notify(state, ASKED);
  }
}

function startHelper(): Helper {
  const state = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(entry(), { workerData: state, execArgv: [] });
  // What goes wrong in it is made good by whoever asked.
  worker.on('error', () => Atomics.store(state, LEFT, 1));
  worker.unref();
  return { worker, state };
}

/** The life of a helper: one region after the other, until none has come for a while. */
export function helpOthers<T>(
  port: MessagePort,
  state: HelperState,
  kernelOf: KernelOf,
  readerOf: Reading<T>['readerOf'],
): void {
  for (let asked = 0; ; asked++) {
    if (Atomics.wait(state, ASKED, asked, IDLE) === 'timed-out') break;
    help(receiveMessageOnPort(port)!.message as SharedRegion, kernelOf, readerOf);
  }
  Atomics.store(state, LEFT, 1);
}

/** A helper's part in one region. */
function help<T>({ work, task, counters }: SharedRegion, kernelOf: KernelOf, readerOf: Reading<T>['readerOf']): void {
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

/** Beside this file in the sources; in the bundle, whose parts lie in folders of their own, at its top. */
function entry(): URL {
  const candidates = ['./regionThread.ts', './regionThread.js', '../regionThread.js'];
  const urls = candidates.map((path) => new URL(path, import.meta.url));
  return urls.find((url) => existsSync(url)) ?? urls[0]!;
}
