/**
 * The blocks after checking: the plan's specs with expressions still typed trees instead of node ids. A block with a
 * wrong required part is null; its errors have been reported and no plan is made.
 */

import type { TypedExpression } from '../expression/typed.ts';
import type {
  CostsSpec,
  ExecutionSpec,
  FeatureSpec,
  LabelSpec,
  LegSpec,
  ModelSpec,
  PaperSpec,
  PortfolioSpec,
  RiskSpec,
  SplitSpec,
  StopSpec,
  UniverseSpec,
} from '../plan.ts';

type Typed<Spec, Keys extends keyof Spec> = Omit<Spec, Keys> & { readonly [K in Keys]: TypedExpression };

export interface CheckedUniverse extends Omit<UniverseSpec, 'require'> {
  /** Members there are at least on any session, or null when nobody says. For feasibility alone: data decides. */
  readonly fewest: number | null;
  readonly require: readonly TypedExpression[];
}

export interface CheckedFeatures extends Pick<FeatureSpec, 'normalize'> {
  readonly features: readonly { readonly name: string; readonly value: TypedExpression }[];
}

export type CheckedLabel = Omit<LabelSpec, 'node'> & { readonly value: TypedExpression };

export type CheckedModel = Typed<ModelSpec, 'loss'>;

/** Purge and embargo follow from what is learnt. */
export type CheckedWindows = Omit<SplitSpec, 'purge' | 'embargo'>;

export type CheckedLeg = Omit<LegSpec, 'score' | 'filter'> & {
  readonly score: TypedExpression;
  readonly filter: TypedExpression | null;
};

export type CheckedPortfolio = Omit<PortfolioSpec, 'long' | 'short'> & {
  readonly long: CheckedLeg | null;
  readonly short: CheckedLeg | null;
};

export type CheckedCosts = Typed<CostsSpec, 'spread' | 'commission' | 'impact'>;

export type CheckedStop = Typed<StopSpec, 'left' | 'right'>;

export type CheckedRisk = Omit<RiskSpec, 'stops'> & { readonly stops: readonly CheckedStop[] };

export interface CheckedStrategy {
  readonly universe: CheckedUniverse;
  readonly features: CheckedFeatures;
  readonly label: CheckedLabel;
  readonly model: CheckedModel;
  readonly split: SplitSpec;
  readonly portfolio: CheckedPortfolio;
  readonly execution: ExecutionSpec;
  readonly costs: CheckedCosts;
  readonly risk: CheckedRisk;
  readonly paper: PaperSpec;
}
