/** Who can do the work, one batch at a time; ours on random features, the same for each engine. */
import type { ModelSpec } from '../../../compiler/plan.ts';
import type {
  BatchLoss,
  CrossSections,
  FeatureTensor,
  ModelEngine,
  TrainableModel,
} from '../../../runtime/models/model.ts';
import { random } from '../../../runtime/random.ts';
import type { Setting, Work } from './setting.ts';

export interface Contender {
  /** One line for people. */
  readonly description: string;
  /** Does the work once; seconds that it took. */
  run(work: Work): Promise<number>;
  /** Bytes, resident, of the process that works. */
  peakMemory(): Promise<number>;
  stop(): void;
}

/** One of our engines in this process: gathers windows and, when training, takes the step of the optimiser as well. */
export async function contender(
  engine: Pick<ModelEngine, 'description' | 'create'>,
  setting: Setting,
): Promise<Contender> {
  const { batch, window } = setting;
  const source = random(1);
  const tensor = drawnFeatures(setting, () => source.normal());
  const labels = Float32Array.from({ length: batch }, () => source.normal());
  const sections: CrossSections = {
    sessions: Int32Array.of(window - 1),
    offsets: Int32Array.of(0, batch),
    stocks: Int32Array.from({ length: batch }, (_, stock) => stock),
  };
  const model = await engine.create(specOf(setting), tensor, null);
  return {
    description: engine.description,
    async run(work) {
      const start = performance.now();
      await act(model, work, sections, squaredError(labels));
      return (performance.now() - start) / 1000;
    },
    // maxRSS is in kibibytes on every platform (libuv).
    peakMemory: async () => process.resourceUsage().maxRSS * 1024,
    stop: () => model.dispose(),
  };
}

function drawnFeatures({ batch, window, features }: Setting, draw: () => number): FeatureTensor {
  const values = Float32Array.from({ length: batch * window * features }, draw);
  return { values, stocks: batch, sessions: window, features };
}

function specOf({ window, layers, hidden }: Setting): ModelSpec {
  return {
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
    seeds: 1,
    seed: 1,
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
