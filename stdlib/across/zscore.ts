import { panel, withinGroups } from '../define.ts';
import { eachGroup } from '../kernels/crossSection.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

export const zscore: Builtin = {
  name: 'zscore',
  version: 1,
  summary:
    'How many standard deviations a stock is above the mean of its session; missing where all members have the same value.',
  formula:
    '(x[i, t] − x̄[t]) / sd[t], mean and sample sd over members with a value (by groups, over those of the group of i); missing where sd = 0, one is alone or in no group',
  example: 'zscore(returns(close, 20d))',
  parameters: [panel('x', 'What is scored.'), withinGroups()],
  result: 'panel',
  unit: unitRatio,
  kernel: {
    shape: 'across',
    run([x, groups], _, out, context) {
      out.fill(Number.NaN);
      eachGroup(x!, groups, context, (session, values, who, count) => {
        if (count < 2) return;
        // Differences from one of the values: members that all agree have a deviation of exactly 0.
        const pivot = values[0]!;
        let sum = 0;
        for (let i = 0; i < count; i++) sum += values[i]! - pivot;
        const mean = sum / count;
        let squares = 0;
        for (let i = 0; i < count; i++) squares += (values[i]! - pivot - mean) ** 2;
        if (squares === 0) return;
        const deviation = Math.sqrt(squares / (count - 1));
        for (let i = 0; i < count; i++) {
          out[who[i]! * context.sessions + session] = (values[i]! - pivot - mean) / deviation;
        }
      });
    },
  },
};
