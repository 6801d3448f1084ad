/**
 * Steps 6 and 7, at the fill: orders are what is wanted less what is held after the drift. In this order: a turnover limit
 * shrinks them all by one factor; a participation limit caps each; whole shares round each towards no trade. What cannot be
 * traded stays as it drifted. Then what the fill costs.
 */
import { charge } from './charges.ts';
import { type CutLog, WHOLE_BOOK } from './cuts.ts';
import { capOrders, roundOrders } from './orderSizes.ts';
import type { Positions } from './positions.ts';
import type { Support } from './support.ts';
import type { BookRules, BookSession } from './types.ts';

/** `hold`: untouched. `rebalance`: to the wanted weights within the turnover limit. `flatten`: to cash, ignoring it. */
export type Order = 'hold' | 'rebalance' | 'flatten';

/** What one fill does, and to whose record. */
export interface FillOrder {
  readonly order: Order;
  /** 1 for a name that goes to nothing whatever the order is, ignoring the turnover limit; null: none does. */
  readonly out: Uint8Array | null;
  /** Before the fill, in USD. */
  readonly equity: number;
  readonly session: BookSession;
  /** Who was cut is added to it; null: nobody is told. */
  readonly cuts: CutLog | null;
}

/**
 * Fills an order: `positions.held`, its turnover, and what it and the holding it opens cost.
 * @throws UserError when what the plan charges is no finite number, or below zero: `charges.ts`.
 */
export function fillOrder(positions: Positions, fill: FillOrder, rules: BookRules, support: Support): void {
  const asked = trade(positions, fill, support);
  const limit = fill.order === 'rebalance' ? rules.limits.turnover : null;
  if (limit !== null && asked > limit) shrink(positions, asked, limit, fill, support);
  if (rules.participation !== null) capOrders(positions, rules.participation, fill, support);
  if (rules.wholeShares) roundOrders(positions, fill, support);
  charge(positions, fill, rules, support);
}

/** Trades all the way where there is a price; answers the turnover that a limit of it binds. */
function trade(positions: Positions, fill: FillOrder, { stocks, count }: Support): number {
  const { held, drifted, rest } = positions;
  const { order, out, session } = fill;
  const { price, delisting } = session;
  const goals = order === 'rebalance' ? positions.wanted : drifted;
  const trades = order !== 'hold';
  const flattens = order === 'flatten';
  let asked = 0;
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    const before = drifted[i]!;
    const tradable = trades && !Number.isNaN(price[i]!) && (delisting === null || Number.isNaN(delisting[i]!));
    const after = !tradable ? before : flattens ? 0 : goals[i]!;
    held[i] = after;
    asked += Math.abs(after - before);
  }
  if (rest !== null && !trades) carryOn(positions, rest, session, stocks, count);
  return out === null ? asked : asked - close(positions, out, session, stocks, count);
}

/** What is left of earlier orders, where there is a price. */
function carryOn(
  { held }: Positions,
  rest: Float64Array,
  session: BookSession,
  stocks: Int32Array,
  count: number,
): void {
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    if (!hasPrice(session, i)) continue;
    const before = held[i]!;
    const after = before + rest[i]!;
    // What is left of an order that closes a position closes it: a last bit that sums leave is no position.
    held[i] = Math.abs(after) < ROUNDING * Math.abs(before) ? 0 : after;
  }
}

const ROUNDING = 1e-12;

/** Takes whoever is out to nothing, where there is a price; answers what of their trades was asked already. */
function close(
  { held, drifted }: Positions,
  out: Uint8Array,
  session: BookSession,
  stocks: Int32Array,
  count: number,
): number {
  let asked = 0;
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    if (out[i] !== 1) continue;
    asked += Math.abs(held[i]! - drifted[i]!);
    if (hasPrice(session, i)) held[i] = 0;
  }
  return asked;
}

function hasPrice({ price, delisting }: BookSession, stock: number): boolean {
  return !Number.isNaN(price[stock]!) && (delisting === null || Number.isNaN(delisting[stock]!));
}

function shrink(
  { held, drifted }: Positions,
  asked: number,
  most: number,
  { out, cuts }: FillOrder,
  { stocks, count }: Support,
): void {
  const share = most / asked;
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    if (out === null || out[i] !== 1) held[i] = drifted[i]! + share * (held[i]! - drifted[i]!);
  }
  cuts?.limit('turnover', WHOLE_BOOK, asked, most, asked, most);
}
