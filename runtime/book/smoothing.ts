/**
 * Step 2. s ← α·target + (1 − α)·s. The smoothed book has a memory of its own: undrifted, unscaled, unlimited, running
 * on while the book is stopped, changed at rebalances only.
 */

import { DUST } from '../../stdlib/book/dust.ts';
import type { Support } from './support.ts';

/**
 * Updates `smoothed` in place. Who is no longer eligible leaves at once, who has no prediction has target 0 and fades.
 * @param first whether there was no smoothed book yet: then it is the target.
 */
export function smooth(
  smoothed: Float64Array,
  target: Float64Array,
  eligible: Uint8Array,
  alpha: number,
  first: boolean,
  { stocks, count }: Support,
): void {
  if (first) {
    smoothed.set(target);
    return;
  }
  const memory = 1 - alpha;
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    const wanted = target[i]!;
    const after = eligible[i] === 1 ? alpha * wanted + memory * smoothed[i]! : 0;
    // Only what fades is dust: a small position on its way in has a target.
    smoothed[i] = wanted === 0 && Math.abs(after) < DUST ? 0 : after;
  }
}
