import { panel } from '../define.ts';
import { Scratch } from '../kernels/scratch.ts';
import type { Builtin } from '../types.ts';
import { unitOfFirst } from '../units.ts';

const counts = new Scratch();

export const meanAcross: Builtin = {
  name: 'mean_across',
  version: 1,
  summary: 'The plain mean over the members of each session: one number per session.',
  formula: 'Σ x[i, t] / n over the n members with a value, in ticker order; missing where there are none',
  example: 'mean_across(returns(close, 1d))',
  parameters: [panel('x', 'What is averaged.')],
  result: 'series',
  unit: unitOfFirst,
  kernel: {
    shape: 'across',
    run([x], _, out, { stocks, sessions, members }) {
      const count = counts.column(sessions);
      count.fill(0);
      out.fill(0);
      // Column by column adds each session's stocks in ticker order, and reads memory in order too.
      for (let stock = 0, at = 0; stock < stocks; stock++) {
        for (let t = 0; t < sessions; t++, at++) {
          const v = x![at]!;
          if (members[at] !== 1 || Number.isNaN(v)) continue;
          out[t] = out[t]! + v;
          count[t] = count[t]! + 1;
        }
      }
      for (let t = 0; t < sessions; t++) out[t] = count[t] === 0 ? Number.NaN : out[t]! / count[t]!;
    },
  },
};
