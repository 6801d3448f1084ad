/** How the gross of a side is divided among its names; `equal` is so plain that `target.ts` does it itself. */
import type { Ordering } from '../ordering.ts';
import type { BookSession, LegRules, SleeveRules } from '../types.ts';
import { byCovariance } from './byCovariance.ts';
import { proportional } from './proportional.ts';
import { ranks, strengths } from './strengths.ts';

/** Who a side is made of. */
export interface SideNames {
  /** Ascending. */
  readonly names: Int32Array;
  /** 1: long, −1: short. */
  readonly sign: 1 | -1;
  /** The order they were chosen from. */
  readonly ordering: Ordering;
}

/**
 * The size of each name's weight, summing to the gross of the leg, or under `kelly` to at most that; in the order of the
 * names. NaN: what its weight is made of is missing, and it is left out.
 * @throws UserError `weights-failed`.
 */
export function divideGross(
  weight: SleeveRules['weight'],
  leg: LegRules,
  side: SideNames,
  session: BookSession,
): Float64Array {
  switch (weight.method) {
    case 'equal':
      return new Float64Array(side.names.length).fill(leg.gross / side.names.length);
    case 'score':
      return proportional(strengths(side), leg.gross);
    case 'rank':
      return proportional(ranks(side), leg.gross);
    case 'inverse_volatility':
      return proportional(overVolatility(null, session.row(weight.volatility), side), leg.gross);
    case 'score_over_volatility':
      return proportional(overVolatility(strengths(side), session.row(weight.volatility), side), leg.gross);
    default:
      return byCovariance(weight, leg, side, session);
  }
}

/** One over the volatility of each name, or its strength over that; NaN for who has none, or does not move. */
function overVolatility(
  strength: Float64Array | null,
  volatility: Float64Array,
  { names }: Pick<SideNames, 'names'>,
): Float64Array {
  return Float64Array.from(names, (stock, n) => {
    const moves = volatility[stock]!;
    return moves > 0 ? (strength?.[n] ?? 1) / moves : Number.NaN;
  });
}
