/**
 * Step 4. Limits bind what will be held, after the scale. What they cut stays in cash. The turnover limit is not among
 * them: it binds the orders (step 6).
 */
import type { Support } from './support.ts';
import type { BookRules } from './types.ts';

/**
 * Fills `limited` with scale · smoothed, each |w| clipped to the weight limit, then each group shrunk to its limit.
 * @param groupFactors scratch, one for each group and the first for stocks in none.
 */
export function limitBook(
  smoothed: Float64Array,
  scale: number,
  limits: BookRules['limits'],
  sectors: Int32Array,
  groupFactors: Float64Array,
  limited: Float64Array,
  support: Support,
): void {
  const { stocks, count } = support;
  const most = limits.weight ?? Number.POSITIVE_INFINITY;
  groupFactors.fill(0);
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    const weight = Math.max(-most, Math.min(most, scale * smoothed[i]!));
    limited[i] = weight;
    groupFactors[sectors[i]! + 1]! += Math.abs(weight);
  }
  if (limits.sector !== null && toFactors(groupFactors, limits.sector)) {
    shrinkGroups(limited, sectors, groupFactors, support);
  }
}

/** The sizes of the groups become what they are shrunk by; answers whether any is. */
function toFactors(groups: Float64Array, limit: number): boolean {
  let binds = false;
  groups[0] = 1;
  for (let group = 1; group < groups.length; group++) {
    const size = groups[group]!;
    groups[group] = size > limit ? limit / size : 1;
    binds ||= size > limit;
  }
  return binds;
}

function shrinkGroups(
  weights: Float64Array,
  sectors: Int32Array,
  factors: Float64Array,
  { stocks, count }: Support,
): void {
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    weights[i]! *= factors[sectors[i]! + 1]!;
  }
}

/** Scratch of `limitBook`. */
export function groupScratch(sectors: Int32Array): Float64Array {
  let last = -1;
  for (const group of sectors) last = Math.max(last, group);
  return new Float64Array(last + 2);
}
