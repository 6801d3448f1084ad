/**
 * Each stage's hash is over exactly what its result depends on: its own spec and the stages before it. Names that are
 * for people only (features, the label, the text of a stop) are left out. What is fitted has a hash for each fold, and a
 * model for each seed, so that a fold or a seed that is added leaves those of the others as they are.
 */
import {
  type FoldHashes,
  type FoldSpec,
  type Hash,
  learnsAfterwards,
  PLAN_VERSION,
  type Plan,
  type StageName,
  type StopSpec,
  seedsOf,
} from '../plan.ts';
import { type Canonical, hashOf } from './canonical.ts';

export type Specs = Omit<Plan, 'version' | 'strategy' | 'hash' | 'stages' | 'folds' | 'accepted' | 'origins'>;

export function hashStages(plan: Specs): Readonly<Record<StageName, Hash>> {
  const folds = hashFolds(plan);
  const meaningOf = ({ text: _, ...meaning }: StopSpec) => meaning;
  const { stops, positionStops } = plan.risk;
  const { execution, costs, paper } = plan;
  const portfolios = plan.portfolios.map(({ name: _, ...meaning }) => meaning);
  const risk = { ...plan.risk, stops: stops.map(meaningOf), positionStops: positionStops.map(meaningOf) };
  const predictions = predictionsOf(folds, plan);
  return {
    data: hashData(plan),
    features: together(folds.map(({ features }) => features)),
    model: together(folds.flatMap(({ models }) => models)),
    predictions,
    book: stage('book', { predictions, portfolios, execution, costs, risk, capital: paper.capital }),
  };
}

export function hashFolds(plan: Specs): readonly FoldHashes[] {
  const data = hashData(plan);
  const hashes: FoldHashes[] = [];
  for (const fold of plan.split.folds) {
    const features = hashFeatures(data, fold, plan);
    const models = seedsOf(plan.model).map((seed, k) =>
      hashModel(features, fold, seed, hashes.at(-1)?.models[k] ?? null, plan),
    );
    const predictions = models.map((model) => stage('predictions', { model, test: fold.test }));
    hashes.push({ features, models, predictions });
  }
  return hashes;
}

/** The hash of the whole meaning: the last stage, and what no stage depends on. */
export function hashPlan(stages: Readonly<Record<StageName, Hash>>, { split, paper }: Specs): Hash {
  const { embargo, scheme } = split;
  return hashOf({ book: stages.book, embargo, scheme: asCanonical(scheme), at: asCanonical(paper.at) });
}

function hashData({ universe: { require: _, ...source } }: Specs): Hash {
  return stage('data', { version: PLAN_VERSION, source });
}

function hashFeatures(data: Hash, { train }: FoldSpec, { universe, features, split }: Specs): Hash {
  const { normalize } = features;
  // Without normalisation nothing is fitted, and the windows of the split change no feature.
  const fittedOn = normalize === null ? null : { train, embargo: embargoOf(split) };
  return stage('features', {
    data,
    require: universe.require,
    order: features.features.map(({ node }) => node),
    normalize,
    fittedOn,
  });
}

/** @param before the same seed's model of the fold before */
function hashModel(
  features: Hash,
  { train, validate }: FoldSpec,
  seed: number,
  before: Hash | null,
  plan: Specs,
): Hash {
  const { scheme, purge } = plan.split;
  const { seeds: _, ...model } = plan.model;
  const isWarm = scheme.kind === 'walk_forward' && scheme.start === 'warm';
  return stage('model', {
    features,
    label: plan.label.node,
    horizon: plan.label.horizon,
    model: { ...model, seed },
    ...{ train, validate, purge, embargo: embargoOf(plan.split) },
    from: isWarm ? before : null,
  });
}

/** Null where it leaves nothing out. */
function embargoOf(split: Plan['split']): number | null {
  return learnsAfterwards(split) ? split.embargo : null;
}

/** Those of one model are what the book trades; of several, their mean, each fold on the days of its paths. */
function predictionsOf(folds: readonly FoldHashes[], { split }: Specs): Hash {
  const all = folds.flatMap(({ predictions }) => predictions);
  const [only, ...others] = all;
  return others.length === 0 ? only! : stage('predictions', { all, paths: split.paths });
}

function together(hashes: readonly Hash[]): Hash {
  return hashes.length === 1 ? hashes[0]! : hashOf(hashes);
}

function stage(name: StageName, dependsOn: object): Hash {
  return hashOf({ stage: name, dependsOn: asCanonical(dependsOn) });
}

/** Specs are plain JSON data; their interfaces only lack the index signature that would say so. */
function asCanonical(spec: object | null): Canonical {
  return spec as Canonical;
}
