import { value, windowLookBack, windowOf } from '../define.ts';
import { slidingRank } from '../kernels/orderStatistics.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

export const rankOver: Builtin = {
  name: 'rank_over',
  version: 1,
  summary: 'Where the value stands within its own recent past: 0 is the lowest of the window, 1 the highest.',
  formula: '(average rank of x[t] among x[t − n + 1 .. t] − 1) / (n − 1)',
  example: 'rank_over(close, 252d)',
  parameters: [value('x', 'The value.'), windowOf(2)],
  result: 'widest',
  unit: unitRatio,
  lookBack: windowLookBack,
  kernel: { shape: 'column', run: ([x], [n], out) => slidingRank(x!, n!, out) },
};
