/** Functions of one value, element by element. Missing in, missing out; a result that is no finite number is missing. */
import { value } from '../define.ts';
import type { Builtin } from '../types.ts';
import { describeUnit, dimensionlessOnly, type UnitRule, unitOfFirst, unitRatio } from '../units.ts';

const parameters = [value('x', 'The value.')];

export const abs: Builtin = {
  name: 'abs',
  version: 1,
  summary: 'The size of a value, without its sign.',
  formula: '|x[t]|',
  example: 'abs(returns(close, 1d))',
  parameters,
  result: 'widest',
  unit: unitOfFirst,
  kernel: {
    shape: 'column',
    run([x], _, out) {
      for (let t = 0; t < out.length; t++) out[t] = Math.abs(x![t]!);
    },
  },
};

export const log: Builtin = {
  name: 'log',
  version: 1,
  summary: 'The natural logarithm of a pure number; missing for zero and below.',
  formula: 'ln x[t]; missing where x[t] ≤ 0',
  example: 'log(close / lag(close, 1d))',
  parameters,
  result: 'widest',
  unit: dimensionlessOnly('the logarithm'),
  kernel: {
    shape: 'column',
    run([x], _, out) {
      for (let t = 0; t < out.length; t++) out[t] = x![t]! > 0 ? Math.log(x![t]!) : Number.NaN;
    },
  },
};

export const exp: Builtin = {
  name: 'exp',
  version: 1,
  summary: 'e raised to a pure number; missing where that overflows.',
  formula: 'e ^ x[t]',
  example: 'exp(-abs(zscore(returns(close, 5d))))',
  parameters,
  result: 'widest',
  unit: dimensionlessOnly('the exponential'),
  kernel: {
    shape: 'column',
    run([x], _, out) {
      for (let t = 0; t < out.length; t++) {
        const result = Math.exp(x![t]!);
        out[t] = result === Number.POSITIVE_INFINITY ? Number.NaN : result;
      }
    },
  },
};

const halfOfEach: UnitRule = ([unit]) => {
  const { usd, share, session, year } = unit!;
  if ([usd, share, session, year].some((power) => power % 2 !== 0)) {
    return { problem: `the square root of ${describeUnit(unit!)} is not defined` };
  }
  const half = { usd: usd / 2, share: share / 2, session: session / 2, year: year / 2 };
  return unit!.bare ? { ...half, bare: true } : half;
};

export const sqrt: Builtin = {
  name: 'sqrt',
  version: 1,
  summary: 'The square root; missing for a negative value.',
  formula: '√x[t]; missing where x[t] < 0',
  example: 'sqrt(mean(returns(close, 1d) * returns(close, 1d), 20d))',
  parameters,
  result: 'widest',
  unit: halfOfEach,
  kernel: {
    shape: 'column',
    run([x], _, out) {
      for (let t = 0; t < out.length; t++) out[t] = Math.sqrt(x![t]!);
    },
  },
};

export const sign: Builtin = {
  name: 'sign',
  version: 1,
  summary: '1 for a positive value, −1 for a negative one, 0 for zero.',
  formula: 'sgn x[t]',
  example: 'sign(change(close, 1d))',
  parameters,
  result: 'widest',
  unit: unitRatio,
  kernel: {
    shape: 'column',
    run([x], _, out) {
      for (let t = 0; t < out.length; t++) {
        const v = x![t]!;
        out[t] = v > 0 ? 1 : v < 0 ? -1 : v === 0 ? 0 : Number.NaN;
      }
    },
  },
};
