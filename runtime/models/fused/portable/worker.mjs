/**
 * One thread of the portable engine: takes shards of a job off a counter that all threads share, until there are none
 * left. Plain JavaScript in a file of its own, so that it starts from the sources and from the bundle alike.
 *
 * workerData: { module, memory, stack, control, next, shard } (`pool.ts`); messages: a `Job` in, null out when done.
 */
import { parentPort, workerData } from 'node:worker_threads';

const { module, memory, stack, control, next, shard: SHARD } = workerData;
const core = new WebAssembly.Instance(module, { env: { memory } }).exports;
core.__stack_pointer.value = stack;

// The first pages never move; views of them stay good when the memory grows.
const words = new Int32Array(memory.buffer);
const view = new DataView(memory.buffer);

// FusedSequences and FusedDropout of core.h, in this thread's own corner.
const sequences = control;
const dropout = control + 64;

/** The tape of a shard: one of those that are held, or this thread's own to compute it once more. */
function tapeOf(job, shard) {
  return shard < job.held ? job.tapes + shard * job.tapeBytes : job.ownTape;
}

function describe(job, shard) {
  const first = shard * SHARD;
  const count = Math.min(SHARD, job.count - first);
  view.setUint32(sequences, job.windows + first * job.windowBytes, true);
  view.setInt32(sequences + 4, job.window, true);
  view.setInt32(sequences + 8, count, true);
  view.setUint32(sequences + 12, job.rows, true);
  view.setUint32(sequences + 16, job.lasts, true);
  view.setFloat64(dropout, job.rate, true);
  view.setUint32(dropout + 8, job.seedLow, true);
  view.setUint32(dropout + 12, job.seedHigh, true);
  view.setUint32(dropout + 16, shard, true);
  return count;
}

function forward(job, shard, tape) {
  core.fused_forward(job.shape, job.packed, sequences, dropout, tape, job.scratch, job.predictions + 4 * shard * SHARD);
}

function run(job, shard) {
  const count = describe(job, shard);
  if (job.kind === 'predict') {
    forward(job, shard, 0);
    return;
  }
  const tape = tapeOf(job, shard);
  if (job.kind === 'forward' || shard >= job.held) forward(job, shard, tape);
  if (job.kind === 'forward') return;
  const upstream = job.upstream + 4 * shard * SHARD;
  const gradient = job.gradients + shard * job.gradientBytes;
  core.fused_backward(job.shape, job.packed, dropout, count, upstream, tape, job.scratch, gradient);
}

parentPort.on('message', (job) => {
  const shards = Math.ceil(job.count / SHARD);
  for (let shard = Atomics.add(words, next, 1); shard < shards; shard = Atomics.add(words, next, 1)) run(job, shard);
  parentPort.postMessage(null);
});
