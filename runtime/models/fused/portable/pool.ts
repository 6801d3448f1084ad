/**
 * The threads of one network. They start with the first job, let the process end while they have nothing to do, and
 * take shards off a shared counter: who computes a shard makes no difference to it.
 */
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { SHARD } from '../kernels.ts';
import type { Arena } from './arena.ts';
import { packagedFile, type WasmMemory, type WasmModule } from './wasm.ts';

/** Work on the shards of `count` sequences. Addresses are byte offsets; a thread adds its own. */
export interface Job {
  readonly kind: 'predict' | 'forward' | 'backward';
  readonly count: number;
  readonly shape: number;
  readonly packed: number;
  /** [count][window][features], gathered: sequence s of a shard is stock rows[s], and ends with session lasts[s]. */
  readonly windows: number;
  readonly windowBytes: number;
  readonly window: number;
  readonly rows: number;
  readonly lasts: number;
  readonly predictions: number;
  readonly rate: number;
  readonly seedLow: number;
  readonly seedHigh: number;
  /** Of the first `held` shards; threads compute the others' anew in a tape of their own. */
  readonly tapes: number;
  readonly tapeBytes: number;
  readonly held: number;
  readonly upstream: number;
  readonly gradients: number;
  readonly gradientBytes: number;
}

/** What each thread has to itself. */
export interface ThreadRoom {
  readonly scratch: number;
  readonly ownTape: number;
}

const STACK_BYTES = 1 << 18;
/** For the structs that a thread hands to the core. */
const CONTROL_BYTES = 128;

export interface Pool {
  /** Resolves when all shards are done. Jobs do not overlap. */
  run(job: Job, rooms: readonly ThreadRoom[]): Promise<void>;
  dispose(): void;
}

export function createPool(module: WasmModule, memory: WasmMemory, arena: Arena, threads: number): Pool {
  const next = arena.bytes(4);
  const starts = Array.from({ length: threads }, () => ({
    // Stacks grow down from their end.
    stack: arena.bytes(STACK_BYTES) + STACK_BYTES,
    control: arena.bytes(CONTROL_BYTES),
  }));
  const workers: Worker[] = [];

  function worker(k: number): Worker {
    workers[k] ??= new Worker(pathToFileURL(packagedFile('worker.mjs')), {
      workerData: { module, memory, ...starts[k]!, next: next / 4, shard: SHARD },
      execArgv: [],
    });
    return workers[k];
  }

  return {
    async run(job, rooms) {
      Atomics.store(arena.int32(next, 1), 0, 0);
      const needed = Math.min(threads, Math.ceil(job.count / SHARD));
      await Promise.all(Array.from({ length: needed }, (_, k) => runOn(worker(k), { ...job, ...rooms[k]! })));
    },
    dispose() {
      for (const started of workers.splice(0)) void started.terminate();
    },
  };
}

async function runOn(worker: Worker, job: Job & ThreadRoom): Promise<void> {
  worker.ref();
  try {
    await new Promise<void>((resolve, reject) => {
      const settle = (error: Error | null) => {
        worker.off('message', done).off('error', failed).off('exit', gone);
        if (error === null) resolve();
        else reject(error);
      };
      const done = () => settle(null);
      const failed = (error: Error) => settle(error);
      const gone = () => settle(new Error('a thread of the portable engine ended in the middle of its work'));
      worker.on('message', done).on('error', failed).on('exit', gone);
      worker.postMessage(job);
    });
  } finally {
    worker.unref();
  }
}
