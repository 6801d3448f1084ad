import { value, windowLookBack, windowOf } from '../define.ts';
import { slidingLowest } from '../kernels/extrema.ts';
import type { Builtin } from '../types.ts';
import { unitOfFirst } from '../units.ts';

export const lowest: Builtin = {
  name: 'lowest',
  version: 1,
  summary: 'The least value of a window.',
  formula: 'min x[t − n + 1 .. t]',
  example: 'lowest(low, 20d)',
  parameters: [value('x', 'The value.'), windowOf(1)],
  result: 'widest',
  unit: unitOfFirst,
  lookBack: windowLookBack,
  kernel: { shape: 'column', run: ([x], [n], out) => slidingLowest(x!, n!, out) },
};
