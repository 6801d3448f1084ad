/** Pass 7 and 8: checked blocks become the plan, with hashes. */
import type { CheckedModel, CheckedPortfolio, CheckedStrategy } from '../check/checked.ts';
import type { AcceptedDiagnostic } from '../diagnostic.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { type FitWindow, type Origin, type ParamSpec, PLAN_VERSION, type Plan } from '../plan.ts';
import { mapPortfolio, valuesOfPortfolio } from '../planPortfolio.ts';
import { Lowering } from './expressions.ts';
import { hashFolds, hashPlan, hashStages } from './stages.ts';
import { lowerTrading } from './trading.ts';

/** What goes into the plan beside the blocks. */
export interface PlanNotes {
  readonly strategy: string;
  readonly params: readonly ParamSpec[];
  readonly accepted: readonly AcceptedDiagnostic[];
  readonly origins: ReadonlyMap<string, Origin>;
}

export function lowerPlan(checked: CheckedStrategy, notes: PlanNotes): Plan {
  const { fewest: _, ...universe } = checked.universe;
  const { features, label, model, split, portfolios } = checked;
  const lowering = new Lowering(universe.benchmark, fitWindowsOf(model));
  const lower = (value: TypedExpression) => lowering.lower(value);

  const blocks = {
    universe: {
      ...universe,
      top: universe.top && { ...universe.top, by: lower(universe.top.by) },
      require: universe.require.map(lower),
    },
    features: {
      features: features.features.map(({ name, value }) => ({ name, node: lower(value) })),
      normalize: features.normalize,
    },
    label: { name: label.name, node: lower(label.value), horizon: label.horizon },
    model: { ...model, loss: lower(model.loss) },
    split,
    portfolios: portfolios.map((portfolio) => mapPortfolio(portfolio, lower)),
    ...lowerTrading(checked, lower),
    paper: checked.paper,
  };
  const specs = {
    expressions: Object.fromEntries(lowering.nodes),
    ...blocks,
    params: notes.params,
    warmUp: warmUpOf(checked),
    spans: Object.fromEntries(lowering.spans),
  };
  const stages = hashStages(specs);
  return {
    version: PLAN_VERSION,
    strategy: notes.strategy,
    hash: hashPlan(stages, specs),
    stages,
    folds: hashFolds(specs),
    ...specs,
    accepted: notes.accepted.map(({ diagnostic: { code, span }, reason }) => ({ code, reason, span })),
    origins: Object.fromEntries(notes.origins),
  };
}

/** What a prediction has learnt from: weights on train, and the epoch on validate when training is stopped by it. */
function fitWindowsOf({ earlyStopping }: CheckedModel): readonly FitWindow[] {
  return earlyStopping === null ? ['train'] : ['train', 'validate'];
}

/** History before the first decision: what features reach back, seen through the model's window, and what the book does. */
function warmUpOf({ universe, features, model, portfolios }: CheckedStrategy): number {
  const deepest = (values: readonly TypedExpression[]) =>
    values.reduce((most, { lookBack }) => Math.max(most, lookBack.sessions), 0);
  // Before there are members, nothing that is compared across them has a value.
  const ranked = universe.top?.by.lookBack.sessions ?? 0;
  const read = Math.max(
    deepest(features.features.map(({ value }) => value)) + model.window - 1,
    deepest(universe.require),
    ...portfolios.map(reachOf),
  );
  return ranked + read;
}

/** A covariance reads as many returns as it is of. */
function reachOf(portfolio: CheckedPortfolio): number {
  const { weight } = portfolio;
  const covariance = 'over' in weight ? weight.over - 1 + weight.returns.lookBack.sessions : 0;
  return Math.max(covariance, ...valuesOfPortfolio(portfolio).map(({ lookBack }) => lookBack.sessions));
}
