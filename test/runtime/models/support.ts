import type { ExpressionNode, ModelSpec, OptimizerSpec, Plan } from '../../../compiler/plan.ts';
import type { BatchLoss, CrossSections, FeatureTensor } from '../../../runtime/models/model.ts';
import type { TfjsBackend } from '../../../runtime/models/tfjs.ts';
import { tfjsNodeMissing } from '../../../runtime/models/tfjsNode.ts';
import { random } from '../../../runtime/random.ts';
import type { Facets } from '../../../stdlib/types.ts';

/** Those that can run here, tfjs-node where somebody has installed it. */
export function tfjsBackends(): readonly TfjsBackend[] {
  const missing = tfjsNodeMissing('node');
  if (missing === null) return ['wasm', 'cpu', 'node'];
  process.stdout.write(`skipped: the plain engine on TensorFlow; ${missing}\n`);
  return ['wasm', 'cpu'];
}

export const adam = (learningRate = 0.01): OptimizerSpec => ({
  method: 'adamw',
  learningRate,
  weightDecay: 0,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
});

export const sgd = (learningRate: number, momentum = 0): OptimizerSpec => ({ method: 'sgd', learningRate, momentum });

export function modelSpec(over: Partial<ModelSpec> = {}): ModelSpec {
  return {
    type: 'lstm',
    window: 5,
    layers: 2,
    hidden: 6,
    dropout: 0,
    loss: 'loss',
    optimizer: adam(),
    epochs: 3,
    earlyStopping: null,
    batchSessions: 2,
    seeds: 1,
    seed: 7,
    ...over,
  };
}

/** Standard normal features. */
export function tensorOf(stocks: number, sessions: number, features: number, seed = 1): FeatureTensor {
  const source = random(seed);
  const values = Float32Array.from({ length: stocks * sessions * features }, () => source.normal());
  return { values, stocks, sessions, features };
}

/** Every stock in the cross-section of each of these sessions. */
export function fullSections(stocks: number, sessions: readonly number[]): CrossSections {
  return {
    sessions: Int32Array.from(sessions),
    offsets: Int32Array.from({ length: sessions.length + 1 }, (_, s) => s * stocks),
    stocks: Int32Array.from({ length: sessions.length * stocks }, (_, k) => k % stocks),
  };
}

export function squaredError(labels: ArrayLike<number>): BatchLoss {
  return (predictions) => {
    const n = predictions.length;
    const error = predictions.map((p, k) => p - labels[k]!);
    return {
      loss: error.reduce((total, e) => total + e * e, 0) / n,
      gradient: error.map((e) => (2 * e) / n),
    };
  };
}

const FACETS: Facets = {
  kind: 'loss',
  unit: { usd: 0, share: 0, session: 0, year: 0 },
  availability: 'always',
  lookBack: { sessions: 0, recursive: false },
};

export function node(id: string, op: string, inputs: string[] = [], constants: number[] = []): ExpressionNode {
  return { ...FACETS, id, op, name: null, inputs, constants, version: 1, fittedOn: [] };
}

/** a · spearman_loss(τ) + b · huber(δ) */
export function lossPlan(
  [a, b]: readonly [number, number],
  temperature: number,
  delta: number,
): Pick<Plan, 'expressions' | 'model'> {
  const nodes = [
    node('a', 'constant', [], [a]),
    node('b', 'constant', [], [b]),
    node('spearman', 'spearman_loss', [], [temperature]),
    node('huber', 'huber', [], [delta]),
    node('left', 'multiply', ['a', 'spearman']),
    node('right', 'multiply', ['b', 'huber']),
    node('loss', 'add', ['left', 'right']),
  ];
  return { expressions: Object.fromEntries(nodes.map((n) => [n.id, n])), model: modelSpec({ loss: 'loss' }) };
}
