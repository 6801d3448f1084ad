import { windowLookBack, windowOf } from '../define.ts';
import { Scratch } from '../kernels/scratch.ts';
import { slidingSum } from '../kernels/sums.ts';
import type { Builtin } from '../types.ts';
import { unitOfSame } from '../units.ts';
import { close, high, low, volume } from './parameters.ts';

const values = new Scratch();
const volumes = new Scratch();

export const vwap: Builtin = {
  name: 'vwap',
  version: 1,
  summary: 'The volume-weighted average of the typical price over a window; missing where nothing was traded.',
  formula: 'Σ p v / Σ v over t − n + 1 .. t, p = (high + low + close) / 3',
  example: 'close / vwap(high, low, close, volume, 20d) - 1',
  parameters: [high, low, close, volume, windowOf(1, 'Sessions of the window, t included.', 14)],
  result: 'widest',
  unit: ([h, l, c]) => unitOfSame('compared')([h!, l!, c!]),
  lookBack: windowLookBack,
  kernel: {
    shape: 'column',
    run([h, l, c, v], [n], out) {
      const length = out.length;
      const value = values.column(length);
      const shares = volumes.column(length);
      for (let t = 0; t < length; t++) {
        value[t] = ((h![t]! + l![t]! + c![t]!) / 3) * v![t]!;
      }
      slidingSum(value, n!, out);
      slidingSum(v!, n!, shares);
      for (let t = 0; t < length; t++) out[t] = shares[t] === 0 ? Number.NaN : out[t]! / shares[t]!;
    },
  },
};
