import { panel, withinGroups } from '../define.ts';
import { eachGroup } from '../kernels/crossSection.ts';
import type { Builtin } from '../types.ts';
import { unitOfFirst } from '../units.ts';

export const demean: Builtin = {
  name: 'demean',
  version: 1,
  summary:
    'How far a stock is above the plain mean of its session, or of its group: neutral to the market, or to sectors.',
  formula:
    'x[i, t] − mean of x[·, t] over members with a value; by groups, over those of the group of i, and missing in none',
  example: 'demean(returns(close, 1d))',
  parameters: [panel('x', 'The value.'), withinGroups()],
  result: 'panel',
  unit: unitOfFirst,
  kernel: {
    shape: 'across',
    run([x, groups], _, out, context) {
      out.fill(Number.NaN);
      eachGroup(x!, groups, context, (session, values, who, count) => {
        let sum = 0;
        for (let i = 0; i < count; i++) sum += values[i]!;
        const mean = sum / count;
        for (let i = 0; i < count; i++) out[who[i]! * context.sessions + session] = values[i]! - mean;
      });
    },
  },
};
