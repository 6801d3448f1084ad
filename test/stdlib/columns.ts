/** Columns as property tests need them, and how kernels are run and compared. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Builtin } from '../../stdlib/types.ts';

/** Fixed, so that a run today is a run tomorrow. */
export const PROPERTY = { seed: 20200102, numRuns: 60 };

const LENGTH = { minLength: 0, maxLength: 70 };
const missing = { weight: 1, arbitrary: fc.constant(Number.NaN) };

/** Multiples of 3/8: sums and thirds are exact, ties and zeros are common. */
const onGrid = fc.integer({ min: -12, max: 40 }).map((k) => k * 0.375);
/** Nothing binary about these: rounding is everywhere. */
const offGrid = fc.integer({ min: -200_000, max: 800_000 }).map((k) => k / 997);
const positive = fc.integer({ min: 1, max: 800_000 }).map((k) => k / 997);

function numbers(length: number, values: fc.Arbitrary<number>, missingOneIn: number): fc.Arbitrary<number[]> {
  const value = fc.oneof({ weight: missingOneIn, arbitrary: values }, missing);
  return fc.array(value, { minLength: length, maxLength: length });
}

/** Inputs of one length for a column built-in: truths where it takes truths, numbers of three sorts elsewhere. */
export function inputsOf({ parameters }: Builtin): fc.Arbitrary<number[][]> {
  const values = parameters.filter((parameter) => parameter.role === 'value');
  const sort = fc.constantFrom(onGrid, offGrid, positive);
  return fc
    .tuple(fc.integer({ min: LENGTH.minLength, max: LENGTH.maxLength }), sort, fc.constantFrom(8, 40))
    .chain(([length, sortOf, gaps]) =>
      fc.tuple(
        ...values.map((parameter) =>
          numbers(length, parameter.kinds?.includes('mask') ? fc.constantFrom(0, 1) : sortOf, gaps),
        ),
      ),
    ) as fc.Arbitrary<number[][]>;
}

/** Runs a column kernel into a column full of something else: it must fill it completely. */
export function runColumn(
  { kernel, name }: Builtin,
  inputs: readonly ArrayLike<number>[],
  constants: readonly number[] = [],
): Float64Array {
  if (kernel.shape !== 'column') throw new Error(`${name} is not a column kernel`);
  const out = new Float64Array(inputs[0]!.length).fill(12345.678);
  kernel.run(
    inputs.map((input) => Float64Array.from(input)),
    constants,
    out,
  );
  return out;
}

/** Missing where missing; else relative to the greatest number about, which is what cancellation leaves. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-9): void {
  expect(actual.length).toBe(expected.length);
  for (let t = 0; t < expected.length; t++) {
    const [a, e] = [actual[t]!, expected[t]!];
    const close = Number.isNaN(e) ? Number.isNaN(a) : Math.abs(a - e) <= tolerance * Math.max(1, Math.abs(e));
    if (!close) expect.fail(`at ${t}: ${a} instead of ${e}`);
  }
}
