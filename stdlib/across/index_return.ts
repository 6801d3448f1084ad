import { lagLookBack, optional, panel, sessions } from '../define.ts';
import { Scratch } from '../kernels/scratch.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

const totals = new Scratch();

/**
 * Held, not recomposed: who belongs and with what weight is that of t − n, so that nobody joins for having risen since. A
 * stock that stops trading on the way counts with its last price, as in a book that holds it.
 */
export const indexReturn: Builtin = {
  name: 'index_return',
  version: 1,
  summary:
    'The return of an index of one’s own: of the members of n sessions ago, in equal parts or weighted by a value of that day, and held since. `index_return(close, 1d)` is an equal-weight index, rebalanced every session.',
  formula:
    'Σ w[i, t − n] · (p[i, t] / x[i, t − n] − 1) / Σ w[i, t − n] over members i of t − n with a price and w > 0; p is the last price in t − n .. t; w = 1 without weight',
  example: 'index_return(close, 20d, weight: mean(dollar_volume, 60d))',
  parameters: [
    panel('x', 'A price.'),
    sessions('sessions', 'Over how many sessions.'),
    optional(
      panel(
        'weight',
        'What the weights are in proportion to; left out, they are equal. Missing, or not above 0, is none.',
      ),
    ),
  ],
  result: 'series',
  unit: unitRatio,
  lookBack: lagLookBack,
  kernel: {
    shape: 'across',
    run([x, weights], [n], out, { stocks, sessions, members }) {
      const total = totals.column(sessions).fill(0);
      out.fill(0);
      for (let stock = 0; stock < stocks; stock++) {
        const start = stock * sessions;
        let last = Number.NaN;
        for (let t = 0; t < sessions; t++) {
          const price = x![start + t]!;
          if (!Number.isNaN(price)) last = price;
          const then = start + t - n!;
          if (t < n! || members[then] !== 1) continue;
          const from = x![then]!;
          const weight = weights === undefined ? 1 : weights[then]!;
          // A comparison with a missing value is false.
          if (!(from > 0) || !(weight > 0)) continue;
          out[t]! += weight * (last / from - 1);
          total[t]! += weight;
        }
      }
      for (let t = 0; t < sessions; t++) out[t] = total[t]! > 0 ? out[t]! / total[t]! : Number.NaN;
    },
  },
};
