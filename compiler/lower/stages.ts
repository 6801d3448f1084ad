/**
 * Each stage's hash is over exactly what its result depends on: its own spec and the stages before it. Names that are
 * for people only (features, the label, the text of a stop) are left out.
 */
import type { Hash, Plan, StageName } from '../plan.ts';
import { PLAN_VERSION } from '../plan.ts';
import { type Canonical, hashOf } from './canonical.ts';

export type Specs = Omit<Plan, 'version' | 'strategy' | 'hash' | 'stages' | 'accepted' | 'origins'>;

export function hashStages(plan: Specs): Readonly<Record<StageName, Hash>> {
  const { universe, split, paper } = plan;
  const { require, ...source } = universe;
  const data = stage('data', { version: PLAN_VERSION, source });

  const { normalize } = plan.features;
  const order = plan.features.features.map(({ node }) => node);
  // Without normalisation nothing is fitted, and the windows of the split change no feature.
  const fittedOn = normalize === null ? null : split.train;
  const features = stage('features', { data, require, order, normalize, fittedOn });

  const { train, validate, test, purge } = split;
  const { node: label, horizon } = plan.label;
  const model = stage('model', { features, label, horizon, model: plan.model, train, validate, purge });
  const predictions = stage('predictions', { model, test });

  const stops = plan.risk.stops.map(({ text: _, ...meaning }) => meaning);
  const { portfolio, execution, costs } = plan;
  const risk = { ...plan.risk, stops };
  const book = stage('book', { predictions, portfolio, execution, costs, risk, capital: paper.capital });
  return { data, features, model, predictions, book };
}

/** The hash of the whole meaning: the last stage, and what no stage depends on. */
export function hashPlan(stages: Readonly<Record<StageName, Hash>>, plan: Specs): Hash {
  return hashOf({ book: stages.book, embargo: plan.split.embargo, at: asCanonical(plan.paper.at) });
}

function stage(name: StageName, dependsOn: object): Hash {
  return hashOf({ stage: name, dependsOn: asCanonical(dependsOn) });
}

/** Specs are plain JSON data; their interfaces only lack the index signature that would say so. */
function asCanonical(spec: object | null): Canonical {
  return spec as Canonical;
}
