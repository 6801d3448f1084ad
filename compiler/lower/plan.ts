/** Pass 7 and 8: checked blocks become the plan, with hashes. */
import type { CheckedLeg, CheckedModel, CheckedStrategy } from '../check/checked.ts';
import type { AcceptedDiagnostic } from '../diagnostic.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { type FitWindow, type LegSpec, type Origin, type ParamSpec, PLAN_VERSION, type Plan } from '../plan.ts';
import { Lowering } from './expressions.ts';
import { hashPlan, hashStages } from './stages.ts';

/** What goes into the plan beside the blocks. */
export interface PlanNotes {
  readonly strategy: string;
  readonly params: readonly ParamSpec[];
  readonly accepted: readonly AcceptedDiagnostic[];
  readonly origins: ReadonlyMap<string, Origin>;
}

export function lowerPlan(checked: CheckedStrategy, notes: PlanNotes): Plan {
  const { fewest: _, ...universe } = checked.universe;
  const { features, label, model, split, portfolio, costs, risk } = checked;
  const lowering = new Lowering(universe.benchmark, fitWindowsOf(model));
  const lower = (value: TypedExpression) => lowering.lower(value);

  const blocks = {
    universe: { ...universe, require: universe.require.map(lower) },
    features: {
      features: features.features.map(({ name, value }) => ({ name, node: lower(value) })),
      normalize: features.normalize,
    },
    label: { name: label.name, node: lower(label.value), horizon: label.horizon },
    model: { ...model, loss: lower(model.loss) },
    split,
    portfolio: { ...portfolio, long: lowerLeg(portfolio.long, lower), short: lowerLeg(portfolio.short, lower) },
    execution: checked.execution,
    costs: {
      ...costs,
      spread: lower(costs.spread),
      commission: lower(costs.commission),
      impact: lower(costs.impact),
    },
    risk: {
      ...risk,
      stops: risk.stops.map((stop) => ({ ...stop, left: lower(stop.left), right: lower(stop.right) })),
    },
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
    ...specs,
    accepted: notes.accepted.map(({ diagnostic: { code, span }, reason }) => ({ code, reason, span })),
    origins: Object.fromEntries(notes.origins),
  };
}

/** What a prediction has learnt from: weights on train, and the epoch on validate when training is stopped by it. */
function fitWindowsOf({ earlyStopping }: CheckedModel): readonly FitWindow[] {
  return earlyStopping === null ? ['train'] : ['train', 'validate'];
}

function lowerLeg(leg: CheckedLeg | null, lower: (value: TypedExpression) => string): LegSpec | null {
  return leg && { ...leg, score: lower(leg.score), filter: leg.filter && lower(leg.filter) };
}

/** History before the first decision: what features reach back, seen through the model's window, and what filters do. */
function warmUpOf({ universe, features, model, portfolio }: CheckedStrategy): number {
  const deepest = (values: readonly TypedExpression[]) =>
    values.reduce((most, { lookBack }) => Math.max(most, lookBack.sessions), 0);
  const filters = [portfolio.long?.filter, portfolio.short?.filter].filter((filter) => filter != null);
  return Math.max(
    deepest(features.features.map(({ value }) => value)) + model.window - 1,
    deepest(universe.require),
    deepest(filters),
  );
}
