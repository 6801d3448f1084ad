/** `< <= > >= == !=`, element by element: 1 where it holds, 0 where it does not, missing where an operand is. */
import { value } from '../define.ts';
import type { Builtin } from '../types.ts';
import { ratioOfSame } from '../units.ts';

const parameters = [value('left', 'Left operand.'), value('right', 'Right operand.')];
const unit = ratioOfSame('compared');

export const less: Builtin = {
  name: 'less',
  version: 1,
  summary: 'Whether one value is less than another, written `a < b`.',
  formula: 'left[t] < right[t]',
  example: 'close < mean(close, 20d)',
  parameters,
  result: 'widest-truth',
  unit,
  kernel: {
    shape: 'column',
    run([a, b], _, out) {
      for (let t = 0; t < out.length; t++) {
        const x = a![t]!;
        const y = b![t]!;
        out[t] = Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : x < y ? 1 : 0;
      }
    },
  },
};

export const lessEqual: Builtin = {
  name: 'less_equal',
  version: 1,
  summary: 'Whether one value is at most another, written `a <= b`.',
  formula: 'left[t] ≤ right[t]',
  example: 'volume <= lag(volume, 1d)',
  parameters,
  result: 'widest-truth',
  unit,
  kernel: {
    shape: 'column',
    run([a, b], _, out) {
      for (let t = 0; t < out.length; t++) {
        const x = a![t]!;
        const y = b![t]!;
        out[t] = Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : x <= y ? 1 : 0;
      }
    },
  },
};

export const greater: Builtin = {
  name: 'greater',
  version: 1,
  summary: 'Whether one value is greater than another, written `a > b`.',
  formula: 'left[t] > right[t]',
  example: 'close > mean(close, 20d)',
  parameters,
  result: 'widest-truth',
  unit,
  kernel: {
    shape: 'column',
    run([a, b], _, out) {
      for (let t = 0; t < out.length; t++) {
        const x = a![t]!;
        const y = b![t]!;
        out[t] = Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : x > y ? 1 : 0;
      }
    },
  },
};

export const greaterEqual: Builtin = {
  name: 'greater_equal',
  version: 1,
  summary: 'Whether one value is at least another, written `a >= b`.',
  formula: 'left[t] ≥ right[t]',
  example: 'raw_close >= 5 USD',
  parameters,
  result: 'widest-truth',
  unit,
  kernel: {
    shape: 'column',
    run([a, b], _, out) {
      for (let t = 0; t < out.length; t++) {
        const x = a![t]!;
        const y = b![t]!;
        out[t] = Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : x >= y ? 1 : 0;
      }
    },
  },
};

export const equal: Builtin = {
  name: 'equal',
  version: 1,
  summary: 'Whether one value equals another, written `a == b`.',
  formula: 'left[t] = right[t]',
  example: 'close == highest(close, 20d)',
  parameters,
  result: 'widest-truth',
  unit,
  kernel: {
    shape: 'column',
    run([a, b], _, out) {
      for (let t = 0; t < out.length; t++) {
        const x = a![t]!;
        const y = b![t]!;
        out[t] = Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : x === y ? 1 : 0;
      }
    },
  },
};

export const notEqual: Builtin = {
  name: 'not_equal',
  version: 1,
  summary: 'Whether one value differs from another, written `a != b`.',
  formula: 'left[t] ≠ right[t]',
  example: 'close != lag(close, 1d)',
  parameters,
  result: 'widest-truth',
  unit,
  kernel: {
    shape: 'column',
    run([a, b], _, out) {
      for (let t = 0; t < out.length; t++) {
        const x = a![t]!;
        const y = b![t]!;
        out[t] = Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : x !== y ? 1 : 0;
      }
    },
  },
};
