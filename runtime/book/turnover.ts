/**
 * Steps 6 and 7, at the fill: orders are what is wanted less what is held after the drift; a turnover limit shrinks them
 * all by one factor; what cannot be traded stays as it drifted. Then what the fill costs.
 */
import type { Positions } from './positions.ts';
import type { BookRules } from './types.ts';

/** `hold`: untouched. `rebalance`: to the wanted weights within the turnover limit. `flatten`: to cash, ignoring it. */
export type Order = 'hold' | 'rebalance' | 'flatten';

/** Fills an order: `positions.held`, its turnover by leg, cost and borrow. */
export function fillOrder(
  positions: Positions,
  order: Order,
  price: Float64Array,
  delisting: Float64Array | null,
  rules: BookRules,
): void {
  const { held, drifted, wanted } = positions;
  held.set(drifted);
  if (order === 'rebalance') trade(held, drifted, wanted, price, delisting, rules.limits.turnover);
  if (order === 'flatten') trade(held, drifted, null, price, delisting, null);
  charge(positions, rules);
}

/** @param wanted null: cash. */
function trade(
  held: Float64Array,
  drifted: Float64Array,
  wanted: Float64Array | null,
  price: Float64Array,
  delisting: Float64Array | null,
  limit: number | null,
): void {
  let asked = 0;
  for (let i = 0; i < held.length; i++) {
    const tradable = !Number.isNaN(price[i]!) && (delisting === null || Number.isNaN(delisting[i]!));
    if (!tradable) continue;
    const weight = wanted === null ? 0 : wanted[i]!;
    held[i] = weight;
    asked += Math.abs(weight - drifted[i]!);
  }
  if (limit === null || !(asked > limit)) return;
  const share = limit / asked;
  for (let i = 0; i < held.length; i++) held[i] = drifted[i]! + share * (held[i]! - drifted[i]!);
}

/** Turnover = Σ|w_new − w_drifted|, by leg: what crosses zero counts on both sides. */
function charge(positions: Positions, rules: BookRules): void {
  const { held, drifted } = positions;
  let turnover = 0;
  let turnoverLong = 0;
  let turnoverShort = 0;
  let shorts = 0;
  let invested = false;
  for (let i = 0; i < held.length; i++) {
    const after = held[i]!;
    const before = drifted[i]!;
    if (after === 0 && before === 0) continue;
    turnover += Math.abs(after - before);
    turnoverLong += Math.abs(Math.max(after, 0) - Math.max(before, 0));
    turnoverShort += Math.abs(Math.min(after, 0) - Math.min(before, 0));
    if (after < 0) shorts -= after;
    if (after !== 0) invested = true;
  }
  positions.turnover = turnover;
  positions.turnoverLong = turnoverLong;
  positions.turnoverShort = turnoverShort;
  positions.cost = turnover === 0 ? 0 : turnover * rules.costs.rate(turnover);
  positions.borrow = (rules.costs.borrowPerYear / rules.sessionsPerYear) * shorts;
  positions.invested = invested;
}
