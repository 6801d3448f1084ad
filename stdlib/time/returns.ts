import { lagLookBack, sessions, value } from '../define.ts';
import { simpleReturns } from '../kernels/returns.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

export const returns: Builtin = {
  name: 'returns',
  version: 1,
  summary: 'The simple return over some sessions: how much a value has changed, as a fraction of what it was.',
  formula: 'x[t] / x[t − n] − 1; missing where x[t − n] = 0',
  example: 'returns(close, 20d)',
  parameters: [value('x', 'A price, or anything else with a zero.'), sessions('sessions', 'Over how many sessions.')],
  result: 'widest',
  unit: unitRatio,
  lookBack: lagLookBack,
  kernel: { shape: 'column', run: ([x], [n], out) => simpleReturns(x!, n!, out) },
};
