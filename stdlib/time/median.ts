import { value, windowLookBack, windowOf } from '../define.ts';
import { slidingQuantile } from '../kernels/orderStatistics.ts';
import type { Builtin } from '../types.ts';
import { unitOfFirst } from '../units.ts';

export const median: Builtin = {
  name: 'median',
  version: 1,
  summary: 'The middle value of a window; of an even number, halfway between the two in the middle.',
  formula: '½-quantile of x[t − n + 1 .. t]',
  example: 'median(volume, 21d)',
  parameters: [value('x', 'The value.'), windowOf(1)],
  result: 'widest',
  unit: unitOfFirst,
  lookBack: windowLookBack,
  kernel: { shape: 'column', run: ([x], [n], out) => slidingQuantile(x!, n!, 0.5, out) },
};
