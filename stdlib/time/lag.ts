import { lagLookBack, sessions, value } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitOfFirst } from '../units.ts';

export const lag: Builtin = {
  name: 'lag',
  version: 1,
  summary: 'The value some sessions ago. It only ever moves back.',
  formula: 'x[t − n]',
  example: 'lag(close, 1d)',
  parameters: [value('x', 'The value.'), sessions('sessions', 'How many calendar sessions back.')],
  result: 'widest',
  unit: unitOfFirst,
  shift: ([n]) => -n!,
  lookBack: lagLookBack,
  kernel: {
    shape: 'column',
    run([x], [n], out) {
      out.fill(Number.NaN, 0, n);
      for (let t = n!; t < out.length; t++) out[t] = x![t - n!]!;
    },
  },
};
