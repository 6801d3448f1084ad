import { count, panel, withinGroups } from '../define.ts';
import { averageRanks } from '../kernels/averageRanks.ts';
import { eachGroup } from '../kernels/crossSection.ts';
import { Scratch } from '../kernels/scratch.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

const ranked = new Scratch();

export const buckets: Builtin = {
  name: 'buckets',
  version: 1,
  summary:
    'Groups by a value: the members of a session, or of a group, in so many buckets of about equal size, 0 for the lowest. Members with the same value are in the same one. For `by`, as in a double sort.',
  formula: 'min(n − 1, ⌊n · (average rank of x[i, t] − 1) / (their number − 1)⌋); 0 for a member alone',
  example: 'demean(returns(close, 20d), by: buckets(mean(dollar_volume, 60d), 5))',
  parameters: [
    panel('x', 'What is sorted.'),
    count('count', 'How many buckets.', { min: 2, max: 1000 }),
    withinGroups(),
  ],
  result: 'groups',
  unit: unitRatio,
  kernel: {
    shape: 'across',
    run([x, groups], [n], out, context) {
      out.fill(Number.NaN);
      const ranks = ranked.atLeast(context.stocks);
      eachGroup(x!, groups, context, (session, values, who, size) => {
        averageRanks(values, size, ranks);
        for (let i = 0; i < size; i++) {
          const share = size === 1 ? 0 : (ranks[i]! - 1) / (size - 1);
          out[who[i]! * context.sessions + session] = Math.min(n! - 1, Math.floor(n! * share));
        }
      });
    },
  },
};
