/**
 * Bollinger bands with the sample standard deviation (n − 1), as everywhere in this language. Charting programs divide
 * by n: their bands are narrower by √((n − 1) / n), 2.5% at 20 sessions.
 */
import { number, windowLookBack, windowOf } from '../define.ts';
import { slidingDeviation } from '../kernels/moments.ts';
import { Scratch } from '../kernels/scratch.ts';
import { slidingMean } from '../kernels/sums.ts';
import type { Builtin } from '../types.ts';
import { unitOfFirst, unitRatio } from '../units.ts';
import { price } from './parameters.ts';

const means = new Scratch();

/** Fills `deviation`, and returns the mean in a buffer of which there is one. */
function meanAndDeviation(x: Float64Array, n: number, deviation: Float64Array): Float64Array {
  const mean = means.column(deviation.length);
  slidingMean(x, n, mean);
  slidingDeviation(x, n, deviation);
  return mean;
}

const shared = {
  version: 1,
  source: 'Bollinger (2001), Bollinger on Bollinger Bands; here with the sample standard deviation',
  parameters: [
    price,
    windowOf(2, 'Sessions n of mean and deviation.', 20),
    number('width', 'How many standard deviations from the middle.', { default: 2, min: 0 }),
  ],
  result: 'widest',
  lookBack: windowLookBack,
} as const;

export const bollingerUpper: Builtin = {
  ...shared,
  name: 'bollinger_upper',
  summary: 'The upper Bollinger band: the mean of a window and some standard deviations more.',
  formula: 'x̄ + width · sd over t − n + 1 .. t',
  example: 'close > bollinger_upper(close, 20d, 2)',
  unit: unitOfFirst,
  kernel: {
    shape: 'column',
    run([x], [n, width], out) {
      const mean = meanAndDeviation(x!, n!, out);
      for (let t = 0; t < out.length; t++) out[t] = mean[t]! + width! * out[t]!;
    },
  },
};

export const bollingerLower: Builtin = {
  ...shared,
  name: 'bollinger_lower',
  summary: 'The lower Bollinger band: the mean of a window less some standard deviations.',
  formula: 'x̄ − width · sd over t − n + 1 .. t',
  example: 'close < bollinger_lower(close, 20d, 2)',
  unit: unitOfFirst,
  kernel: {
    shape: 'column',
    run([x], [n, width], out) {
      const mean = meanAndDeviation(x!, n!, out);
      for (let t = 0; t < out.length; t++) out[t] = mean[t]! - width! * out[t]!;
    },
  },
};

export const bollingerWidth: Builtin = {
  ...shared,
  name: 'bollinger_width',
  summary: 'The distance between the bands, as a fraction of the middle.',
  formula: '2 · width · sd / x̄; missing where x̄ = 0',
  example: 'bollinger_width(close, 20d, 2)',
  unit: unitRatio,
  kernel: {
    shape: 'column',
    run([x], [n, width], out) {
      const mean = meanAndDeviation(x!, n!, out);
      for (let t = 0; t < out.length; t++) {
        out[t] = mean[t] === 0 ? Number.NaN : (2 * width! * out[t]!) / mean[t]!;
      }
    },
  },
};

export const bollingerPercent: Builtin = {
  ...shared,
  name: 'bollinger_percent',
  summary: 'Where the price stands between the bands: 0 on the lower, 1 on the upper, beyond outside.',
  formula: '½ + (x[t] − x̄) / (2 · width · sd); missing where sd = 0',
  example: 'bollinger_percent(close, 20d, 2)',
  unit: unitRatio,
  kernel: {
    shape: 'column',
    run([x], [n, width], out) {
      const mean = meanAndDeviation(x!, n!, out);
      for (let t = 0; t < out.length; t++) {
        const bands = 2 * width! * out[t]!;
        out[t] = bands === 0 ? Number.NaN : 0.5 + (x![t]! - mean[t]!) / bands;
      }
    },
  },
};
