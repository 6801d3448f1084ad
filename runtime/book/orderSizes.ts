/** How much of each order a fill can do: a part of the stock's volume, in whole shares. */
import type { Positions } from './positions.ts';
import type { Support } from './support.ts';
import type { FillOrder } from './turnover.ts';
import type { ParticipationRule } from './types.ts';

/**
 * Caps each order at a part of a volume in USD; one whose volume is not known, or zero, is not filled at all. The rest of
 * it is remembered when it is to be carried.
 */
export function capOrders(
  positions: Positions,
  { most, of, rest }: ParticipationRule,
  { equity, session, cuts, order, out }: FillOrder,
  { stocks, count }: Support,
): void {
  const { held, drifted, wanted } = positions;
  const volume = session.row(of);
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    const before = drifted[i]!;
    const asked = held[i]!;
    const traded = Math.abs(asked - before);
    const allowed = volume[i]! > 0 ? (most * volume[i]!) / equity : 0;
    if (traded > allowed) {
      held[i] = before + Math.sign(asked - before) * allowed;
      const figure = volume[i]! > 0 ? (traded * equity) / volume[i]! : Number.NaN;
      cuts?.limit('participation', i, figure, most, asked, held[i]!);
    }
    if (positions.rest === null || rest !== 'carried') continue;
    const unpriced = Number.isNaN(session.price[i]!);
    const leaves = order === 'flatten' || (out !== null && out[i] === 1);
    // Without a price nothing was tried: the order as it was asked for waits as a whole.
    const goal = !unpriced ? asked : leaves ? 0 : order === 'rebalance' ? wanted[i]! : before + positions.rest[i]!;
    positions.rest[i] = goal - held[i]!;
  }
}

/**
 * Rounds each order towards no trade to whole shares at the price as traded. A position that is closed is closed with what
 * splits and reinvested dividends have left beyond whole shares.
 */
export function roundOrders(
  { held, drifted }: Positions,
  { equity, session }: FillOrder,
  { stocks, count }: Support,
): void {
  const price = session.rawPrice!;
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    const asked = held[i]! - drifted[i]!;
    if (asked === 0 || held[i] === 0) continue;
    const shares = Math.floor((Math.abs(asked) * equity) / price[i]! + ROUNDING);
    const after = drifted[i]! + (Math.sign(asked) * shares * price[i]!) / equity;
    // Shares that close a position on the way to the other side leave nothing, and not what arithmetic makes of nothing.
    held[i] = Math.abs(after) * equity < ROUNDING * price[i]! ? 0 : after;
  }
}

/** Ten shares that arithmetic made 9.999999999 are ten. */
const ROUNDING = 1e-9;
