/** `+ - * / ^` and the sign, element by element. Missing in, missing out. */
import { value } from '../define.ts';
import type { Builtin, Kind } from '../types.ts';
import { dimensionlessOnly, divideUnits, multiplyUnits, unitOfFirst, unitOfSame } from '../units.ts';

/** Losses may be added to each other and multiplied by constants; the compiler sees to it that they are only that. */
const NUMBERS_AND_LOSSES: readonly Kind[] = ['panel', 'series', 'scalar', 'loss'];

const left = value('left', 'Left operand.');
const right = value('right', 'Right operand.');

export const add: Builtin = {
  name: 'add',
  version: 1,
  summary: 'The sum of two values, written `a + b`.',
  formula: 'left[t] + right[t]',
  example: 'high + low',
  parameters: [
    { ...left, kinds: NUMBERS_AND_LOSSES },
    { ...right, kinds: NUMBERS_AND_LOSSES },
  ],
  result: 'widest',
  unit: unitOfSame('added'),
  kernel: {
    shape: 'column',
    run([a, b], _, out) {
      for (let t = 0; t < out.length; t++) out[t] = a![t]! + b![t]!;
    },
  },
};

export const subtract: Builtin = {
  name: 'subtract',
  version: 1,
  summary: 'The difference of two values, written `a - b`.',
  formula: 'left[t] − right[t]',
  example: 'high - low',
  parameters: [left, right],
  result: 'widest',
  unit: unitOfSame('subtracted'),
  kernel: {
    shape: 'column',
    run([a, b], _, out) {
      for (let t = 0; t < out.length; t++) out[t] = a![t]! - b![t]!;
    },
  },
};

export const multiply: Builtin = {
  name: 'multiply',
  version: 1,
  summary: 'The product of two values, written `a * b`.',
  formula: 'left[t] · right[t]',
  example: 'close * volume',
  parameters: [
    { ...left, kinds: NUMBERS_AND_LOSSES },
    { ...right, kinds: NUMBERS_AND_LOSSES },
  ],
  result: 'widest',
  unit: ([a, b]) => multiplyUnits(a!, b!),
  kernel: {
    shape: 'column',
    run([a, b], _, out) {
      for (let t = 0; t < out.length; t++) out[t] = a![t]! * b![t]!;
    },
  },
};

export const divide: Builtin = {
  name: 'divide',
  version: 1,
  summary: 'The ratio of two values, written `a / b`; missing where the denominator is zero.',
  formula: 'left[t] / right[t]; missing where right[t] = 0, or where that overflows',
  example: 'close / mean(close, 20d)',
  parameters: [left, right],
  result: 'widest',
  unit: ([a, b]) => divideUnits(a!, b!),
  kernel: {
    shape: 'column',
    run([a, b], _, out) {
      for (let t = 0; t < out.length; t++) {
        const quotient = a![t]! / b![t]!;
        // Adds 0 to a number and makes an infinity missing, at a third of the cost of a comparison per element.
        out[t] = quotient + (quotient - quotient);
      }
    },
  },
};

export const power: Builtin = {
  name: 'power',
  version: 1,
  summary: 'A pure number raised to a power, written `a ^ b`; missing where that is no finite number.',
  formula: 'left[t] ^ right[t]; missing where not finite',
  example: '(high / low) ^ 2',
  parameters: [left, right],
  result: 'widest',
  unit: dimensionlessOnly('a power'),
  kernel: {
    shape: 'column',
    run([a, b], _, out) {
      for (let t = 0; t < out.length; t++) {
        const base = a![t]!;
        const exponent = b![t]!;
        // IEEE makes NaN ^ 0 equal to 1; here missing in is missing out.
        const result = base ** exponent;
        out[t] = Number.isNaN(base) || Number.isNaN(exponent) || !Number.isFinite(result) ? Number.NaN : result;
      }
    },
  },
};

export const negate: Builtin = {
  name: 'negate',
  version: 1,
  summary: 'The value with its sign changed, written `-a`.',
  formula: '−x[t]',
  example: '-returns(close, 5d)',
  parameters: [value('x', 'What changes sign.')],
  result: 'widest',
  unit: unitOfFirst,
  kernel: {
    shape: 'column',
    run([x], _, out) {
      for (let t = 0; t < out.length; t++) out[t] = -x![t]!;
    },
  },
};
