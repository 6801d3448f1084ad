/**
 * The train stage: from features to a trained model.
 *
 *   1. examples of the train and validate windows, purged
 *   2. a fresh model, or the one that the checkpoint holds
 *   3. epochs, each with validation and a checkpoint, until they are done or patience is out
 *   4. the weights of the epoch kept
 */
import { type Plan, rangesText } from '../../compiler/plan.ts';
import type { EpochFigures } from '../events.ts';
import { type LearningWindow, learntFrom } from '../folds/sessions.ts';
import type { ModelUnit } from '../folds/units.ts';
import { Interrupted } from '../interrupted.ts';
import type { Axes } from '../market.ts';
import { compileLoss } from '../models/loss.ts';
import type { ModelEngine, Weights } from '../models/model.ts';
import { initialMoments } from '../models/optimizer.ts';
import { parameterCount } from '../models/parameters.ts';
import type { TrainedModel } from '../models/persistence.ts';
import { type EventSink, UserError } from '../ports.ts';
import type { FeatureSet } from '../results.ts';
import { type Checkpoint, type CheckpointOwner, readCheckpoint, writeCheckpoint } from '../training/checkpoint.ts';
import { type Training, trainEpoch, validateEpoch, verifyFinite } from '../training/epochs.ts';
import { type Examples, examplesWithin, fewestStocks } from '../training/examples.ts';
import { isBetter } from '../training/validation.ts';

/** Raised whenever results change; part of the artifact key. */
export const TRAIN_VERSION = 3;

const STAGE = 'model';

export interface TrainInputs {
  readonly plan: Plan;
  readonly unit: ModelUnit;
  readonly axes: Axes;
  readonly features: FeatureSet;
  readonly engine: ModelEngine;
  /** Weights to begin with; null: those of the seed. */
  readonly start: Weights | null;
  /** A folder that outlives interruption; the checkpoint is kept there. */
  readonly workspace: string;
  readonly events: EventSink;
  readonly signal?: AbortSignal;
}

/**
 * @throws Interrupted when `signal` says so; the last whole epoch is kept in the workspace
 * @throws UserError when a window has nothing to learn from (`no-examples`), or when loss or weights stop being
 *   numbers (`training-diverged`)
 */
export async function runTrain(inputs: TrainInputs): Promise<TrainedModel> {
  const { plan, unit, axes, features, engine, start } = inputs;
  const spec = { ...plan.model, seed: unit.seed };
  const train = examplesOf(inputs, 'train');
  const validate = examplesOf(inputs, 'validate');

  const architecture = { layers: spec.layers, hidden: spec.hidden, features: features.tensor.features };
  const owner = { modelHash: unit.hashes.model, engine: `${engine.name} ${engine.version}`, architecture };
  const checkpoint = await resume(inputs, owner);
  const loss = await compileLoss(plan);
  const begin = start && { weights: start, moments: initialMoments(spec.optimizer, start), steps: 0 };
  const model = await engine.create(spec, features.tensor, checkpoint?.state ?? begin);
  try {
    const onProgress = progress(inputs, train);
    const training = { spec, axes, features, model, loss, train, validate, onProgress };
    const { weights, epochs } = await runEpochs(training, inputs, owner, checkpoint);
    return {
      architecture,
      modelHash: unit.hashes.model,
      engine: { name: engine.name, version: engine.version },
      normalizer: plainNormalizer(features),
      weights,
      history: {
        engine: engine.name,
        epochs,
        bestEpoch: epochKept(epochs)?.epoch ?? 0,
        stoppedEarly: epochs.length < spec.epochs,
        trainSessions: train.sections.sessions.length,
        validationSessions: validate.sections.sessions.length,
        sequences: train.sections.stocks.length,
        parameters: parameterCount(architecture),
      },
    };
  } finally {
    model.dispose();
  }
}

/** As JSON can hold it. */
function plainNormalizer({ normalizer }: FeatureSet): TrainedModel['normalizer'] {
  return normalizer && { mean: [...normalizer.mean], sd: [...normalizer.sd], clip: normalizer.clip };
}

function examplesOf({ plan, unit, axes, features }: TrainInputs, name: LearningWindow): Examples {
  const within = learntFrom(name, unit.windows, plan.split, axes.sessions);
  const fewest = fewestStocks(plan);
  const examples = examplesWithin(features.sections, features.labels, axes.sessions.length, within, fewest);
  if (examples.sections.sessions.length > 0) return examples;
  const stocks = fewest === 1 ? 'a stock' : 'two stocks';
  throw new UserError(
    'no-examples',
    `no session of the ${name} window ${rangesText(unit.windows[name])} has ${stocks} with a full history and a label`,
    ['choose a window that the data covers', 'a shorter `window` in the model block asks for less history'],
  );
}

async function resume({ workspace, events }: TrainInputs, owner: CheckpointOwner): Promise<Checkpoint | null> {
  const found = await readCheckpoint(workspace, owner);
  if (found === 'damaged') {
    const message = 'the checkpoint of an earlier training cannot be used; training starts from the beginning';
    events.emit({ type: 'notice', code: 'checkpoint-unusable', message });
    return null;
  }
  if (found !== null) {
    events.emit({ type: 'training-resumed', epoch: found.epochs.length, epochs: found.epochs });
  }
  return found;
}

async function runEpochs(
  training: Training,
  { workspace, events }: TrainInputs,
  owner: CheckpointOwner,
  checkpoint: Checkpoint | null,
): Promise<{ weights: Weights; epochs: readonly EpochFigures[] }> {
  const { spec, model } = training;
  let best = checkpoint?.best ?? null;
  let epochs = checkpoint?.epochs ?? [];
  while (best === null || (epochs.length < spec.epochs && !isOutOfPatience(spec.earlyStopping, epochs))) {
    const epoch = epochs.length + 1;
    const trainLoss = await trainEpoch(training, epoch);
    const state = await model.state();
    verifyFinite(training, epoch, state);
    const validation = await validateEpoch(training, epoch);
    const isKept = isBetter(spec.earlyStopping, validation, epochKept(epochs));
    const figures = { epoch, trainLoss, ...validation, best: isKept };
    if (isKept || best === null) best = state.weights;
    epochs = [...epochs, figures];
    await writeCheckpoint(workspace, owner, { state, best, epochs });
    events.emit({ type: 'epoch-finished', epochs: spec.epochs, ...figures });
  }
  return { weights: best, epochs };
}

function epochKept(epochs: readonly EpochFigures[]): EpochFigures | null {
  return epochs.findLast((epoch) => epoch.best) ?? null;
}

function isOutOfPatience(stopping: Plan['model']['earlyStopping'], epochs: readonly EpochFigures[]): boolean {
  if (stopping === null) return false;
  return epochs.length - (epochKept(epochs)?.epoch ?? 0) >= stopping.patience;
}

/** Says how far training has come, in sequences, and stops it when asked to. */
function progress({ plan, events, signal }: TrainInputs, train: Examples): Training['onProgress'] {
  const perEpoch = train.sections.stocks.length;
  const { epochs } = plan.model;
  return (epoch, sequences) => {
    if (signal?.aborted) {
      const kept = epoch === 1 ? 'nothing is kept of the first epoch' : `epoch ${epoch - 1} is kept`;
      throw new Interrupted(STAGE, `training stopped in epoch ${epoch}; ${kept}; the same command goes on from there`);
    }
    events.emit({
      type: 'stage-progress',
      stage: STAGE,
      done: (epoch - 1) * perEpoch + sequences,
      total: epochs * perEpoch,
      unit: 'sequences',
      note: `epoch ${epoch} of ${epochs}`,
    });
  };
}
