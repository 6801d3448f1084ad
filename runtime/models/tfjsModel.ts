/**
 * The plain engine: the LSTM in tfjs operations. A batch is cut into parts of a fixed number of sequences, small
 * enough for memory and the caches; gradients are added in the order of the parts, so that the same inputs give the
 * same bits. The optimiser runs on the weights as columns.
 */
import type { ModelSpec } from '../../compiler/plan.ts';
import { DROPOUT_BLOCK, dropoutMasks } from './dropout.ts';
import type { FeatureTensor, ModelState, TrainableModel, Weights } from './model.ts';
import { forwardPass, type Gradients, predictSequences, uploadWeights, zeroGradients } from './network.ts';
import { applyGradients, initialMoments } from './optimizer.ts';
import { type Architecture, initialWeights } from './parameters.ts';
import type { Tf } from './tfjs.ts';
import { gatherWindows, type Sequences, sequencesOf } from './windows.ts';

/** Sequences computed together: large enough to keep the operations' overhead small. A multiple of DROPOUT_BLOCK. */
const PART = 10 * DROPOUT_BLOCK;

/** What forward passes may hold on to at once, 512 MB. */
const MEMORY = { floats: 1 << 27 };

export function createTfjsModel(
  tf: Tf,
  spec: ModelSpec,
  features: FeatureTensor,
  from: ModelState | null,
  { floats: memory } = MEMORY,
): TrainableModel {
  const architecture: Architecture = { layers: spec.layers, hidden: spec.hidden, features: features.features };
  const weights = from === null ? initialWeights(architecture, spec.seed) : copyOf(from.weights);
  const moments = from === null ? initialMoments(spec.optimizer, weights) : copyOf(from.moments);
  let steps = from?.steps ?? 0;
  let uploaded = uploadWeights(tf, architecture, weights);

  const held = floatsHeld(spec, features.features);
  const backward = floatsOfBackward(spec);
  const part = Math.max(DROPOUT_BLOCK, Math.min(PART, blocks(memory / (held + spec.layers * backward))));

  function forward(sequences: Sequences, { first, count }: Part, dropoutSeed: number) {
    const windows = gatherWindows(features, sequences, first, count, spec.window);
    return forwardPass(tf, uploaded, windows, count, dropoutMasks(spec, dropoutSeed, first, count));
  }

  return {
    async step(batch, loss, dropoutSeed) {
      const sequences = sequencesOf(batch);
      const parts = partsOf(sequences.stocks.length, part);
      const predictions = new Float32Array(sequences.stocks.length);
      const gradients = zeroGradients(weights);
      const keepAll = sequences.stocks.length * held + part * backward <= memory;
      const passes = parts.map((range) => {
        const pass = forward(sequences, range, dropoutSeed);
        predictions.set(pass.predictions, range.first);
        if (keepAll) return pass;
        pass.dispose();
        return null;
      });
      const { loss: value, gradient } = loss(predictions);
      for (const [p, range] of parts.entries()) {
        // A batch too large to be held is computed twice: once to know the loss, once for its gradient.
        const pass = passes[p] ?? forward(sequences, range, dropoutSeed);
        pass.backward(gradient.subarray(range.first, range.first + range.count), gradients);
        pass.dispose();
      }
      update(gradients);
      return value;
    },

    async predict(sections) {
      const sequences = sequencesOf(sections);
      const predictions = new Float32Array(sequences.stocks.length);
      for (const { first, count } of partsOf(predictions.length, part)) {
        const windows = gatherWindows(features, sequences, first, count, spec.window);
        predictions.set(predictSequences(tf, uploaded, windows, count), first);
      }
      return predictions;
    },

    async state() {
      return { weights: copyOf(weights), moments: copyOf(moments), steps };
    },

    dispose() {
      uploaded.dispose();
    },
  };

  function update(gradients: Gradients): void {
    applyGradients(spec.optimizer, { weights, moments, steps }, gradients);
    steps++;
    uploaded.dispose();
    uploaded = uploadWeights(tf, architecture, weights);
  }
}

interface Part {
  readonly first: number;
  readonly count: number;
}

function partsOf(total: number, size: number): readonly Part[] {
  const parts: Part[] = [];
  for (let first = 0; first < total; first += size) parts.push({ first, count: Math.min(size, total - first) });
  return parts;
}

function blocks(sequences: number): number {
  return Math.floor(sequences / DROPOUT_BLOCK) * DROPOUT_BLOCK;
}

/** What a sequence takes until its loss is known: seven columns a step and layer. */
function floatsHeld({ layers, hidden, window }: ModelSpec, features: number): number {
  return window * (features + layers * hidden * 7);
}

/** What one takes besides while a layer is gone back through: six columns a step. The layers share that memory. */
function floatsOfBackward({ hidden, window }: ModelSpec): number {
  return window * hidden * 6;
}

function copyOf(weights: Weights): Weights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, values }]) => [name, { shape, values: values.slice() }]),
  );
}
