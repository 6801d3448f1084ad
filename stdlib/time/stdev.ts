import { value, windowLookBack, windowOf } from '../define.ts';
import { slidingDeviation } from '../kernels/moments.ts';
import type { Builtin } from '../types.ts';
import { unitOfFirst } from '../units.ts';

export const stdev: Builtin = {
  name: 'stdev',
  version: 1,
  summary: 'The sample standard deviation over a window; exactly 0 where nothing changes.',
  formula: '√( Σ (x − x̄)² / (n − 1) ) over t − n + 1 .. t',
  example: 'stdev(returns(close, 1d), 20d)',
  parameters: [value('x', 'The value.'), windowOf(2)],
  result: 'widest',
  unit: unitOfFirst,
  lookBack: windowLookBack,
  kernel: { shape: 'column', run: ([x], [n], out) => slidingDeviation(x!, n!, out) },
};
