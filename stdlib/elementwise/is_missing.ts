import { value } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

export const isMissing: Builtin = {
  name: 'is_missing',
  version: 1,
  summary: 'Whether there is no value; the only built-in that answers for a missing one.',
  formula: '1 where x[t] is missing, else 0',
  example: 'where(is_missing(returns(close, 1d)), 0%, returns(close, 1d))',
  parameters: [value('x', 'The value, or a grouping.', { kinds: ['panel', 'series', 'scalar', 'groups'] })],
  result: 'widest-truth',
  unit: unitRatio,
  kernel: {
    shape: 'column',
    run([x], _, out) {
      for (let t = 0; t < out.length; t++) out[t] = Number.isNaN(x![t]!) ? 1 : 0;
    },
  },
};
