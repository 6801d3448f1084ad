import { sessions, value } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

export const forwardReturn: Builtin = {
  name: 'forward_return',
  version: 1,
  summary:
    'The return over the coming sessions: what a model learns to predict. A label, known only later; it may stand in `label`, `loss` and metrics alone.',
  formula: 'x[t + n] / x[t] − 1; missing where x[t] = 0',
  example: 'forward_return(close, 1d)',
  parameters: [value('x', 'A price.'), sessions('sessions', 'Over how many coming sessions.')],
  result: 'label',
  unit: unitRatio,
  shift: ([n]) => n!,
  kernel: {
    shape: 'column',
    run([x], [n], out) {
      const end = Math.max(0, out.length - n!);
      for (let t = 0; t < end; t++) {
        const now = x![t]!;
        out[t] = now === 0 ? Number.NaN : x![t + n!]! / now - 1;
      }
      out.fill(Number.NaN, end);
    },
  },
};
