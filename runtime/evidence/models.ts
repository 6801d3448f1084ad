/** The book on the predictions of one seed, and on each path of a split whose folds judge the same days. */
import { type Plan, seedsOf } from '../../compiler/plan.ts';
import { summarizeInformation } from '../figures/information.ts';
import type { ModelPredictions, Predictions } from '../results.ts';
import { type RunBook, tryBook } from './books.ts';
import type { Progress } from './progress.ts';
import type { SeedResult, SplitPath } from './types.ts';

/** How many books `seedsOf` and `splitPathsOf` run. */
export function modelBooks({ model, split }: Plan): number {
  return (model.seeds > 1 ? model.seeds : 0) + (split.paths.length > 1 ? split.paths.length : 0);
}

/** Empty with one seed: that book is the strategy's own. */
export async function seedResults(
  { model }: Plan,
  models: ModelPredictions,
  run: RunBook,
  progress: Progress,
): Promise<SeedResult[]> {
  const results: SeedResult[] = [];
  for (const seed of model.seeds > 1 ? seedsOf(model) : []) {
    results.push({ seed, ...bookOn(await models.ofSeed(seed), run) });
    await progress.step(`seed ${seed}`);
  }
  return results;
}

/** Empty where there is one path. */
export async function splitPathsOf(
  { split }: Plan,
  models: ModelPredictions,
  run: RunBook,
  progress: Progress,
): Promise<SplitPath[]> {
  const results: SplitPath[] = [];
  for (let path = 0; split.paths.length > 1 && path < split.paths.length; path++) {
    results.push(bookOn(await models.ofPath(path), run));
    await progress.step(`path ${path + 1} of ${split.paths.length}`);
  }
  return results;
}

function bookOn(predictions: Predictions, run: RunBook): SplitPath {
  const outcome = tryBook(run, { predictions });
  return {
    figures: 'figures' in outcome ? outcome.figures.net : null,
    rankIc: summarizeInformation(predictions.evaluation.rankIc).mean,
    note: 'failed' in outcome ? outcome.failed : null,
  };
}
