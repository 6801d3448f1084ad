/**
 * The seam between the fused model (`fusedModel.ts`: optimiser, state, batches) and the code that does its arithmetic.
 * There are two builds of one C++ source, `core/`: an addon (`native/`) and WebAssembly (`portable/`). Read
 * `core/core.h` for the work that both hand out shard by shard.
 *
 * A shard is SHARD sequences of a batch, the last one may have fewer. What a shard computes depends neither on other
 * shards nor on threads, and gradients are summed in the order of the shards: any number of threads gives the same bits.
 */
import { DROPOUT_BLOCK } from '../dropout.ts';
import type { FeatureTensor } from '../model.ts';
import type { Sequences } from '../windows.ts';

/** Sequences a thread computes at once. Also a block of dropout masks, so that a shard draws its own. */
export const SHARD = DROPOUT_BLOCK;

export interface NetworkShape {
  readonly layers: number;
  readonly hidden: number;
  readonly features: number;
  readonly window: number;
}

export interface Dropout {
  /** Probability with which a unit is dropped, above 0. */
  readonly rate: number;
  /** With the number of the shard it names the stream of `dropoutMasks`. */
  readonly seed: number;
}

export interface KernelOptions {
  readonly threads: number;
  /**
   * Bytes that activations may take while a batch waits for its loss. Shards that do not fit are computed a second
   * time, to the same bits. At least one shard for each thread is held.
   */
  readonly tapeBytes: number;
}

export interface Kernels {
  /** Part of the artifact key, so it changes with what may change bits: `fused-native`, `fused-native-bf16`, `fused-portable`. */
  readonly name: string;
  readonly version: string;
  /** One line for people: instruction set and such. */
  readonly description: string;
  /** Features are kept by reference or copied once; they must not change while the network is open. */
  open(shape: NetworkShape, features: FeatureTensor, options: KernelOptions): Promise<Network>;
}

/** One network over one feature tensor. Calls do not overlap: each is awaited before the next. */
export interface Network {
  /** All weights, row-major, one after another in the order of `parameterShapes`. */
  setWeights(weights: Float32Array): Promise<void>;
  /** One prediction per sequence, without dropout; holds nothing. */
  predict(sequences: Sequences): Promise<Float32Array>;
  /** The same with dropout, holding what `backward` needs. */
  forward(sequences: Sequences, dropout: Dropout | null): Promise<Float32Array>;
  /**
   * Of the sequences of the last `forward`, whose weights are still set: gradients with respect to every weight, laid
   * out like them, given those with respect to the predictions.
   */
  backward(predictionGradient: Float32Array): Promise<Float32Array>;
  dispose(): void;
}
