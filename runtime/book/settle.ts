/**
 * A holding ends at a fill instant: returns since the last one, delistings and price gaps, the drift of the weights.
 */
import type { Positions } from './positions.ts';

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

/** Ends the holding: gross, legs and net = Σ w·r − cost − borrow; then the weights drift with their returns. */
export function settle(positions: Positions, returns: Float64Array, delisting: Float64Array | null): void {
  const { held } = positions;
  let gross = 0;
  let longGross = 0;
  let shortGross = 0;
  for (let i = 0; i < held.length; i++) {
    const weight = held[i]!;
    if (weight === 0) continue;
    const earned = weight * returns[i]!;
    gross += earned;
    if (weight > 0) longGross += earned;
    else shortGross += earned;
  }
  positions.gross = gross;
  positions.longGross = longGross;
  positions.shortGross = shortGross;
  positions.net = gross - positions.cost - positions.borrow;
  drift(positions, returns, delisting);
}

function drift(positions: Positions, returns: Float64Array, delisting: Float64Array | null): void {
  const { held, drifted } = positions;
  const growth = 1 + positions.net;
  for (let i = 0; i < held.length; i++) {
    const weight = held[i]!;
    // Growth of exactly zero can only be met by the shadow book: nothing is left of it to drift.
    drifted[i] = weight === 0 || growth === 0 ? 0 : (weight * (1 + returns[i]!)) / growth;
  }
  if (delisting === null) return;
  for (let i = 0; i < held.length; i++) {
    if (!Number.isNaN(delisting[i]!)) drifted[i] = 0;
  }
}
