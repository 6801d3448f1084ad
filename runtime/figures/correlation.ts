/** Correlations of one cross-section. No value may be missing. NaN is an undefined correlation. */
import { isConstant, mean } from './moments.ts';
import { averageRanks } from './ranks.ts';

/** Pearson's, in two passes; undefined with fewer than two values, or when either side is constant. */
export function pearson(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  // Asked of the values themselves: the rounded mean of equal values can differ from them.
  if (n < 2 || isConstant(x) || isConstant(y)) return Number.NaN;
  const meanX = mean(x)!;
  const meanY = mean(y)!;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    const dx = x[i]! - meanX;
    const dy = y[i]! - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Spearman's: Pearson's of average ranks. */
export function spearman(x: Float64Array, y: Float64Array): number {
  return pearson(averageRanks(x), averageRanks(y));
}
