/**
 * Steps 6 and 7, at the fill: orders are what is wanted less what is held after the drift; a turnover limit shrinks them
 * all by one factor; what cannot be traded stays as it drifted. Then what the fill costs.
 */
import { UserError } from '../ports.ts';
import type { Positions } from './positions.ts';
import { longPart, shortPart } from './sides.ts';
import type { Support } from './support.ts';
import type { BookRules } from './types.ts';

/** `hold`: untouched. `rebalance`: to the wanted weights within the turnover limit. `flatten`: to cash, ignoring it. */
export type Order = 'hold' | 'rebalance' | 'flatten';

/**
 * Fills an order: `positions.held`, its turnover, cost and borrow.
 * @throws UserError `cost-not-a-number` when what the plan charges for this turnover is no finite number, `cost-negative`
 * when it is below zero.
 */
export function fillOrder(
  positions: Positions,
  order: Order,
  price: Float64Array,
  delisting: Float64Array | null,
  rules: BookRules,
  support: Support,
): void {
  const asked = trade(positions, order, price, delisting, support);
  const limit = order === 'rebalance' ? rules.limits.turnover : null;
  if (limit !== null && asked > limit) shrink(positions, limit / asked, support);
  charge(positions, rules, support);
}

/** Trades all the way where there is a price; answers the turnover. */
function trade(
  { held, drifted, wanted }: Positions,
  order: Order,
  price: Float64Array,
  delisting: Float64Array | null,
  { stocks, count }: Support,
): number {
  const trades = order !== 'hold';
  const flattens = order === 'flatten';
  let asked = 0;
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    const before = drifted[i]!;
    const tradable = trades && !Number.isNaN(price[i]!) && (delisting === null || Number.isNaN(delisting[i]!));
    const after = !tradable ? before : flattens ? 0 : wanted[i]!;
    held[i] = after;
    asked += Math.abs(after - before);
  }
  return asked;
}

function shrink({ held, drifted }: Positions, share: number, { stocks, count }: Support): void {
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    held[i] = drifted[i]! + share * (held[i]! - drifted[i]!);
  }
}

/**
 * Turnover = Σ|w_new − w_drifted| and what it costs; by leg, where what crosses zero counts on both sides; borrow on the
 * short weights held.
 */
function charge(positions: Positions, rules: BookRules, { stocks, count }: Support): void {
  const { held, drifted } = positions;
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
  positions.cost = turnover === 0 ? 0 : costOf(turnover, rules);
  positions.borrow = (rules.costs.borrowPerYear / rules.sessionsPerYear) * shorts;
  positions.invested = exposure > 0;
}

function costOf(turnover: number, { costs }: BookRules): number {
  const rate = costs.rate(turnover);
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
  return turnover * rate;
}

/** Of a sum of rates that is zero: as the compiler has it. */
const ROUNDING = 1e-12;
