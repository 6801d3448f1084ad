import { value, windowLookBack, windowOf } from '../define.ts';
import { type PairSums, slidingPair } from '../kernels/moments.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

/** Pearson's, kept within ±1 against rounding. */
function pearson({ xx, yy, xy }: PairSums): number {
  // Written so that a missing sum is not mistaken for a constant window.
  if (xx <= 0 || yy <= 0) return Number.NaN;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

export const correlation: Builtin = {
  name: 'correlation',
  version: 1,
  summary: "Pearson's correlation of two values over a window; missing where one of them does not change.",
  formula: 'Σ (x − x̄)(y − ȳ) / √( Σ (x − x̄)² Σ (y − ȳ)² ) over t − n + 1 .. t',
  example: 'correlation(returns(close, 1d), market_return(1d), 60d)',
  parameters: [value('x', 'One value.'), value('y', 'The other.'), windowOf(2)],
  range: { lo: -1, hi: 1 },
  result: 'widest',
  unit: unitRatio,
  lookBack: windowLookBack,
  kernel: { shape: 'column', run: ([x, y], [n], out) => slidingPair(x!, y!, n!, out, pearson) },
};
