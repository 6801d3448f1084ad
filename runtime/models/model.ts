/**
 * The seam between training (batches, epochs, early stopping, checkpoints: `stages/train.ts`) and a numeric engine
 * (forward, backward, optimiser step). An engine gathers windows straight from the feature columns; nobody
 * materialises them. Another engine is another file that implements `ModelEngine`.
 */
import type { ModelSpec } from '../../compiler/plan.ts';

/**
 * Normalised features ready for a model: `values[(stock * sessions + session) * features + feature]`, so one stock's
 * window of `w` sessions is one contiguous stretch of `w * features` numbers. NaN where missing; a stock is in a
 * cross-section only where its whole window is present.
 */
export interface FeatureTensor {
  readonly values: Float32Array;
  readonly stocks: number;
  readonly sessions: number;
  readonly features: number;
}

/**
 * Whole cross-sections, compressed: those of session `sessions[s]` are `stocks[offsets[s] .. offsets[s + 1])`, in
 * ticker order.
 */
export interface CrossSections {
  readonly sessions: Int32Array;
  readonly offsets: Int32Array;
  readonly stocks: Int32Array;
}

/**
 * The user's loss on predictions laid out like `stocks` of the batch: its mean over the cross-sections, and the
 * gradient of that mean with respect to every prediction.
 */
export type BatchLoss = (predictions: Float32Array) => { readonly loss: number; readonly gradient: Float32Array };

/** Named weights, row-major, float32. Names and shapes are the same for every engine (`models/README.md`). */
export interface Weights {
  readonly [name: string]: { readonly shape: readonly number[]; readonly values: Float32Array };
}

/** Everything needed to go on training to the same bits: weights, optimiser moments, steps taken. */
export interface ModelState {
  readonly weights: Weights;
  readonly moments: Weights;
  readonly steps: number;
}

export interface TrainableModel {
  /**
   * One optimiser step on one batch. `dropoutSeed` decides the dropout masks of this step and nothing else does.
   * Returns the loss before the step.
   */
  step(batch: CrossSections, loss: BatchLoss, dropoutSeed: number): Promise<number>;
  /** One prediction for each stock of each cross-section, without dropout. */
  predict(sections: CrossSections): Promise<Float32Array>;
  state(): Promise<ModelState>;
  dispose(): void;
}

export interface ModelEngine {
  /** `tfjs-wasm`, … part of the artifact key together with `version`: another engine's bits are another result. */
  readonly name: string;
  readonly version: string;
  /** One line for `doctor` and the report. */
  readonly description: string;
  /** A fresh model with weights from `spec.seed`, or one that goes on from `state`. */
  create(spec: ModelSpec, features: FeatureTensor, state: ModelState | null): Promise<TrainableModel>;
}
