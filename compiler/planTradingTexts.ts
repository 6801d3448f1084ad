/** Costs, limits and stops in words, as one would write them: for summaries, outlines and reports alike. */
import type { LimitsSpec, NodeId, Plan, StopSpec, TailLimitSpec } from './plan.ts';
import type { Writer } from './planPortfolioTexts.ts';

/** By key, in the order in which they are applied. */
export type Texts = readonly (readonly [key: string, text: string])[];

/** What may be left out is told only where it is something. */
export function costTexts({ costs, expressions }: Pick<Plan, 'costs' | 'expressions'>, write: Writer): Texts {
  const { spread, commission, commissionOn, minimumCommission, impact } = costs;
  // Equal numbers are one node, whatever they count: what it is here, its place says.
  const constant = (id: NodeId) => (expressions[id]?.op === 'constant' ? expressions[id].constants[0]! : null);
  const rate = (id: NodeId) => say(constant(id), write.ratio, id);
  const yearly = (id: NodeId) => say(constant(id), (value) => `${write.ratio(value)} per year`, id);
  const say = (value: number | null, number: (value: number) => string, id: NodeId) =>
    value === null ? write.expression(id) : number(value);
  const perShare = say(constant(commission), (value) => `${write.plain(value)} USD`, commission);
  const asked = commissionOn === 'shares' ? `${perShare} per share` : rate(commission);
  const least = minimumCommission === 0 ? '' : `, minimum ${write.plain(minimumCommission)} USD`;
  const carried = (['financing', 'cash'] as const).filter((key) => constant(costs[key]) !== 0);
  return [
    ['spread', rate(spread)],
    ['commission', asked + least],
    ['impact', rate(impact)],
    ['borrow', yearly(costs.borrow)],
    ...carried.map((key) => [key, yearly(costs[key])] as const),
  ];
}

/** Every limit that there is. */
export function limitTexts(limits: LimitsSpec, { expression, ratio, plain }: Writer): Texts {
  const { weight, volume, correlation, names, sector, beta, net, gross, valueAtRisk, expectedShortfall } = limits;
  const share = (value: number | null) => (value === null ? null : ratio(value));
  const tail = ({ most, level, window, method }: TailLimitSpec) =>
    `${ratio(most)} at ${ratio(level)} over ${window}d by ${method}`;
  const texts: readonly (readonly [string, string | null])[] = [
    ['weight', share(weight)],
    ['volume', volume && `${ratio(volume.most)} of ${expression(volume.of)}`],
    ['correlation', correlation && `${plain(correlation.most)} over ${correlation.window}d`],
    ['names', names === null ? null : plain(names)],
    ['sector', share(sector?.most ?? null)],
    ['beta', beta && `${plain(beta.most)} over ${beta.window}d`],
    ['net', share(net)],
    ['gross', share(gross)],
    ['value_at_risk', valueAtRisk && tail(valueAtRisk)],
    ['expected_shortfall', expectedShortfall && tail(expectedShortfall)],
    ['turnover', share(limits.turnover)],
  ];
  return texts.flatMap(([key, text]) => (text === null ? [] : [[key, text] as const]));
}

/** `resume after 5d when …`; null when it is left out. */
export function resumeText(
  { resumeAfter, resumeWhen }: Pick<StopSpec, 'resumeAfter' | 'resumeWhen'>,
  { expression }: Pick<Writer, 'expression'>,
): string | null {
  if (resumeAfter === null) return null;
  return `resume after ${resumeAfter}d${resumeWhen === null ? '' : ` when ${expression(resumeWhen)}`}`;
}
