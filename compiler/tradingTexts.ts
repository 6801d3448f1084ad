/** Costs, limits and executions of a plan in words, as one would write them: for the summary and for reports. */

import type { Unit } from '../stdlib/types.ts';
import { PRICE, RATIO, USD } from '../stdlib/units.ts';
import { PER_YEAR } from './expression/units.ts';
import { formatNumber, formula } from './formula.ts';
import { formatRatio, plain } from './numbers.ts';
import type { ExpressionNode, LimitsSpec, NodeId, Plan, TailLimitSpec } from './plan.ts';

/** By key, in the order in which they are applied. */
export type Texts = readonly (readonly [key: string, text: string])[];

type Expressions = Plan['expressions'];

/** What may be left out is told only where it is something. */
export function costTexts({ costs, expressions }: Pick<Plan, 'costs' | 'expressions'>): Texts {
  const rate = (key: 'spread' | 'commission' | 'impact') => withUnit(costs[key], RATIO, expressions);
  const perShare = `${withUnit(costs.commission, PRICE, expressions)} per share`;
  const least = costs.minimumCommission;
  const yearly = (['financing', 'cash'] as const).filter((key) => !isZero(expressions[costs[key]]));
  return [
    ['spread', rate('spread')],
    [
      'commission',
      (costs.commissionOn === 'shares' ? perShare : rate('commission')) +
        (least === 0 ? '' : `, minimum ${formatNumber(least, USD)}`),
    ],
    ['impact', rate('impact')],
    ['borrow', yearlyText(costs.borrow, expressions)],
    ...yearly.map((key) => [key, yearlyText(costs[key], expressions)] as const),
  ];
}

export function yearlyText(id: NodeId, expressions: Expressions): string {
  return withUnit(id, PER_YEAR, expressions);
}

/** Equal numbers are one node, whose unit is that of whichever was first: what it is here, its place says. */
function withUnit(id: NodeId, unit: Unit, expressions: Expressions): string {
  const node = expressions[id];
  if (node?.op !== 'constant') return formula(id, expressions);
  return formatNumber(node.constants[0] ?? 0, unit);
}

function isZero(node: ExpressionNode | undefined): boolean {
  return node?.op === 'constant' && node.constants[0] === 0;
}

/** Every limit that there is. */
export function limitTexts(limits: LimitsSpec, expressions: Expressions): Texts {
  const { weight, volume, correlation, names, sector, beta, net, gross, valueAtRisk, expectedShortfall } = limits;
  const ratio = (value: number | null) => (value === null ? null : formatRatio(value));
  const texts: readonly (readonly [string, string | null])[] = [
    ['weight', ratio(weight)],
    ['volume', volume && `${formatRatio(volume.most)} of ${formula(volume.of, expressions)}`],
    ['correlation', correlation && `${plain(correlation.most)} over ${correlation.window}d`],
    ['names', names === null ? null : plain(names)],
    ['sector', ratio(sector)],
    ['beta', beta && `${plain(beta.most)} by ${formula(beta.of, expressions)}`],
    ['net', ratio(net)],
    ['gross', ratio(gross)],
    ['value_at_risk', valueAtRisk && tailText(valueAtRisk)],
    ['expected_shortfall', expectedShortfall && tailText(expectedShortfall)],
    ['turnover', ratio(limits.turnover)],
  ];
  return texts.flatMap(([key, text]) => (text === null ? [] : [[key, text] as const]));
}

function tailText({ most, level, window, method }: TailLimitSpec): string {
  return `${formatRatio(most)} at ${formatRatio(level)} over ${window}d by ${method}`;
}
