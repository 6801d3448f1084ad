/**
 * Costs that depend on the order: spreads, commissions and impact by stock, commissions by share, and the least that an
 * order pays.
 */

import { toIsoDay } from '../market.ts';
import { UserError } from '../ports.ts';
import type { NameFormula } from './nameFormula.ts';
import type { BookSession, TradeCost } from './types.ts';

export interface OrderCosts {
  /** Rates on what is traded; null where it is the same for all orders. */
  readonly spread: NameFormula | null;
  readonly impact: NameFormula | null;
  /** Null also where it has no least. */
  readonly commission: Commission | null;
  /** Names of the stocks, for what is said to people. */
  readonly tickers: readonly string[];
}

interface Commission {
  readonly rate: NameFormula;
  /** Of what the rate is: a fraction of what is traded, or USD for each share. */
  readonly on: 'traded' | 'shares';
  /** USD. */
  readonly minimum: number;
}

/** Orders of one fill, ascending by stock. */
export interface Orders {
  readonly stocks: Int32Array;
  /** |w_new − w_drifted|, a fraction of equity before the fill. */
  readonly traded: Float64Array;
  readonly turnover: number;
  readonly equity: number;
}

/**
 * What the orders of a fill are charged together, as fractions of equity before it.
 * @throws UserError `order-cost-missing` when the plan charges no finite, non-negative amount for one of them.
 */
export function costOfOrders(costs: OrderCosts, orders: Orders, session: BookSession): Record<TradeCost, number> {
  const { stocks, traded, turnover, equity } = orders;
  const names = {
    stocks,
    figures: {
      turnover: new Float64Array(stocks.length).fill(turnover),
      traded: traded.map((weight) => weight * equity),
    },
  };
  const column = (formula: NameFormula | null | undefined) => formula?.(names, session) ?? null;
  const [spreads, impacts, commissions] = [costs.spread, costs.impact, costs.commission?.rate].map(column);
  const charged = { spread: 0, commission: 0, impact: 0 };
  for (let k = 0; k < stocks.length; k++) {
    const spread = (spreads?.[k] ?? 0) * traded[k]!;
    const impact = (impacts?.[k] ?? 0) * traded[k]!;
    const commission =
      costs.commission === null ? 0 : commissionOf(costs.commission, commissions![k]!, orders, k, session);
    const ofOrder = spread + commission + impact;
    if (!(ofOrder >= -ROUNDING && ofOrder < Number.POSITIVE_INFINITY)) {
      throw costMissing(costs.tickers[stocks[k]!] ?? '?', traded[k]! * equity, ofOrder * equity, session);
    }
    charged.spread += spread;
    charged.commission += commission;
    charged.impact += impact;
  }
  return charged;
}

/** Of a sum of rates that is zero: as the compiler has it. */
const ROUNDING = 1e-12;

function commissionOf(
  { on, minimum }: Commission,
  rate: number,
  { stocks, traded, equity }: Orders,
  k: number,
  { rawPrice }: BookSession,
): number {
  const perTraded = on === 'traded' ? rate : rate / rawPrice![stocks[k]!]!;
  return Math.max(perTraded * traded[k]!, minimum / equity);
}

function costMissing(ticker: string, traded: number, cost: number, { day }: BookSession): UserError {
  const figure = Number.isNaN(cost) ? 'nothing that is a number' : `${cost.toFixed(2)} USD`;
  return new UserError(
    'order-cost-missing',
    `the \`costs\` block charges ${figure} for an order of ${traded.toFixed(2)} USD in ${ticker} on ${toIsoDay(day)}`,
    [
      'where a volume or another value may be missing, say what is charged then: `where(is_missing(x), 50 bps, …)`',
      'keep what is charged at zero or above: `maximum(0 bps, …)`',
    ],
  );
}
