/**
 * The features stage: from a market to what the model and the book need of it.
 *
 *   1. evaluate features, `require` and the label
 *   2. eligible: members that meet every `require`
 *   3. present: eligible, with every feature over the model's window
 *   4. fit the normaliser on the train window of a fold
 *   5. lay the features out for its models
 */
import { type FoldSpec, type Plan, rangesText } from '../../compiler/plan.ts';
import { evaluateByStock } from '../evaluate/byStock.ts';
import { crossSectionsOf, presentOver } from '../features/crossSections.ts';
import { pooledMoments, verifyVaries } from '../features/normalizer.ts';
import { surveyOf } from '../features/survey.ts';
import { type FeatureColumns, readerOf } from '../features/tasks.ts';
import { tensorOf } from '../features/tensor.ts';
import { verifyCrossSections, verifyUniverse } from '../features/verify.ts';
import { scaledOn } from '../folds/sessions.ts';
import type { Market } from '../market.ts';
import type { FeatureSet } from '../results.ts';

/** Raised whenever results change; part of the keys of all that depends on features. */
export const FEATURES_VERSION = 1;

/**
 * Steps 1 to 3, for all folds.
 * @throws UserError when the plan and this market leave nothing to learn from or to judge on
 */
export function runFeatures(plan: Plan, market: Market): EvaluatedFeatures {
  const evaluated = evaluateFeatures(plan, market);
  verifyUniverse(plan, market, evaluated.eligible);
  verifyCrossSections(plan, market, evaluated.eligible, evaluated.sections);
  return evaluated;
}

/** What learns nothing from the data: what is known of every session at its own decision. */
export interface EvaluatedFeatures extends Pick<FeatureSet, 'eligible' | 'present' | 'labels' | 'sections'> {
  readonly columns: FeatureColumns;
}

export function evaluateFeatures(plan: Plan, market: Market): EvaluatedFeatures {
  const stocks = market.tickers.length;
  const sessions = market.sessions.length;
  const nodes = plan.features.features.map(({ node }) => node);
  const { require } = plan.universe;

  const { values, each } = evaluateByStock(plan.expressions, [...nodes, ...require], [plan.label.node], market);
  const columns: FeatureColumns = {
    stocks,
    sessions,
    features: nodes.length,
    each: (task) => each({ task, readerOf }),
  };

  const { eligible, complete } = surveyOf(columns, market.members);
  const present = presentOver(eligible, complete, sessions, plan.model.window);
  return {
    columns,
    eligible,
    present,
    labels: values.panel(plan.label.node),
    sections: crossSectionsOf(present, sessions),
  };
}

/** Steps 4 and 5, for one fold. Throws a UserError when a feature cannot be normalised. */
export function layOutFeatures(plan: Plan, fold: FoldSpec, market: Market, evaluated: EvaluatedFeatures): FeatureSet {
  const { columns, ...rest } = evaluated;
  const names = plan.features.features.map(({ name }) => name);
  const normalizer = fitNormalizer(plan, fold, market, names, columns);
  return { ...rest, names, normalizer, tensor: tensorOf(columns, normalizer) };
}

function fitNormalizer(
  plan: Plan,
  fold: FoldSpec,
  market: Market,
  names: readonly string[],
  columns: FeatureColumns,
): FeatureSet['normalizer'] {
  const { normalize } = plan.features;
  if (!normalize) return null;
  const windows = scaledOn(fold, plan.split, market.sessions);
  const moments = pooledMoments({ columns, members: market.members, windows });
  verifyVaries(names, moments, rangesText(fold.train));
  return { mean: moments.mean, sd: moments.sd, clip: normalize.clip };
}
