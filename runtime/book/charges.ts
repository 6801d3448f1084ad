/** What a fill costs, and what the holding that it opens does: borrowed shares, borrowed money, interest on cash. */
import type { NodeId } from '../../compiler/plan.ts';
import { UserError } from '../ports.ts';
import { costOfOrders, type OrderCosts } from './orderCosts.ts';
import type { Positions } from './positions.ts';
import { longPart, shortPart } from './sides.ts';
import type { Support } from './support.ts';
import type { FillOrder } from './turnover.ts';
import type { BookRules, BookSession } from './types.ts';

/**
 * Turnover = Σ|w_new − w_drifted| and what it costs; by leg, where what crosses zero counts on both sides. Borrow is on the
 * short weights held, financing on longs beyond equity, interest on equity that is not in longs: what shorts were sold
 * for stays with the lender, and what it earns there is part of the borrow rate.
 * @throws UserError `cost-not-a-number`, `cost-negative` or `order-cost-missing`.
 */
export function charge(positions: Positions, fill: FillOrder, rules: BookRules, support: Support): void {
  const { held, drifted } = positions;
  const { stocks, count } = support;
  let turnover = 0;
  let turnoverLong = 0;
  let turnoverShort = 0;
  let exposure = 0;
  let shorts = 0;
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    const after = held[i]!;
    const before = drifted[i]!;
    turnover += Math.abs(after - before);
    turnoverLong += Math.abs(longPart(after) - longPart(before));
    turnoverShort += Math.abs(shortPart(after) - shortPart(before));
    exposure += Math.abs(after);
    shorts -= shortPart(after);
  }
  positions.turnover = turnover;
  positions.turnoverLong = turnoverLong;
  positions.turnoverShort = turnoverShort;
  chargeTrades(positions, fill, rules, support);
  const { borrowPerYear, financingPerYear, cashPerYear } = rules.costs;
  const { sessionsPerYear } = rules;
  const { session } = fill;
  positions.borrow =
    typeof borrowPerYear === 'number'
      ? (borrowPerYear / sessionsPerYear) * shorts
      : borrowOf(held, session.row(borrowPerYear), support) / sessionsPerYear;
  const longs = exposure - shorts;
  positions.financing = (yearly(financingPerYear, session) / sessionsPerYear) * Math.max(0, longs - 1);
  positions.interest = (yearly(cashPerYear, session) / sessionsPerYear) * Math.max(0, 1 - longs);
  positions.invested = exposure > 0;
}

function yearly(rate: number | NodeId, session: BookSession): number {
  return typeof rate === 'number' ? rate : session.scalar(rate);
}

/** Σ |short weight| × its rate per year. */
function borrowOf(held: Float64Array, rate: Float64Array, { stocks, count }: Support): number {
  let sum = 0;
  for (let k = 0; k < count; k++) {
    const short = -shortPart(held[stocks[k]!]!);
    // A rate that is missing charges nobody who is not short.
    if (short > 0) sum += short * rate[stocks[k]!]!;
  }
  return sum;
}

/** The parts of what a fill costs, and their sum. */
function chargeTrades(positions: Positions, fill: FillOrder, rules: BookRules, support: Support): void {
  const { turnover } = positions;
  positions.cost = positions.spread = positions.commission = positions.impact = 0;
  if (turnover === 0) return;
  const { alike, orders } = rules.costs;
  const spread = alike.spread(turnover);
  const commission = alike.commission(turnover);
  const impact = alike.impact(turnover);
  positions.cost = turnover * verified(spread + commission + impact, turnover);
  positions.spread = turnover * spread;
  positions.commission = turnover * commission;
  positions.impact = turnover * impact;
  if (orders !== null) chargeOrders(orders, positions, fill, support);
}

function chargeOrders(costs: OrderCosts, positions: Positions, { equity, session }: FillOrder, support: Support): void {
  const { held, drifted, turnover } = positions;
  const stocks = support.stocks.subarray(0, support.count).filter((i) => held[i] !== drifted[i]);
  const traded = Float64Array.from(stocks, (i) => Math.abs(held[i]! - drifted[i]!));
  const charged = costOfOrders(costs, { stocks, traded, turnover, equity }, session);
  positions.spread += charged.spread;
  positions.commission += charged.commission;
  positions.impact += charged.impact;
  positions.cost += charged.spread + charged.commission + charged.impact;
}

function verified(rate: number, turnover: number): number {
  const traded = `a turnover of ${(100 * turnover).toFixed(2)}%: spread, commission and impact add up to`;
  if (!Number.isFinite(rate)) {
    throw new UserError('cost-not-a-number', `the \`costs\` block charges no finite rate for ${traded} ${rate}`, [
      'look for a division by zero, or a power or logarithm that has no value at that turnover',
    ]);
  }
  // The compiler has proven it; a plan may come from elsewhere.
  if (rate < -ROUNDING) {
    throw new UserError('cost-negative', `the \`costs\` block pays for ${traded} ${(10_000 * rate).toFixed(2)} bps`, [
      'keep what is charged at zero or above: `maximum(0 bps, …)`',
    ]);
  }
  return rate;
}

/** Of a sum of rates that is zero: as the compiler has it. */
const ROUNDING = 1e-12;
