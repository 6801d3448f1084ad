import { windowLookBack, windowOf } from '../define.ts';
import { slidingMeanDeviation } from '../kernels/meanDeviation.ts';
import { Scratch } from '../kernels/scratch.ts';
import { slidingMean } from '../kernels/sums.ts';
import type { Builtin } from '../types.ts';
import { ratioOfSame } from '../units.ts';
import { close, high, low } from './parameters.ts';

const typicals = new Scratch();
const means = new Scratch();

export const cci: Builtin = {
  name: 'cci',
  version: 1,
  summary:
    'Commodity channel index: how far the typical price is from its mean, in mean deviations; missing where nothing changes.',
  formula: '(p[t] − p̄) / (0.015 · mean |p − p̄|) over t − n + 1 .. t, p = (high + low + close) / 3',
  source: 'Lambert (1980), Commodity Channel Index',
  example: 'cci(high, low, close, 20d) > 100',
  parameters: [high, low, close, windowOf(2, 'Sessions of the window, t included.', 20)],
  result: 'widest',
  unit: ratioOfSame('compared'),
  lookBack: windowLookBack,
  kernel: {
    shape: 'column',
    run([h, l, c], [n], out) {
      const length = out.length;
      const typical = typicals.column(length);
      const mean = means.column(length);
      for (let t = 0; t < length; t++) typical[t] = (h![t]! + l![t]! + c![t]!) / 3;
      slidingMean(typical, n!, mean);
      slidingMeanDeviation(typical, mean, n!, out);
      for (let t = 0; t < length; t++) {
        out[t] = out[t] === 0 ? Number.NaN : (typical[t]! - mean[t]!) / (0.015 * out[t]!);
      }
    },
  },
};
