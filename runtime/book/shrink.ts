import { type CutLog, type LimitName, WHOLE_BOOK } from './cuts.ts';
import type { Support } from './support.ts';

/** All weights by one factor, so that a figure that grows with the book comes down to its limit. */
export function shrinkAndTell(
  name: LimitName,
  weights: Float64Array,
  figure: number,
  most: number,
  { stocks, count }: Support,
  cuts: CutLog | null,
): void {
  const factor = most / figure;
  let size = 0;
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    size += Math.abs(weights[i]!);
    // A limit of zero leaves no minus zero, which has other bits.
    weights[i] = weights[i]! * factor + 0;
  }
  cuts?.limit(name, WHOLE_BOOK, figure, most, size, size * factor);
}
