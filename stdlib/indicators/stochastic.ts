/** Lane's stochastic oscillator; Williams' %R is the same figure counted from the top. */
import { exactly, sessions, windowLookBack, windowOf } from '../define.ts';
import { slidingHighest, slidingLowest } from '../kernels/extrema.ts';
import { Scratch } from '../kernels/scratch.ts';
import { slidingMean } from '../kernels/sums.ts';
import type { Builtin } from '../types.ts';
import { ratioOfSame } from '../units.ts';
import { close, high, low } from './parameters.ts';

const lows = new Scratch();
const raws = new Scratch();
const smoothed = new Scratch();

const source = 'Lane (1984), Lane’s Stochastics';
const range = windowOf(1, 'Sessions of the range, t included.', 14);
const smooth = sessions('smooth', 'Sessions over which %K is averaged; 1 for the fast oscillator.', { default: 1 });
const signal = sessions('signal', 'Sessions over which %D averages %K.', { default: 3 });

/** 100 (close − lowest) / (highest − lowest); missing where the window has no range. */
function placeInRange(h: Float64Array, l: Float64Array, c: Float64Array, n: number, out: Float64Array): void {
  const lowest = lows.column(out.length);
  slidingHighest(h, n, out);
  slidingLowest(l, n, lowest);
  for (let t = 0; t < out.length; t++) {
    const width = out[t]! - lowest[t]!;
    out[t] = width === 0 ? Number.NaN : (100 * (c[t]! - lowest[t]!)) / width;
  }
}

export const stochasticK: Builtin = {
  name: 'stochastic_k',
  version: 1,
  summary:
    'Where the close stands in the range of a window, from 0 (its low) to 100 (its high); missing without a range.',
  formula: '%K = mean over `smooth` of 100 (close − lowest(low, n)) / (highest(high, n) − lowest(low, n))',
  source,
  example: 'stochastic_k(high, low, close, 14d, smooth: 3d)',
  parameters: [high, low, close, range, smooth],
  range: { lo: 0, hi: 100 },
  result: 'widest',
  unit: ratioOfSame('compared'),
  lookBack: ([n, smoothing]) => exactly(n! - 1 + smoothing! - 1),
  kernel: {
    shape: 'column',
    run([h, l, c], [n, smoothing], out) {
      const raw = raws.column(out.length);
      placeInRange(h!, l!, c!, n!, raw);
      slidingMean(raw, smoothing!, out);
    },
  },
};

export const stochasticD: Builtin = {
  name: 'stochastic_d',
  version: 1,
  summary: 'The signal line of the stochastic oscillator: %K averaged once more.',
  formula: '%D = mean(%K, signal)',
  source,
  example: 'stochastic_d(high, low, close, 14d, smooth: 3d, signal: 3d)',
  parameters: [high, low, close, range, smooth, signal],
  range: { lo: 0, hi: 100 },
  result: 'widest',
  unit: ratioOfSame('compared'),
  lookBack: ([n, smoothing, averaging]) => exactly(n! - 1 + smoothing! - 1 + averaging! - 1),
  kernel: {
    shape: 'column',
    run([h, l, c], [n, smoothing, averaging], out) {
      const raw = raws.column(out.length);
      const k = smoothed.column(out.length);
      placeInRange(h!, l!, c!, n!, raw);
      slidingMean(raw, smoothing!, k);
      slidingMean(k, averaging!, out);
    },
  },
};

export const williamsR: Builtin = {
  name: 'williams_r',
  version: 1,
  summary:
    'How far the close is below the high of a window, from −100 (at its low) to 0 (at its high); missing without a range.',
  formula: '−100 (highest(high, n) − close) / (highest(high, n) − lowest(low, n))',
  source: 'Williams (1973), How I Made One Million Dollars Last Year Trading Commodities',
  example: 'williams_r(high, low, close, 14d)',
  parameters: [high, low, close, range],
  range: { lo: -100, hi: 0 },
  result: 'widest',
  unit: ratioOfSame('compared'),
  lookBack: windowLookBack,
  kernel: {
    shape: 'column',
    run([h, l, c], [n], out) {
      const lowest = lows.column(out.length);
      slidingHighest(h!, n!, out);
      slidingLowest(l!, n!, lowest);
      for (let t = 0; t < out.length; t++) {
        const highest = out[t]!;
        const width = highest - lowest[t]!;
        out[t] = width === 0 ? Number.NaN : (-100 * (highest - c![t]!)) / width;
      }
    },
  },
};
