import type { CutLog, LimitName } from './cuts.ts';
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
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    const before = weights[i]!;
    if (before === 0) continue;
    weights[i] = before * factor + 0;
    cuts?.limit(name, i, figure, most, before, weights[i]!);
  }
}
