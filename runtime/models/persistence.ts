/** A trained model as a folder: `weights.safetensors` and, for people and checks, `model.json`. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainingHistory } from '../results.ts';
import type { Weights } from './model.ts';
import { type Architecture, parameterShapes } from './parameters.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

export interface TrainedModel {
  readonly architecture: Architecture;
  /** `plan.stages.model` of the plan it was trained for. */
  readonly modelHash: string;
  readonly engine: { readonly name: string; readonly version: string };
  /** One mean and sd for each feature; null when the strategy does not normalise. */
  readonly normalizer: {
    readonly mean: readonly number[];
    readonly sd: readonly number[];
    readonly clip: number | null;
  } | null;
  /** Of the epoch that was kept. */
  readonly weights: Weights;
  readonly history: TrainingHistory;
}

const WEIGHTS = 'weights.safetensors';
const DESCRIPTION = 'model.json';

export async function saveModel(folder: string, trained: TrainedModel): Promise<void> {
  const { weights, ...description } = trained;
  await writeFile(join(folder, WEIGHTS), encodeSafetensors({ tensors: weights, metadata: { format: 'strat' } }));
  await writeFile(join(folder, DESCRIPTION), `${JSON.stringify(description, null, 2)}\n`);
}

/** @throws Error when a file is missing or does not hold the model that it describes. */
export async function loadModel(folder: string): Promise<TrainedModel> {
  const description = JSON.parse(await readFile(join(folder, DESCRIPTION), 'utf8')) as Omit<TrainedModel, 'weights'>;
  if (description.normalizer === undefined) throw new Error(`${folder}: ${DESCRIPTION} does not tell the normalizer`);
  const { tensors } = decodeSafetensors(await readFile(join(folder, WEIGHTS)));
  for (const { name, shape } of parameterShapes(description.architecture)) {
    const found = tensors[name]?.shape.join(' × ') ?? 'missing';
    const expected = shape.join(' × ');
    if (found !== expected) throw new Error(`${folder}: weight ${name} is ${found}, not ${expected}`);
  }
  return { ...description, weights: tensors };
}
