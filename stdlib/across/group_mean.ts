import { groups as groupsOf, panel } from '../define.ts';
import { numberOfGroups } from '../kernels/crossSection.ts';
import { Scratch } from '../kernels/scratch.ts';
import type { Builtin } from '../types.ts';
import { unitOfFirst } from '../units.ts';

const sums = new Scratch();
const counts = new Scratch();

export const groupMean: Builtin = {
  name: 'group_mean',
  version: 1,
  summary:
    "The plain mean of a stock's group in its session, such as of its sector: the same for all members of the group.",
  formula: 'Σ x[j, t] / n over the n members j of the group of i that have a value, in ticker order',
  example: 'group_mean(returns(close, 5d), by: sector)',
  parameters: [panel('x', 'What is averaged.'), groupsOf('by', 'Which groups, such as `sector`.')],
  result: 'panel',
  unit: unitOfFirst,
  kernel: {
    shape: 'across',
    run([x, groups], _, out, { stocks, sessions, members }) {
      const size = numberOfGroups(groups!) * sessions;
      const sum = sums.column(size).fill(0);
      const count = counts.column(size).fill(0);
      // Column by column adds each group's stocks in ticker order, and reads memory in order too.
      for (let stock = 0, at = 0; stock < stocks; stock++) {
        for (let t = 0; t < sessions; t++, at++) {
          const cell = groups![at]! * sessions + t;
          if (members[at] !== 1 || Number.isNaN(cell) || Number.isNaN(x![at]!)) continue;
          sum[cell]! += x![at]!;
          count[cell]!++;
        }
      }
      // Members without a value of their own are in their group as well.
      for (let stock = 0, at = 0; stock < stocks; stock++) {
        for (let t = 0; t < sessions; t++, at++) {
          const cell = groups![at]! * sessions + t;
          const has = members[at] === 1 && !Number.isNaN(cell) && count[cell]! > 0;
          out[at] = has ? sum[cell]! / count[cell]! : Number.NaN;
        }
      }
    },
  },
};
