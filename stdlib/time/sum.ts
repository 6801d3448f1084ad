import { value, windowLookBack, windowOf } from '../define.ts';
import { slidingSum } from '../kernels/sums.ts';
import type { Builtin } from '../types.ts';
import { unitOfFirst } from '../units.ts';

export const sum: Builtin = {
  name: 'sum',
  version: 1,
  summary: 'The sum over a window.',
  formula: 'Σ x[t − n + 1 .. t]',
  example: 'sum(volume, 5d)',
  parameters: [value('x', 'The value.'), windowOf(1)],
  result: 'widest',
  unit: unitOfFirst,
  lookBack: windowLookBack,
  kernel: { shape: 'column', run: ([x], [n], out) => slidingSum(x!, n!, out) },
};
