/**
 * What both sides of a target shall have alike: the same weight, in all or in each sector, or the same beta. The side
 * that has more of it shrinks by one factor to the other, so that nothing is added and no name changes sides; where one
 * side has none, the other has to go.
 */
import { longPart, shortPart } from './sides.ts';
import type { BookSession, SleeveRules } from './types.ts';

export function neutralize(
  target: Float64Array,
  neutral: NonNullable<SleeveRules['neutral']>,
  session: Pick<BookSession, 'row'>,
): void {
  switch (neutral.to) {
    case 'market':
      balance(target, null, null);
      return;
    case 'sector':
      balance(target, session.row(neutral.sector), null);
      return;
    case 'beta':
      balance(target, null, knownBetas(target, session.row(neutral.beta)));
  }
}

/** Who has none leaves: nobody knows what it would take to balance it. */
function knownBetas(target: Float64Array, betas: Float64Array): Float64Array {
  for (let i = 0; i < target.length; i++) if (Number.isNaN(betas[i]!)) target[i] = 0;
  return betas;
}

/**
 * @param groups within each of which to balance, those in none being one as well; null: all together.
 * @param betas what each weight counts for; null: itself.
 */
function balance(target: Float64Array, groups: Float64Array | null, betas: Float64Array | null): void {
  const longs = new Map<number, number>();
  const shorts = new Map<number, number>();
  for (let i = 0; i < target.length; i++) {
    const weight = target[i]!;
    if (weight === 0) continue;
    const group = groups === null ? 0 : groups[i]!;
    const counts = betas === null ? 1 : betas[i]!;
    longs.set(group, (longs.get(group) ?? 0) + longPart(weight) * counts);
    shorts.set(group, (shorts.get(group) ?? 0) - shortPart(weight) * counts);
  }
  for (let i = 0; i < target.length; i++) {
    const weight = target[i]!;
    if (weight === 0) continue;
    const group = groups === null ? 0 : groups[i]!;
    const [own, other] = weight > 0 ? [longs, shorts] : [shorts, longs];
    target[i] = weight * factor(own.get(group)!, other.get(group)!) + 0;
  }
}

/** By what a side shrinks that has `own` of what the other has `other` of. */
function factor(own: number, other: number): number {
  if (own === other) return 1;
  // Betas of opposite signs add up instead of cancelling: no factor balances them.
  if (!(own * other > 0)) return 0;
  return Math.min(1, other / own);
}
