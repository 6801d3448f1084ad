import { carrying, windowOf } from '../define.ts';
import { wilderAverage } from '../kernels/recursive.ts';
import { Scratch } from '../kernels/scratch.ts';
import type { Builtin } from '../types.ts';
import { unitOfSame } from '../units.ts';
import { close, high, low } from './parameters.ts';
import { trueRangeOf } from './true_range.ts';

const ranges = new Scratch();

/**
 * Seeded with the mean of the first n true ranges that have a close before them. Some programs take high − low for the
 * very first session, which has none; here nothing is filled, and the first value is one session later.
 */
export const atr: Builtin = {
  name: 'atr',
  version: 1,
  summary: "Average true range: how far a price moves in a session, by Wilder's average.",
  formula: 'a[t] = a[t − 1] + (true_range[t] − a[t − 1]) / n, a = mean of the first n true ranges',
  source: 'Wilder (1978), New Concepts in Technical Trading Systems',
  example: 'atr(high, low, close, 14d)',
  parameters: [high, low, close, windowOf(1, 'Sessions n of the average.', 14)],
  result: 'widest',
  unit: unitOfSame('compared'),
  lookBack: ([n]) => carrying(n!),
  kernel: {
    shape: 'column',
    run([h, l, c], [n], out) {
      const range = ranges.column(out.length);
      trueRangeOf(h!, l!, c!, range);
      wilderAverage(range, n!, out);
    },
  },
};
