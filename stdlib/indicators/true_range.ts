import { exactly } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitOfSame } from '../units.ts';
import { close, high, low } from './parameters.ts';

/** Wilder's true range. Without yesterday's close it is missing; it does not fall back on high − low. */
export function trueRangeOf(h: Float64Array, l: Float64Array, c: Float64Array, out: Float64Array): void {
  out.fill(Number.NaN, 0, 1);
  for (let t = 1; t < out.length; t++) {
    const before = c[t - 1]!;
    out[t] = Math.max(h[t]!, before) - Math.min(l[t]!, before);
  }
}

export const trueRange: Builtin = {
  name: 'true_range',
  version: 1,
  summary: "The session's range, widened to yesterday's close where it opened with a gap; missing without one.",
  formula: 'max(high[t], close[t − 1]) − min(low[t], close[t − 1])',
  source: 'Wilder (1978), New Concepts in Technical Trading Systems',
  example: 'true_range(high, low, close) / close',
  parameters: [high, low, close],
  result: 'widest',
  unit: unitOfSame('compared'),
  lookBack: () => exactly(1),
  kernel: { shape: 'column', run: ([h, l, c], _, out) => trueRangeOf(h!, l!, c!, out) },
};
