/** Portfolios in words, for summaries, outlines and reports alike; numbers and expressions as each of them writes them. */
import type { NodeId, PortfolioSpec } from './plan.ts';
import type { LegOf, Take } from './planPortfolio.ts';

export interface Writer {
  expression(node: NodeId): string;
  ratio(value: number): string;
  plain(value: number): string;
}

/** `38`, `10%, kept to 20%`, `all`. */
export function takeText(take: Take, { ratio, plain }: Pick<Writer, 'ratio' | 'plain'>): string {
  return take.kind === 'all' ? 'all' : placesOf(take, { ratio, plain }).join(', ');
}

/** How many enter, and until where those stay that were held, where that is further. */
function placesOf(take: Exclude<Take, { kind: 'all' }>, { ratio, plain }: Pick<Writer, 'ratio' | 'plain'>): string[] {
  const write = take.kind === 'part' ? ratio : plain;
  return take.keep === take.enter ? [write(take.enter)] : [write(take.enter), `kept to ${write(take.keep)}`];
}

/** `top 38 by prediction where prediction > 0%, kept to 60`, without its gross. */
export function legText({ take, score, filter }: LegOf<NodeId>, end: 'top' | 'bottom', write: Writer): string {
  const [which, ...kept] = take.kind === 'all' ? ['all'] : placesOf(take, write);
  const where = filter === null ? '' : ` where ${write.expression(filter)}`;
  const order = take.kind === 'all' ? 'all' : `${end} ${which}`;
  return [`${order} by ${write.expression(score)}${where}`, ...kept].join(', ');
}

/** As it is written, with what it was left to imply. */
export function weightText({ weight }: Pick<PortfolioSpec, 'weight'>, { expression, ratio, plain }: Writer): string {
  const cap = 'cap' in weight && weight.cap !== 1 ? `, cap: ${ratio(weight.cap)}` : '';
  switch (weight.method) {
    case 'equal':
    case 'score':
    case 'rank':
      return weight.method;
    case 'inverse_volatility':
    case 'score_over_volatility':
      return `${weight.method} of ${expression(weight.volatility)}`;
    case 'risk_parity':
    case 'hierarchical_risk_parity':
      return `${weight.method}(${weight.over}d)`;
    case 'minimum_variance':
      return `minimum_variance(over: ${weight.over}d${cap})`;
    case 'mean_variance':
      return `mean_variance(over: ${weight.over}d, aversion: ${plain(weight.aversion)}${cap}, horizon: ${weight.horizon}d)`;
    case 'kelly':
      return `kelly(over: ${weight.over}d, fraction: ${plain(weight.fraction)}${cap}, horizon: ${weight.horizon}d)`;
  }
}

export function neutralText({ neutral }: Pick<PortfolioSpec, 'neutral'>, { expression }: Writer): string {
  if (neutral === null) return 'none';
  return neutral.to === 'beta' ? expression(neutral.beta) : neutral.to;
}

/** `every session`; `weekly on Monday, when it trades more than 5%`. */
export function rebalanceText({ rebalance, drift }: PortfolioSpec, { ratio }: Pick<Writer, 'ratio'>): string {
  return drift === null ? rebalance : `${rebalance}, when it trades more than ${ratio(drift)}`;
}
