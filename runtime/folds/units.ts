/** The models of a run: one for each fold and seed. */
import { type FoldSpec, type Hash, type Plan, seedsOf } from '../../compiler/plan.ts';

export interface ModelUnit {
  /** Counts from 0, by fold and then by seed. */
  readonly index: number;
  readonly fold: number;
  readonly seed: number;
  readonly windows: FoldSpec;
  /** Of the plan: what its result is kept under depends on these. */
  readonly hashes: { readonly model: Hash; readonly predictions: Hash };
  /** The model whose weights it begins with, or null: weights from the seed. */
  readonly startsFrom: number | null;
  /** For people, "fold 3 of 7, seed 8"; null where there is one model. */
  readonly name: string | null;
}

export function unitsOf(plan: Pick<Plan, 'split' | 'model' | 'folds'>): readonly ModelUnit[] {
  const { folds, scheme } = plan.split;
  const seeds = seedsOf(plan.model);
  const isWarm = scheme.kind === 'walk_forward' && scheme.start === 'warm';
  return folds.flatMap((windows, fold) =>
    seeds.map((seed, k): ModelUnit => {
      const index = fold * seeds.length + k;
      const { models, predictions } = plan.folds[fold]!;
      const parts = [
        ...(folds.length > 1 ? [`fold ${fold + 1} of ${folds.length}`] : []),
        ...(seeds.length > 1 ? [`seed ${seed}`] : []),
      ];
      return {
        ...{ index, fold, seed, windows },
        hashes: { model: models[k]!, predictions: predictions[k]! },
        startsFrom: isWarm && fold > 0 ? index - seeds.length : null,
        name: parts.length === 0 ? null : parts.join(', '),
      };
    }),
  );
}

/** Where in a run's folder a model lies: at its top when it is the only one. */
export function modelFolder({ fold, seed, name }: Pick<ModelUnit, 'fold' | 'seed' | 'name'>): string {
  return name === null ? '' : `models/fold-${fold + 1}-seed-${seed}`;
}
