/**
 * The features stage: from a market to what the model and the book need of it.
 *
 *   1. evaluate features, `require` and the label
 *   2. eligible: members that meet every `require`
 *   3. present: eligible, with every feature over the model's window
 *   4. fit the normaliser on train
 *   5. lay the features out for the model
 */
import type { Plan } from '../../compiler/plan.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { Values } from '../evaluate/values.ts';
import { crossSectionsOf, presentOver } from '../features/crossSections.ts';
import { pooledMoments, verifyVaries } from '../features/normalizer.ts';
import { completeness, type FeatureColumns, tensorOf } from '../features/tensor.ts';
import { verifyCrossSections, verifyUniverse } from '../features/verify.ts';
import { type Market, sessionsWithin } from '../market.ts';
import type { FeatureSet } from '../results.ts';

/** Raised whenever results change; part of the keys of all that depends on features. */
export const FEATURES_VERSION = 1;

/** Throws a UserError when the plan and this market leave nothing to learn from or to judge on. */
export function runFeatures(plan: Plan, market: Market): FeatureSet {
  const evaluated = evaluateFeatures(plan, market);
  verifyUniverse(plan, market, evaluated.eligible);
  verifyCrossSections(plan, market, evaluated.eligible, evaluated.sections);
  return layOutFeatures(plan, market, evaluated);
}

/** Steps 1 to 3, which learn nothing from the data: what is known of every session at its own decision. */
export interface EvaluatedFeatures extends Pick<FeatureSet, 'eligible' | 'present' | 'labels' | 'sections'> {
  readonly columns: FeatureColumns;
}

export function evaluateFeatures(plan: Plan, market: Market): EvaluatedFeatures {
  const stocks = market.tickers.length;
  const sessions = market.sessions.length;
  const nodes = plan.features.features.map(({ node }) => node);
  const { require } = plan.universe;

  const values = evaluate(plan.expressions, [...nodes, ...require, plan.label.node], market);
  const columns: FeatureColumns = {
    stocks,
    sessions,
    features: nodes.length,
    column: (feature, stock) => values.column(nodes[feature]!, stock),
  };

  const eligible = eligibleStocks(market, require, values);
  const present = presentOver(eligible, completeness(columns), sessions, plan.model.window);
  return {
    columns,
    eligible,
    present,
    labels: values.panel(plan.label.node),
    sections: crossSectionsOf(present, sessions),
  };
}

/** Steps 4 and 5. Throws a UserError when a feature cannot be normalised. */
export function layOutFeatures(plan: Plan, market: Market, evaluated: EvaluatedFeatures): FeatureSet {
  const { columns, ...rest } = evaluated;
  const names = plan.features.features.map(({ name }) => name);
  const normalizer = fitNormalizer(plan, market, names, columns);
  return { ...rest, names, normalizer, tensor: tensorOf(columns, normalizer) };
}

/** Members that meet every `require`; a condition that is missing is not met. */
function eligibleStocks(market: Market, require: readonly string[], values: Values): Uint8Array {
  const sessions = market.sessions.length;
  const eligible = market.members.slice();
  for (const condition of require) {
    for (let stock = 0; stock < market.tickers.length; stock++) {
      const truth = values.column(condition, stock);
      for (let t = 0; t < sessions; t++) if (truth[t] !== 1) eligible[stock * sessions + t] = 0;
    }
  }
  return eligible;
}

function fitNormalizer(
  plan: Plan,
  market: Market,
  names: readonly string[],
  columns: FeatureColumns,
): FeatureSet['normalizer'] {
  const { normalize } = plan.features;
  if (!normalize) return null;
  const { train } = plan.split;
  const window = sessionsWithin(market.sessions, train);
  const moments = pooledMoments({ ...columns, members: market.members, window });
  verifyVaries(names, moments, `${train.from} .. ${train.to}`);
  return { mean: moments.mean, sd: moments.sd, clip: normalize.clip };
}
