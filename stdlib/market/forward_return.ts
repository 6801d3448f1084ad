import { sessions, value } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

export const forwardReturn: Builtin = {
  name: 'forward_return',
  version: 1,
  summary:
    'The return over the coming sessions: what a model learns to predict. A label, known only later: the loss and the metrics hold predictions to it, and it stands nowhere but in `label`.',
  formula: 'x[t + a + n] / x[t + a] − 1 with a = after; missing where x[t + a] = 0',
  example: 'forward_return(open, 1d, after: 1d)',
  parameters: [
    value('x', 'A price.'),
    sessions('sessions', 'Over how many coming sessions.'),
    sessions('after', 'From how many sessions on: 1d for what is filled in the next session.', { default: 0, min: 0 }),
  ],
  result: 'label',
  unit: unitRatio,
  shift: ([n, after = 0]) => n! + after,
  kernel: {
    shape: 'column',
    run([x], [n, after = 0], out) {
      const end = Math.max(0, out.length - after - n!);
      for (let t = 0; t < end; t++) {
        const from = x![t + after]!;
        out[t] = from === 0 ? Number.NaN : x![t + after + n!]! / from - 1;
      }
      out.fill(Number.NaN, end);
    },
  },
};
