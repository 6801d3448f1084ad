import { value, windowLookBack, windowOf } from '../define.ts';
import { slidingHighest } from '../kernels/extrema.ts';
import type { Builtin } from '../types.ts';
import { unitOfFirst } from '../units.ts';

export const highest: Builtin = {
  name: 'highest',
  version: 1,
  summary: 'The greatest value of a window.',
  formula: 'max x[t − n + 1 .. t]',
  example: 'highest(high, 20d)',
  parameters: [value('x', 'The value.'), windowOf(1)],
  result: 'widest',
  unit: unitOfFirst,
  lookBack: windowLookBack,
  kernel: { shape: 'column', run: ([x], [n], out) => slidingHighest(x!, n!, out) },
};
