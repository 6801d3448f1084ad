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
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    limited[i] = Math.max(-most, Math.min(most, scale * smoothed[i]!));
  }
  if (limits.sector !== null) shrinkGroups(limited, limits.sector, sectors, groupFactors, support);
}

function shrinkGroups(
  weights: Float64Array,
  limit: number,
  sectors: Int32Array,
  factors: Float64Array,
  { stocks, count }: Support,
): void {
  factors.fill(0);
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    factors[sectors[i]! + 1]! += Math.abs(weights[i]!);
  }
  let binds = false;
  factors[0] = 1;
  for (let group = 1; group < factors.length; group++) {
    const sum = factors[group]!;
    factors[group] = sum > limit ? limit / sum : 1;
    binds ||= sum > limit;
  }
  if (!binds) return;
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
