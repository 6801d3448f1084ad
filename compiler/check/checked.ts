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
  LimitsSpec,
  ModelSpec,
  PaperSpec,
  RiskSpec,
  SplitSpec,
  StopSpec,
  TailLimitSpec,
} from '../plan.ts';
import type { LegOf, PortfolioOf } from '../planPortfolio.ts';
import type { UniverseOf } from '../planUniverse.ts';

type Typed<Spec, Keys extends keyof Spec> = Omit<Spec, Keys> & { readonly [K in Keys]: TypedExpression };

export interface CheckedUniverse extends UniverseOf<TypedExpression> {
  /** Members there are at least on any session, or null when nobody says. For feasibility alone: data decides. */
  readonly fewest: number | null;
}

export interface CheckedFeatures extends Pick<FeatureSpec, 'normalize'> {
  readonly features: readonly { readonly name: string; readonly value: TypedExpression }[];
}

export type CheckedLabel = Omit<LabelSpec, 'node'> & { readonly value: TypedExpression };

export type CheckedModel = Typed<ModelSpec, 'loss'>;

export type CheckedLeg = LegOf<TypedExpression>;
export type CheckedPortfolio = PortfolioOf<TypedExpression>;

export type CheckedExecution = Omit<ExecutionSpec, 'participation'> & {
  readonly participation: Typed<NonNullable<ExecutionSpec['participation']>, 'of'> | null;
};

export type CheckedCosts = Typed<CostsSpec, 'spread' | 'commission' | 'impact' | 'borrow' | 'financing' | 'cash'>;

export type CheckedStop = Typed<Omit<StopSpec, 'resumeWhen'>, 'left' | 'right'> & {
  readonly resumeWhen: TypedExpression | null;
};

export type CheckedTailLimit = Typed<TailLimitSpec, 'returns'>;

type OfSomething = 'volume' | 'correlation' | 'sector' | 'beta' | 'valueAtRisk' | 'expectedShortfall';

export type CheckedLimits = Omit<LimitsSpec, OfSomething> & {
  readonly volume: Typed<NonNullable<LimitsSpec['volume']>, 'of'> | null;
  readonly correlation: Typed<NonNullable<LimitsSpec['correlation']>, 'returns'> | null;
  readonly sector: Typed<NonNullable<LimitsSpec['sector']>, 'of'> | null;
  readonly beta: Typed<NonNullable<LimitsSpec['beta']>, 'of'> | null;
  readonly valueAtRisk: CheckedTailLimit | null;
  readonly expectedShortfall: CheckedTailLimit | null;
};

export type CheckedRisk = Omit<RiskSpec, 'stops' | 'positionStops' | 'limits'> & {
  readonly stops: readonly CheckedStop[];
  readonly positionStops: readonly CheckedStop[];
  readonly limits: CheckedLimits;
};

export interface CheckedStrategy {
  readonly universe: CheckedUniverse;
  readonly features: CheckedFeatures;
  readonly label: CheckedLabel;
  readonly model: CheckedModel;
  readonly split: SplitSpec;
  readonly portfolios: readonly CheckedPortfolio[];
  readonly execution: CheckedExecution;
  readonly costs: CheckedCosts;
  readonly risk: CheckedRisk;
  readonly paper: PaperSpec;
}
