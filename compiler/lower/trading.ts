/** Execution, costs and risk of the plan, from what was checked. */
import type { CheckedLimits, CheckedStop, CheckedStrategy, CheckedTailLimit } from '../check/checked.ts';
import type { TypedExpression } from '../expression/typed.ts';
import type { CostsSpec, ExecutionSpec, LimitsSpec, NodeId, RiskSpec, StopSpec, TailLimitSpec } from '../plan.ts';

type Lower = (value: TypedExpression) => NodeId;

interface Trading {
  readonly execution: ExecutionSpec;
  readonly costs: CostsSpec;
  readonly risk: RiskSpec;
}

export function lowerTrading({ execution, costs, risk }: CheckedStrategy, lower: Lower): Trading {
  const { participation } = execution;
  return {
    execution: { ...execution, participation: participation && { ...participation, of: lower(participation.of) } },
    costs: {
      spread: lower(costs.spread),
      commission: lower(costs.commission),
      commissionOn: costs.commissionOn,
      minimumCommission: costs.minimumCommission,
      impact: lower(costs.impact),
      borrow: lower(costs.borrow),
      financing: lower(costs.financing),
      cash: lower(costs.cash),
    },
    risk: {
      ...risk,
      stops: risk.stops.map((stop) => lowerStop(stop, lower)),
      positionStops: risk.positionStops.map((stop) => lowerStop(stop, lower)),
      limits: lowerLimits(risk.limits, lower),
    },
  };
}

function lowerStop(stop: CheckedStop, lower: Lower): StopSpec {
  const { left, right, resumeWhen } = stop;
  return { ...stop, left: lower(left), right: lower(right), resumeWhen: resumeWhen && lower(resumeWhen) };
}

function lowerLimits(limits: CheckedLimits, lower: Lower): LimitsSpec {
  const { volume, correlation, sector, beta } = limits;
  return {
    ...limits,
    volume: volume && { ...volume, of: lower(volume.of) },
    correlation: correlation && { ...correlation, returns: lower(correlation.returns) },
    sector: sector && { ...sector, of: lower(sector.of) },
    beta: beta && { ...beta, of: lower(beta.of) },
    valueAtRisk: lowerTail(limits.valueAtRisk, lower),
    expectedShortfall: lowerTail(limits.expectedShortfall, lower),
  };
}

function lowerTail(limit: CheckedTailLimit | null, lower: Lower): TailLimitSpec | null {
  return limit && { ...limit, returns: lower(limit.returns) };
}
