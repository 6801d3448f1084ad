/**
 * `and or not`. Missing in, missing out, even where the other operand would decide (`missing and false` is missing):
 * what is not known is never guessed, and a stock whose filter is missing is not taken.
 */
import { truth } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

const parameters = [truth('left', 'Left operand.'), truth('right', 'Right operand.')];

export const and: Builtin = {
  name: 'and',
  version: 1,
  summary: 'Whether both hold.',
  formula: 'left[t] ∧ right[t]; missing where either is',
  example: 'close > lag(close, 1d) and volume > mean(volume, 20d)',
  parameters,
  result: 'widest-truth',
  unit: unitRatio,
  kernel: {
    shape: 'column',
    run([a, b], _, out) {
      for (let t = 0; t < out.length; t++) out[t] = a![t]! * b![t]!;
    },
  },
};

export const or: Builtin = {
  name: 'or',
  version: 1,
  summary: 'Whether at least one holds.',
  formula: 'left[t] ∨ right[t]; missing where either is',
  example: 'close > highest(lag(close, 1d), 20d) or close < lowest(lag(close, 1d), 20d)',
  parameters,
  result: 'widest-truth',
  unit: unitRatio,
  kernel: {
    shape: 'column',
    run([a, b], _, out) {
      for (let t = 0; t < out.length; t++) {
        const x = a![t]!;
        const y = b![t]!;
        out[t] = x + y - x * y;
      }
    },
  },
};

export const not: Builtin = {
  name: 'not',
  version: 1,
  summary: 'Whether it does not hold.',
  formula: '¬x[t]; missing where x is',
  example: 'not (close > mean(close, 20d))',
  parameters: [truth('x', 'What is denied.')],
  result: 'widest-truth',
  unit: unitRatio,
  kernel: {
    shape: 'column',
    run([x], _, out) {
      for (let t = 0; t < out.length; t++) out[t] = 1 - x![t]!;
    },
  },
};
