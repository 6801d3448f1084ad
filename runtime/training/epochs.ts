/**
 * One epoch: every training cross-section once, in seeded random order, then validation. Order and dropout depend on
 * seed, epoch and batch only, so that a training which was interrupted comes to the same bits as one which was not.
 */
import { setImmediate } from 'node:timers/promises';
import type { ModelSpec } from '../../compiler/plan.ts';
import type { Axes } from '../market.ts';
import { predictInParts } from '../models/inference.ts';
import type { Loss } from '../models/loss.ts';
import type { ModelState, TrainableModel } from '../models/model.ts';
import { random, seedFrom, shuffle } from '../random.ts';
import type { FeatureSet } from '../results.ts';
import { type DivergedAt, diverged } from './diverged.ts';
import { batchOf, type Examples } from './examples.ts';
import { judge, type ValidationFigures } from './validation.ts';

/** Streams of random numbers, beside that of the initial weights. */
const ORDER = 2;
const DROPOUT = 3;

export interface Training {
  readonly spec: ModelSpec;
  readonly axes: Axes;
  readonly features: FeatureSet;
  readonly model: TrainableModel;
  readonly loss: Loss;
  readonly train: Examples;
  readonly validate: Examples;
  /** Called before each batch with the training sequences of this epoch that are done; may throw to stop. */
  readonly onProgress: (epoch: number, sequences: number) => void;
}

/** @returns the mean loss over the training cross-sections, each before the step it took part in */
export async function trainEpoch(training: Training, epoch: number): Promise<number> {
  const { spec, model, loss, train } = training;
  const order = Int32Array.from(train.sections.sessions.keys());
  shuffle(order, random(spec.seed, ORDER, epoch));

  let total = 0;
  let done = 0;
  for (let first = 0, number = 0; first < order.length; first += spec.batchSessions, number++) {
    // Lets signals in between two batches.
    await setImmediate();
    training.onProgress(epoch, done);
    const batch = batchOf(train, order.subarray(first, first + spec.batchSessions));
    const onBatch = loss.onBatch(batch.sections, batch.labels);
    const value = await model.step(batch.sections, onBatch, seedFrom(spec.seed, DROPOUT, epoch, number));
    if (!Number.isFinite(value)) throw stopped(training, epoch, 'loss', batch);
    total += value * batch.sections.sessions.length;
    done += batch.sections.stocks.length;
  }
  return total / order.length;
}

export async function validateEpoch(training: Training, epoch: number): Promise<ValidationFigures> {
  const { spec, model, loss, train, validate } = training;
  const sequences = train.sections.stocks.length;
  const predictions = await predictInParts(model, validate.sections, spec.batchSessions, () =>
    training.onProgress(epoch, sequences),
  );
  const figures = judge(loss, validate, predictions);
  if (!Number.isFinite(figures.validationLoss)) throw stopped(training, epoch, 'validation loss', validate);
  return figures;
}

export function verifyFinite(training: Training, epoch: number, { weights }: ModelState): void {
  const broken = Object.values(weights).some(({ values }) => !values.every(Number.isFinite));
  if (broken) throw stopped(training, epoch, 'weights', training.train);
}

function stopped({ spec, axes, features }: Training, epoch: number, what: DivergedAt['what'], batch: Examples): Error {
  const { window, optimizer } = spec;
  return diverged({ epoch, what, batch, window, learningRate: optimizer.learningRate }, features, axes);
}
