/**
 * A network in WebAssembly memory. Laid out there: what lasts as long as the network (shape, weights, threads' scratch)
 * and above it the batch under way, whose windows are gathered from the features, a copy of 5 KB a sequence.
 */

import { invariant } from '../../../invariant.ts';
import type { FeatureTensor } from '../../model.ts';
import type { Sequences } from '../../windows.ts';
import { type Dropout, type KernelOptions, type Network, type NetworkShape, SHARD } from '../kernels.ts';
import { verifyCountable } from '../memory.ts';
import { Arena } from './arena.ts';
import { createPool, type Job, type ThreadRoom } from './pool.ts';
import { instantiate, newMemory, type WasmModule } from './wasm.ts';

/** Sequences predicted at once; bounds the memory of their windows. */
const PREDICTED_AT_ONCE = 64 * SHARD;

export function openNetwork(
  module: WasmModule,
  shape: NetworkShape,
  features: FeatureTensor,
  { threads, tapeBytes }: KernelOptions,
): Network {
  invariant(features.features === shape.features, 'the network is as wide as the tensor');
  verifyCountable(shape, SHARD);
  const memory = newMemory();
  const core = instantiate(module, memory);
  const arena = new Arena(memory, core.__heap_base.value);
  const shapeAt = arena.bytes(16);
  arena.int32(shapeAt, 4).set([shape.layers, shape.hidden, shape.features, shape.window]);
  const size = {
    weights: core.fused_weights_floats(shapeAt),
    packed: core.fused_packed_floats(shapeAt),
    tape: core.fused_tape_floats(shapeAt),
    scratch: core.fused_scratch_floats(shapeAt),
    gradient: core.fused_gradient_floats(shapeAt),
    window: shape.window * shape.features,
  };
  const pool = createPool(module, memory, arena, threads);
  const weightsAt = arena.floats(size.weights);
  const packedAt = arena.floats(size.packed);
  const scratchAt = Array.from({ length: threads }, () => arena.floats(size.scratch));
  const rows = arena.bytes(4 * SHARD);
  const lasts = arena.bytes(4 * SHARD);
  arena.int32(rows, SHARD).set(Array.from({ length: SHARD }, (_, s) => s));
  arena.int32(lasts, SHARD).fill(shape.window - 1);
  const lasting = arena.mark();
  let batch: Batch | null = null;
  let open = true;

  interface Batch {
    readonly job: Job;
    readonly rooms: readonly ThreadRoom[];
    readonly end: number;
  }

  /** Windows of the sequences [first, first + count), and room for their predictions. */
  function jobFor(kind: Job['kind'], sequences: Sequences, first: number, count: number): Job {
    const windows = arena.floats(count * size.window);
    const predictions = arena.floats(count);
    gather(arena.float32(windows, count * size.window), features, sequences, first, shape.window);
    return {
      kind,
      count,
      shape: shapeAt,
      packed: packedAt,
      windows,
      windowBytes: 4 * size.window,
      window: shape.window,
      rows,
      lasts,
      predictions,
      rate: 0,
      seedLow: 0,
      seedHigh: 0,
      tapes: 0,
      tapeBytes: 4 * size.tape,
      held: 0,
      upstream: 0,
      gradients: 0,
      gradientBytes: 4 * size.gradient,
    };
  }

  function verify({ stocks, sessions }: Sequences): void {
    invariant(open, 'the network is not disposed of');
    invariant(stocks.length === sessions.length, 'every sequence has a stock and a session');
    for (let k = 0; k < stocks.length; k++) {
      const inside = stocks[k]! >= 0 && stocks[k]! < features.stocks && sessions[k]! < features.sessions;
      invariant(inside && sessions[k]! >= shape.window - 1, 'every window lies inside the feature tensor');
    }
  }

  return {
    async setWeights(weights) {
      invariant(weights.length === size.weights, `${weights.length} weights, not ${size.weights}`);
      arena.float32(weightsAt, size.weights).set(weights);
      core.fused_pack(shapeAt, weightsAt, packedAt);
    },

    async predict(sequences) {
      verify(sequences);
      const total = sequences.stocks.length;
      const predictions = new Float32Array(total);
      const rooms = scratchAt.map((scratch) => ({ scratch, ownTape: 0 }));
      const mark = batch?.end ?? lasting;
      for (let first = 0; first < total; first += PREDICTED_AT_ONCE) {
        arena.release(mark);
        const count = Math.min(PREDICTED_AT_ONCE, total - first);
        const job = jobFor('predict', sequences, first, count);
        await pool.run(job, rooms);
        predictions.set(arena.float32(job.predictions, count), first);
      }
      arena.release(mark);
      return predictions;
    },

    async forward(sequences, dropout) {
      verify(sequences);
      batch = null;
      arena.release(lasting);
      const count = sequences.stocks.length;
      const shards = Math.ceil(count / SHARD);
      const job = { ...jobFor('forward', sequences, 0, count), ...seedOf(dropout) };
      const upstream = arena.floats(count);
      const gradients = arena.floats(shards * size.gradient);
      const held = heldShards(shards, threads, Math.floor(tapeBytes / job.tapeBytes));
      const tapes = arena.bytes(held * job.tapeBytes);
      const rooms = scratchAt.map((scratch) => ({
        scratch,
        ownTape: held < shards ? arena.bytes(job.tapeBytes) : 0,
      }));
      batch = { job: { ...job, upstream, gradients, tapes, held }, rooms, end: arena.mark() };
      await pool.run(batch.job, rooms);
      return arena.float32(job.predictions, count).slice();
    },

    async backward(predictionGradient) {
      invariant(batch !== null, 'backward without forward');
      const { job, rooms } = batch;
      invariant(predictionGradient.length === job.count, 'every prediction has a gradient');
      arena.float32(job.upstream, job.count).set(predictionGradient);
      await pool.run({ ...job, kind: 'backward' }, rooms);
      // The batch is over, so the sum may take the place of its windows.
      batch = null;
      arena.release(job.gradients + Math.ceil(job.count / SHARD) * job.gradientBytes);
      const sum = arena.floats(size.weights);
      core.fused_reduce(shapeAt, job.gradients, Math.ceil(job.count / SHARD), sum);
      return arena.float32(sum, size.weights).slice();
    },

    dispose() {
      open = false;
      pool.dispose();
    },
  };
}

/** Tapes of threads come out of the same memory, which leaves fewer for shards when not all can be held. */
function heldShards(shards: number, threads: number, tapes: number): number {
  return shards <= tapes ? shards : Math.max(0, tapes - threads);
}

/** The seed is a whole number below 2^53, as `dropoutMasks` takes it. */
function seedOf(dropout: Dropout | null): Pick<Job, 'rate' | 'seedLow' | 'seedHigh'> {
  if (dropout === null) return { rate: 0, seedLow: 0, seedHigh: 0 };
  const bits = BigInt.asUintN(64, BigInt(Math.trunc(dropout.seed)));
  return { rate: dropout.rate, seedLow: Number(bits & 0xffffffffn), seedHigh: Number(bits >> 32n) };
}

/** [count][window][features]: each window is one stretch of the features. */
function gather(
  into: Float32Array,
  { values, sessions, features }: FeatureTensor,
  sequences: Sequences,
  first: number,
  window: number,
): void {
  const length = window * features;
  for (let s = 0; s * length < into.length; s++) {
    const last = sequences.stocks[first + s]! * sessions + sequences.sessions[first + s]!;
    const from = (last - window + 1) * features;
    into.set(values.subarray(from, from + length), s * length);
  }
}
