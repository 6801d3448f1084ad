import { lagLookBack, sessions, value } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitOfFirst } from '../units.ts';

export const change: Builtin = {
  name: 'change',
  version: 1,
  summary: 'How much a value has changed over some sessions, in its own unit.',
  formula: 'x[t] − x[t − n]',
  example: 'change(close, 5d)',
  parameters: [value('x', 'The value.'), sessions('sessions', 'Over how many sessions.')],
  result: 'widest',
  unit: unitOfFirst,
  lookBack: lagLookBack,
  kernel: {
    shape: 'column',
    run([x], [n], out) {
      out.fill(Number.NaN, 0, n);
      for (let t = n!; t < out.length; t++) out[t] = x![t]! - x![t - n!]!;
    },
  },
};
