/** How much better than the others a name is. */
import type { SideNames } from './divide.ts';

/**
 * How far each score lies from the median of the cross-section, on the side that the leg wants; 0 on the other. Where
 * all are 0 the names are as good as each other, and each counts 1.
 */
export function strengths({ names, sign, ordering }: SideNames): Float64Array {
  const median = ordering.median();
  const strength = Float64Array.from(names, (stock) => Math.max(0, sign * (ordering.scoreOf(stock) - median)));
  return strength.some((value) => value > 0) ? strength : strength.fill(1);
}

/** n for the best of n names, 1 for the last; equal scores in ticker order, as the book orders them. */
export function ranks({ names, sign, ordering }: SideNames): Float64Array {
  const places = Array.from(names.keys()).sort((a, b) => {
    const better = sign * (ordering.scoreOf(names[b]!) - ordering.scoreOf(names[a]!));
    // The last of the order are the best shorts: among equals, those with the later ticker.
    return better !== 0 && !Number.isNaN(better) ? better : sign * (a - b);
  });
  const rank = new Float64Array(names.length);
  places.forEach((place, k) => {
    rank[place] = names.length - k;
  });
  return rank;
}
