import { lagLookBack, sessions } from '../define.ts';
import { simpleReturns } from '../kernels/returns.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';
import { price } from './parameters.ts';

export const roc: Builtin = {
  name: 'roc',
  version: 2,
  summary: 'Rate of change as charts show it, in percent points: 5 is a rise of 5%. As a fraction it is `returns`.',
  formula: '100 (price[t] / price[t − n] − 1); missing where price[t − n] = 0',
  example: 'roc(close, 12d) > 5',
  parameters: [price, sessions('sessions', 'Over how many sessions.', { default: 12 })],
  range: { lo: -100, hi: Number.POSITIVE_INFINITY },
  result: 'widest',
  unit: unitRatio,
  lookBack: lagLookBack,
  kernel: {
    shape: 'column',
    run([x], [n], out) {
      simpleReturns(x!, n!, out);
      for (let t = 0; t < out.length; t++) out[t] = 100 * out[t]!;
    },
  },
};
