import { value, windowLookBack, windowOf } from '../define.ts';
import { slidingMean } from '../kernels/sums.ts';
import type { Builtin } from '../types.ts';
import { unitOfFirst } from '../units.ts';

export const mean: Builtin = {
  name: 'mean',
  version: 1,
  summary: 'The plain average over a window.',
  formula: '(1/n) Σ x[t − n + 1 .. t]',
  example: 'mean(close, 20d)',
  parameters: [value('x', 'The value.'), windowOf(1)],
  result: 'widest',
  unit: unitOfFirst,
  lookBack: windowLookBack,
  kernel: { shape: 'column', run: ([x], [n], out) => slidingMean(x!, n!, out) },
};
