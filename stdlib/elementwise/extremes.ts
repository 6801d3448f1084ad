/** The smaller and the greater of two values. Over a window: `lowest` and `highest`. */
import { value } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitOfSame } from '../units.ts';

const parameters = [value('left', 'One value.'), value('right', 'The other.')];

export const minimum: Builtin = {
  name: 'minimum',
  version: 1,
  summary: 'The smaller of two values.',
  formula: 'min(left[t], right[t])',
  example: 'minimum(open, close)',
  parameters,
  result: 'widest',
  unit: unitOfSame('compared'),
  kernel: {
    shape: 'column',
    run([a, b], _, out) {
      for (let t = 0; t < out.length; t++) out[t] = Math.min(a![t]!, b![t]!);
    },
  },
};

export const maximum: Builtin = {
  name: 'maximum',
  version: 1,
  summary: 'The greater of two values.',
  formula: 'max(left[t], right[t])',
  example: 'maximum(open, close)',
  parameters,
  result: 'widest',
  unit: unitOfSame('compared'),
  kernel: {
    shape: 'column',
    run([a, b], _, out) {
      for (let t = 0; t < out.length; t++) out[t] = Math.max(a![t]!, b![t]!);
    },
  },
};
