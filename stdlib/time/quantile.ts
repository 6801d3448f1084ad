import { ratio, value, windowLookBack, windowOf } from '../define.ts';
import { slidingQuantile } from '../kernels/orderStatistics.ts';
import type { Builtin } from '../types.ts';
import { unitOfFirst } from '../units.ts';

export const quantile: Builtin = {
  name: 'quantile',
  version: 1,
  summary: 'The value below which a share of the window lies, linear between its order statistics.',
  formula: 'with h = (n − 1) q: x₍⌊h⌋₎ + (h − ⌊h⌋)(x₍⌊h⌋+1₎ − x₍⌊h⌋₎), order statistics of x[t − n + 1 .. t] from 0',
  source: 'Hyndman and Fan (1996), Sample Quantiles in Statistical Packages, type 7',
  example: 'quantile(returns(close, 1d), 60d, 5%)',
  parameters: [value('x', 'The value.'), windowOf(1), ratio('q', 'Share of the window below.', { min: 0, max: 1 })],
  result: 'widest',
  unit: unitOfFirst,
  lookBack: windowLookBack,
  kernel: { shape: 'column', run: ([x], [n, q], out) => slidingQuantile(x!, n!, q!, out) },
};
