/** How much a book is meant to hold, and the most its limits let it. */
import type { CheckedLeg, CheckedPortfolio } from '../check/checked.ts';
import type { LimitsSpec } from '../plan.ts';
import { pathOfPortfolio } from '../planPortfolio.ts';

export interface Side {
  readonly side: 'long' | 'short';
  readonly leg: CheckedLeg;
  readonly portfolio: CheckedPortfolio;
  /** The key of its block. */
  readonly block: ReturnType<typeof pathOfPortfolio>;
  /** Of the whole book, as a fraction of equity. */
  readonly gross: number;
  /** Names it takes from the order, without those it keeps; null where that depends on the cross-section. */
  readonly count: number | null;
}

export function sidesOf(portfolios: readonly CheckedPortfolio[]): readonly Side[] {
  return portfolios.flatMap((portfolio) =>
    (['long', 'short'] as const).flatMap((side) => {
      const leg = portfolio[side];
      if (leg === null) return [];
      const count = leg.take.kind === 'count' ? leg.take.enter : null;
      const block = pathOfPortfolio(portfolio.name);
      return [{ side, leg, portfolio, block, gross: portfolio.share * leg.gross, count }];
    }),
  );
}

/** At scale 1, as a fraction of equity: as if no name were on both sides. */
export function grossOf(portfolios: readonly CheckedPortfolio[], side?: 'long' | 'short'): number {
  return sidesOf(portfolios)
    .filter((each) => side === undefined || each.side === side)
    .reduce((sum, { gross }) => sum + gross, 0);
}

/** K names a side, as the target has it; null where that depends on the cross-section. */
export function namesOf(portfolios: readonly CheckedPortfolio[]): number | null {
  const counts = sidesOf(portfolios).map(({ count }) => count);
  return counts.reduce((sum, count) => (sum === null || count === null ? null : sum + count), 0);
}

/**
 * Whether each rebalance asks for all of the names and the gross that the sides say: nothing leaves names out or adds
 * those held before, shrinks a side, divides it by how sure it is, or takes several rebalances on the way; and of several
 * portfolios nothing cancels.
 */
export function isAskedAlways([only, ...others]: readonly CheckedPortfolio[]): boolean {
  if (only === undefined || others.length > 0) return false;
  const { long, short, weight, neutral, hold, smooth } = only;
  if (neutral !== null || hold !== null || smooth !== null || weight.method === 'kelly') return false;
  return [long, short].every((leg) => leg === null || (leg.filter === null && !keepsMore(leg)));
}

function keepsMore({ take }: CheckedLeg): boolean {
  return take.kind !== 'all' && take.keep > take.enter;
}

/** What the limits of gross and weight leave, infinite without them. */
export function mostGross(
  portfolios: readonly CheckedPortfolio[],
  { weight, gross }: Pick<LimitsSpec, 'weight' | 'gross'>,
): number {
  const names = namesOf(portfolios);
  const byWeight = weight === null || names === null ? Number.POSITIVE_INFINITY : weight * names;
  return Math.min(gross ?? Number.POSITIVE_INFINITY, byWeight);
}
