import { panel, withinGroups } from '../define.ts';
import { averageRanks } from '../kernels/averageRanks.ts';
import { eachGroup } from '../kernels/crossSection.ts';
import { Scratch } from '../kernels/scratch.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

const ranked = new Scratch();

export const rank: Builtin = {
  name: 'rank',
  version: 1,
  summary:
    'Where a stock stands among the members of its session: 0 is the lowest, 1 the highest, ties share the average; a member alone stands at ½.',
  formula:
    '(average rank of x[i, t] among members with a value − 1) / (their number − 1); by groups, among those of the group of i, and missing in none',
  example: 'rank(returns(close, 20d))',
  parameters: [panel('x', 'What is ranked.'), withinGroups()],
  range: { lo: 0, hi: 1 },
  result: 'panel',
  unit: unitRatio,
  kernel: {
    shape: 'across',
    run([x, groups], _, out, context) {
      out.fill(Number.NaN);
      const ranks = ranked.atLeast(context.stocks);
      eachGroup(x!, groups, context, (session, values, who, count) => {
        averageRanks(values, count, ranks);
        for (let i = 0; i < count; i++) {
          out[who[i]! * context.sessions + session] = count === 1 ? 0.5 : (ranks[i]! - 1) / (count - 1);
        }
      });
    },
  },
};
