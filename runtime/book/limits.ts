/**
 * Step 4. Limits bind what will be held, after the scale. What they cut stays in cash. The turnover limit is not among
 * them: it binds the orders (step 6).
 *
 * In this order: weight, sector, net, gross. Each only makes weights smaller, so none undoes the one before; gross shrinks
 * both sides alike, and the net with them.
 */
import { longPart, shortPart } from './sides.ts';
import type { Support } from './support.ts';
import type { BookLimits } from './types.ts';

/**
 * Fills `limited` with scale · smoothed, each |w| clipped to the weight limit, each group shrunk to its limit, then the
 * sides to the limits of net and gross.
 * @param groupFactors scratch, one for each group and the first for stocks in none.
 */
export function limitBook(
  smoothed: Float64Array,
  scale: number,
  limits: BookLimits,
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
  if (limits.net !== null || limits.gross !== null) limitSides(limited, limits, support);
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

/** Net: the heavier side shrinks until it exceeds the other by the limit. Gross: both shrink by one factor. */
function limitSides(weights: Float64Array, { net, gross }: BookLimits, { stocks, count }: Support): void {
  let longs = 0;
  let shorts = 0;
  for (let k = 0; k < count; k++) {
    const weight = weights[stocks[k]!]!;
    longs += longPart(weight);
    shorts -= shortPart(weight);
  }
  let ofLongs = 1;
  let ofShorts = 1;
  if (net !== null && longs - shorts > net) ofLongs = (shorts + net) / longs;
  if (net !== null && shorts - longs > net) ofShorts = (longs + net) / shorts;
  const size = ofLongs * longs + ofShorts * shorts;
  if (gross !== null && size > gross) {
    ofLongs *= gross / size;
    ofShorts *= gross / size;
  }
  if (ofLongs === 1 && ofShorts === 1) return;
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    // A side without a counterpart may have to go altogether: a zero is then no minus zero, which has other bits.
    weights[i] = weights[i]! * (weights[i]! > 0 ? ofLongs : ofShorts) + 0;
  }
}

/** Scratch of `limitBook`. */
export function groupScratch(sectors: Int32Array): Float64Array {
  let last = -1;
  for (const group of sectors) last = Math.max(last, group);
  return new Float64Array(last + 2);
}
