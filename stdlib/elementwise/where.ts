import { truth, value } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitOfSame } from '../units.ts';

export const where: Builtin = {
  name: 'where',
  version: 1,
  summary: 'One value where a condition holds and another where it does not; the one not taken may be missing.',
  formula: 'then[t] if condition[t], otherwise[t] if not; missing where the condition is',
  example: 'where(close > mean(close, 200d), returns(close, 20d), 0)',
  parameters: [
    truth('condition', 'Decides which is taken.'),
    value('then', 'Taken where it holds.'),
    value('otherwise', 'Taken where it does not.'),
  ],
  result: 'widest',
  // The condition has no unit of its own.
  unit: ([, a, b]) => unitOfSame('alternatives of one `where`')([a!, b!]),
  kernel: {
    shape: 'column',
    run([condition, a, b], _, out) {
      for (let t = 0; t < out.length; t++) {
        const c = condition![t]!;
        out[t] = c === 1 ? a![t]! : c === 0 ? b![t]! : Number.NaN;
      }
    },
  },
};
