/**
 * Step 4. Limits bind what will be held, after the scale. What they cut stays in cash. The turnover limit is not among
 * them: it binds the orders (step 6).
 */
import type { BookRules } from './types.ts';

/** Fills `limited` with scale · smoothed, each |w| clipped to the weight limit, then each group shrunk to its limit. */
export function limitBook(
  smoothed: Float64Array,
  scale: number,
  limits: BookRules['limits'],
  sectors: Int32Array,
  groupSums: Float64Array,
  limited: Float64Array,
): void {
  const most = limits.weight ?? Number.POSITIVE_INFINITY;
  for (let i = 0; i < smoothed.length; i++) {
    const weight = scale * smoothed[i]!;
    limited[i] = weight > most ? most : Math.max(weight, -most);
  }
  if (limits.sector !== null) shrinkGroups(limited, limits.sector, sectors, groupSums);
}

function shrinkGroups(weights: Float64Array, limit: number, sectors: Int32Array, sums: Float64Array): void {
  sums.fill(0);
  for (let i = 0; i < weights.length; i++) {
    const group = sectors[i]!;
    if (group >= 0) sums[group]! += Math.abs(weights[i]!);
  }
  for (let i = 0; i < weights.length; i++) {
    const group = sectors[i]!;
    if (group >= 0 && sums[group]! > limit) weights[i]! *= limit / sums[group]!;
  }
}

/** Number of groups, for the scratch of `limitBook`. */
export function groupCount(sectors: Int32Array): number {
  let last = -1;
  for (const group of sectors) last = Math.max(last, group);
  return last + 1;
}
