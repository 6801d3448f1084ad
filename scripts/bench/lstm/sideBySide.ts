/**
 * A fused engine and PyTorch at the same work on the same machine, turn by turn, so that whatever else the machine does
 * meets both. Both compute in float32; ours includes gathering windows, and when training the optimiser.
 */
import type { ModelSpec } from '../../../compiler/plan.ts';
import { createFusedModel, TAPE_BYTES } from '../../../runtime/models/fused/fusedModel.ts';
import type { Kernels } from '../../../runtime/models/fused/kernels.ts';
import type { BatchLoss, CrossSections, FeatureTensor, TrainableModel } from '../../../runtime/models/model.ts';
import { random } from '../../../runtime/random.ts';
import { median } from '../benchmark.ts';
import { startPyTorch } from './pytorch.ts';

export type Work = 'train' | 'infer';

export interface Setting {
  readonly threads: number;
  readonly layers: number;
  readonly hidden: number;
  readonly features: number;
  readonly window: number;
  /** Sequences of a batch. */
  readonly batch: number;
}

/** The size that the issue on the engine states its goals for. */
export const STANDARD: Setting = { threads: 2, layers: 2, hidden: 128, features: 14, window: 90, batch: 512 };

const TURNS = 7;

/** Our time over PyTorch's, by medians of several turns after one to warm up. Says the speeds on standard error. */
export async function timeAgainstPyTorch(kernels: Kernels, work: Work, setting = STANDARD): Promise<number> {
  const model = await modelFor(kernels, setting);
  const pytorch = startPyTorch(setting);
  const ours: number[] = [];
  const theirs: number[] = [];
  try {
    for (let turn = 0; turn <= TURNS; turn++) {
      const seconds = [await pytorch.run(work), await model(work)] as const;
      if (turn === 0) continue;
      theirs.push(seconds[0]);
      ours.push(seconds[1]);
    }
  } finally {
    pytorch.stop();
  }
  process.stderr.write(`${work}: ${kernels.description}, ${speed(setting, work, ours)}\n`);
  process.stderr.write(`${work}: PyTorch, ${speed(setting, work, theirs)}\n`);
  return median(ours) / median(theirs);
}

/** Our time over that of the same operations at the peak, which is measured between our turns, by medians. */
export async function timeAgainstPeak(
  kernels: Kernels,
  peak: (threads: number) => number,
  work: Work,
  setting = STANDARD,
): Promise<number> {
  const model = await modelFor(kernels, setting);
  const operations = setting.batch * flops(setting, work);
  const ours: number[] = [];
  const best: number[] = [];
  for (let turn = 0; turn <= TURNS; turn++) {
    const seconds = [operations / peak(setting.threads), await model(work)] as const;
    if (turn === 0) continue;
    best.push(seconds[0]);
    ours.push(seconds[1]);
  }
  process.stderr.write(`${work}: ${kernels.description}, ${speed(setting, work, ours)}\n`);
  process.stderr.write(`${work}: at the peak, ${speed(setting, work, best)}\n`);
  return median(ours) / median(best);
}

/** The fastest turn tells what is possible when others use the machine too. */
function speed(setting: Setting, work: Work, seconds: readonly number[]): string {
  const perSecond = setting.batch / median(seconds);
  const gflops = (perSecond * flops(setting, work)) / 1e9;
  const fastest = setting.batch / Math.min(...seconds);
  return `${perSecond.toFixed(0)} sequences/s (fastest turn ${fastest.toFixed(0)}), ${gflops.toFixed(1)} GFLOP/s`;
}

/** Of a sequence: two for each weight and step; a training step goes back through inputs and through weights too. */
export function flops({ layers, hidden, features, window }: Setting, work: Work): number {
  const kernels = 4 * hidden * (features + hidden + (layers - 1) * 2 * hidden);
  const forward = 2 * window * kernels + 2 * hidden;
  return work === 'train' ? 3 * forward : forward;
}

/** Does the work once on random features; resolves to its seconds. */
async function modelFor(kernels: Kernels, setting: Setting): Promise<(work: Work) => Promise<number>> {
  const { threads, layers, hidden, features, window, batch } = setting;
  const source = random(1);
  const tensor: FeatureTensor = {
    values: Float32Array.from({ length: batch * window * features }, () => source.normal()),
    stocks: batch,
    sessions: window,
    features,
  };
  const labels = Float32Array.from({ length: batch }, () => source.normal());
  const sections: CrossSections = {
    sessions: Int32Array.of(window - 1),
    offsets: Int32Array.of(0, batch),
    stocks: Int32Array.from({ length: batch }, (_, stock) => stock),
  };
  const spec: ModelSpec = {
    type: 'lstm',
    window,
    layers,
    hidden,
    dropout: 0,
    loss: 'squared error',
    optimizer: { method: 'adamw', learningRate: 1e-3, weightDecay: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    epochs: 1,
    earlyStopping: null,
    batchSessions: 1,
    seed: 1,
  };
  const model = await createFusedModel(kernels, spec, tensor, null, { threads, tapeBytes: TAPE_BYTES });
  return async (work) => {
    const start = performance.now();
    await act(model, work, sections, squaredError(labels));
    return (performance.now() - start) / 1000;
  };
}

async function act(model: TrainableModel, work: Work, sections: CrossSections, loss: BatchLoss): Promise<void> {
  if (work === 'train') await model.step(sections, loss, 1);
  else await model.predict(sections);
}

function squaredError(labels: Float32Array): BatchLoss {
  return (predictions) => {
    const errors = predictions.map((p, k) => p - labels[k]!);
    const loss = errors.reduce((total, e) => total + e * e, 0) / errors.length;
    return { loss, gradient: errors.map((e) => (2 * e) / errors.length) };
  };
}
