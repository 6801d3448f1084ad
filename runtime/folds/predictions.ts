/** What single models predict, on disk and along the paths that a book follows. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { booked, type Plan } from '../../compiler/plan.ts';
import { summarizeInformation } from '../figures/information.ts';
import { invariant } from '../invariant.ts';
import type { Axes, Panel } from '../market.ts';
import { loadModel } from '../models/persistence.ts';
import type { Artifact } from '../ports.ts';
import { readRows } from '../predictions/parquet.ts';
import type { ModelPredictions, ModelResult, Predictions } from '../results.ts';
import { judgePredictions, writePredictions } from '../stages/predict.ts';
import { joinPath, meanOf } from './join.ts';
import type { ModelUnit } from './units.ts';

/** A trained model, and its predictions over the validate and test windows of its fold. */
export interface MadeModel {
  readonly unit: ModelUnit;
  readonly model: Artifact;
  readonly predictions: Artifact;
}

const PREDICTIONS = 'predictions.parquet';
/** How well they did, so that nobody reads them for that alone. */
const JUDGED = 'judged.json';

export async function keepPredictions(
  folder: string,
  made: Predictions,
  by: Parameters<typeof writePredictions>[2],
): Promise<void> {
  await writePredictions(join(folder, PREDICTIONS), made, by);
  await writeFile(join(folder, JUDGED), `${JSON.stringify(judgedOf(made), null, 2)}\n`);
}

function judgedOf({ evaluation }: Predictions): ModelResult['test'] {
  const { sessions, mean } = summarizeInformation(evaluation.rankIc);
  return { sessions, ic: summarizeInformation(evaluation.ic).mean, rankIc: mean };
}

/** @param labels stock-major */
export async function modelPredictions(
  plan: Plan,
  made: readonly MadeModel[],
  axes: Axes,
  labels: Panel,
): Promise<ModelPredictions> {
  const { paths } = plan.split;
  const days = booked(plan.split);
  const read = ({ predictions }: MadeModel): Promise<Panel> => readRows(predictions.path(PREDICTIONS), axes);
  const along = async (path: number, isAsked: (unit: ModelUnit) => boolean): Promise<Predictions> => {
    const parts = paths[path];
    invariant(parts, `the plan has no path ${path}`);
    const values = await joinPath(parts, axes, async (fold) => {
      const panels: Panel[] = [];
      for (const each of made) if (each.unit.fold === fold && isAsked(each.unit)) panels.push(await read(each));
      return meanOf(panels);
    });
    return judgePredictions(values, { axes, days, labels });
  };
  return {
    models: await Promise.all(made.map(resultOf)),
    ofSeed: (seed) => along(0, (unit) => unit.seed === seed),
    ofPath: (path) => along(path, () => true),
  };
}

async function resultOf({ unit, model, predictions }: MadeModel): Promise<ModelResult> {
  const { fold, seed, windows } = unit;
  const { history } = await loadModel(model.folder);
  const test = JSON.parse(await readFile(predictions.path(JUDGED), 'utf8')) as ModelResult['test'];
  return { fold, seed, windows, history, test };
}
