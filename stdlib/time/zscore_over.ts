import { value, windowLookBack, windowOf } from '../define.ts';
import { slidingDeviation } from '../kernels/moments.ts';
import { Scratch } from '../kernels/scratch.ts';
import { slidingMean } from '../kernels/sums.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

const means = new Scratch();

export const zscoreOver: Builtin = {
  name: 'zscore_over',
  version: 1,
  summary: 'How many standard deviations the value is above the mean of its own window; missing where nothing changes.',
  formula: '(x[t] − x̄) / sd, mean and sample sd over t − n + 1 .. t; missing where sd = 0',
  example: 'zscore_over(volume, 60d)',
  parameters: [value('x', 'The value.'), windowOf(2)],
  result: 'widest',
  unit: unitRatio,
  lookBack: windowLookBack,
  kernel: {
    shape: 'column',
    run([x], [n], out) {
      const mean = means.column(out.length);
      slidingMean(x!, n!, mean);
      slidingDeviation(x!, n!, out);
      for (let t = 0; t < out.length; t++) {
        const deviation = out[t]!;
        out[t] = deviation === 0 ? Number.NaN : (x![t]! - mean[t]!) / deviation;
      }
    },
  },
};
