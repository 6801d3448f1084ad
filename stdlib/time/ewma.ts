import { carrying, sessions, value } from '../define.ts';
import { alphaOf, exponentialAverage } from '../kernels/recursive.ts';
import type { Builtin } from '../types.ts';
import { unitOfFirst } from '../units.ts';

/**
 * A session without a value has no average, and the average goes on from where it was. Its look-back counts n − 1
 * sessions for settling in, though a value is there from the first one on.
 */
export const ewma: Builtin = {
  name: 'ewma',
  version: 1,
  summary: 'The exponentially weighted average: each session moves it by 2 / (n + 1) of the way to the new value.',
  formula: 'e[t] = e[t − 1] + α (x[t] − e[t − 1]), α = 2 / (n + 1), e = x at the first present value',
  example: 'ewma(close, 20d)',
  parameters: [value('x', 'The value.'), sessions('span', 'Sessions n of the weight 2 / (n + 1).')],
  result: 'widest',
  unit: unitOfFirst,
  lookBack: ([n]) => carrying(n! - 1),
  kernel: { shape: 'column', run: ([x], [n], out) => exponentialAverage(x!, alphaOf(n!), 1, out) },
};
