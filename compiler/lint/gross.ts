/** How much a book is meant to hold, and the most its limits let it. */
import type { CheckedLeg, CheckedPortfolio } from '../check/checked.ts';
import type { LimitsSpec } from '../plan.ts';

export interface Side {
  readonly side: 'long' | 'short';
  readonly leg: CheckedLeg;
}

export function sidesOf({ long, short }: CheckedPortfolio): readonly Side[] {
  return [
    ...(long === null ? [] : [{ side: 'long', leg: long } as const]),
    ...(short === null ? [] : [{ side: 'short', leg: short } as const]),
  ];
}

/** At scale 1, as a fraction of equity. */
export function grossOf(portfolio: CheckedPortfolio): number {
  return sidesOf(portfolio).reduce((sum, { leg }) => sum + leg.gross, 0);
}

/** What the limits of gross and weight leave, infinite without them. K names a side, as the target has it. */
export function mostGross(portfolio: CheckedPortfolio, { weight, gross }: Pick<LimitsSpec, 'weight' | 'gross'>): number {
  const names = sidesOf(portfolio).reduce((sum, { leg }) => sum + leg.count, 0);
  return Math.min(gross ?? Number.POSITIVE_INFINITY, weight === null ? Number.POSITIVE_INFINITY : weight * names);
}
