/** Plans that differ from the strategy's own in one number, made without the compiler. */
import type { ExpressionNode, NodeId, Plan, PortfolioSpec, RiskSpec } from '../../compiler/plan.ts';
import { invariant } from '../invariant.ts';

/** Costs times a factor, interest on cash as it is: it is earned. */
export function withCosts(plan: Plan, factor: number): Plan {
  const expressions: Record<NodeId, ExpressionNode> = { ...plan.expressions };
  const constant: ExpressionNode = {
    ...scalarFacets(plan),
    id: `${FACTOR}${factor}`,
    op: 'constant',
    name: null,
    inputs: [],
    constants: [factor],
    version: 1,
    fittedOn: [],
  };
  expressions[constant.id] = constant;
  const times = (node: NodeId): NodeId => {
    const id = `${FACTOR}${factor} ${node}`;
    expressions[id] = {
      ...plan.expressions[node]!,
      id,
      op: 'multiply',
      name: null,
      inputs: [constant.id, node],
      constants: [],
    };
    return id;
  };
  const { costs } = plan;
  return {
    ...plan,
    expressions,
    costs: {
      ...costs,
      spread: times(costs.spread),
      commission: times(costs.commission),
      minimumCommission: costs.minimumCommission * factor,
      impact: times(costs.impact),
      borrow: times(costs.borrow),
      financing: times(costs.financing),
    },
  };
}

/** All of the cross-section, long only and at equal weights, on the strategy's schedule and at its costs, without risk rules. */
export function equalWeight(plan: Plan): Plan {
  const [first] = plan.portfolios;
  const leg = first?.long ?? first?.short;
  invariant(leg, 'a portfolio has a leg');
  const portfolio: PortfolioSpec = {
    name: null,
    share: 1,
    long: { take: { kind: 'all' }, score: leg.score, filter: null, gross: 1 },
    short: null,
    weight: { method: 'equal' },
    neutral: null,
    hold: null,
    smooth: null,
    rebalance: first!.rebalance,
    drift: null,
  };
  return { ...plan, portfolios: [portfolio], risk: NO_RISK };
}

const NO_RISK: RiskSpec = {
  volatilityTarget: null,
  stops: [],
  positionStops: [],
  limits: {
    weight: null,
    volume: null,
    correlation: null,
    names: null,
    sector: null,
    beta: null,
    net: null,
    gross: null,
    valueAtRisk: null,
    expectedShortfall: null,
    turnover: null,
  },
};

/** Names no node of a plan has: those are hashes. */
const FACTOR = 'times ';

/** Of a bare number. */
function scalarFacets({
  expressions,
  costs,
}: Plan): Pick<ExpressionNode, 'kind' | 'unit' | 'availability' | 'lookBack'> {
  const { lookBack } = expressions[costs.spread]!;
  return {
    kind: 'scalar',
    unit: { usd: 0, share: 0, session: 0, year: 0, bare: true },
    availability: 'always',
    lookBack: { ...lookBack, sessions: 0, recursive: false },
  };
}
