import { value } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitOfSame } from '../units.ts';

export const clip: Builtin = {
  name: 'clip',
  version: 1,
  summary: 'A value kept within bounds; missing where the bounds cross.',
  formula: 'min(max(x[t], low[t]), high[t]); missing where low[t] > high[t]',
  example: 'clip(returns(close, 5d), -20%, 20%)',
  parameters: [value('x', 'The value.'), value('low', 'The least it may be.'), value('high', 'The most it may be.')],
  result: 'widest',
  unit: unitOfSame('compared'),
  kernel: {
    shape: 'column',
    run([x, low, high], _, out) {
      for (let t = 0; t < out.length; t++) {
        const lo = low![t]!;
        const hi = high![t]!;
        out[t] = lo <= hi ? Math.min(Math.max(x![t]!, lo), hi) : Number.NaN;
      }
    },
  },
};
