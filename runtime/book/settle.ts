/**
 * A holding ends at a fill instant: returns since the last one, delistings and price gaps, the drift of the weights.
 */
import type { Positions } from './positions.ts';
import { longPart, shortPart } from './sides.ts';
import type { Support } from './support.ts';

/**
 * Return of each stock since the last fill instant at which it had a price, 0 without a price now: it is carried, and
 * books its return when it next has one. A delisting books its return on top of the last price.
 * Then `lastPrice` moves on to `price`.
 */
export function returnsSince(
  lastPrice: Float64Array,
  price: Float64Array,
  delisting: Float64Array | null,
  returns: Float64Array,
): void {
  for (let i = 0; i < price.length; i++) {
    const now = price[i]!;
    if (Number.isNaN(now)) {
      returns[i] = 0;
      continue;
    }
    const before = lastPrice[i]!;
    returns[i] = Number.isNaN(before) ? 0 : now / before - 1;
    lastPrice[i] = now;
  }
  if (delisting === null) return;
  for (let i = 0; i < price.length; i++) {
    if (!Number.isNaN(delisting[i]!)) returns[i] = (1 + returns[i]!) * (1 + delisting[i]!) - 1;
  }
}

/**
 * Ends the holding: its net return = Σ w·r − cost − borrow − financing + interest, and the gross by leg, what the longs and
 * what the shorts made; then the weights drift with their returns, and what is left of orders with them.
 */
export function settle(
  positions: Positions,
  returns: Float64Array,
  delisting: Float64Array | null,
  { stocks, count }: Support,
): void {
  const { held } = positions;
  let gross = 0;
  let longGross = 0;
  let shortGross = 0;
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    const weight = held[i]!;
    const made = returns[i]!;
    gross += weight * made;
    longGross += longPart(weight) * made;
    shortGross += shortPart(weight) * made;
  }
  positions.gross = gross;
  positions.longGross = longGross;
  positions.shortGross = shortGross;
  positions.net = gross - positions.cost - positions.borrow - (positions.financing - positions.interest);
  drift(positions, returns, stocks, count);
  if (delisting === null) return;
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    if (Number.isNaN(delisting[i]!)) continue;
    positions.drifted[i] = 0;
    if (positions.rest !== null) positions.rest[i] = 0;
  }
}

function drift(
  { held, drifted, rest, net }: Positions,
  returns: Float64Array,
  stocks: Int32Array,
  count: number,
): void {
  // Growth of exactly zero can only be met by the shadow book: nothing is left of it to drift.
  const growth = 1 + net;
  const share = growth === 0 ? 0 : 1 / growth;
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    drifted[i] = held[i]! * (1 + returns[i]!) * share;
  }
  if (rest === null) return;
  for (let k = 0; k < count; k++) rest[stocks[k]!]! *= (1 + returns[stocks[k]!]!) * share;
}
