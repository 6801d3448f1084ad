/**
 * No built-in sees what it says it does not see: nothing after t + shift, nothing before t − look-back unless it is
 * recursive. To the last bit, because a strategy that is right only up to rounding is not the same strategy live.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILTINS } from '../../stdlib/registry.ts';
import type { Builtin, LookBack } from '../../stdlib/types.ts';
import { inputsOf, PROPERTY, runColumn } from './columns.ts';
import { ACROSS_ORACLES, ORACLES } from './oracles.ts';

const NONE: LookBack = { sessions: 0, recursive: false };
const columns = BUILTINS.filter(({ kernel }) => kernel.shape === 'column').flatMap((builtin) =>
  ORACLES[builtin.name]!.cases.map((constants) => [builtin.name, constants, builtin] as const),
);

/** Inputs, and the same with every value from `from` to `to` replaced by another draw. */
const disturbed = (builtin: Builtin, range: (length: number, t: number) => readonly [number, number]) =>
  fc.tuple(inputsOf(builtin), inputsOf(builtin), fc.nat(69)).map(([inputs, others, at]) => {
    const length = inputs[0]!.length;
    const t = length === 0 ? 0 : at % length;
    const [from, to] = range(length, t);
    const changed = inputs.map((input, i) =>
      input.map((value, s) => (s >= from && s < to ? (others[i]![s] ?? Number.NaN) : value)),
    );
    return { inputs, changed, t };
  });

describe.each(columns)('%s %j', (_name, constants, builtin) => {
  const shift = builtin.shift?.(constants) ?? 0;
  const lookBack = builtin.lookBack?.(constants) ?? NONE;

  it('does not see the future', () => {
    fc.assert(
      fc.property(
        disturbed(builtin, (length, t) => [t + shift + 1, length]),
        ({ inputs, changed, t }) => {
          const before = runColumn(builtin, inputs, constants).subarray(0, t + 1);
          const after = runColumn(builtin, changed, constants).subarray(0, t + 1);
          expect(after).toEqual(before);
        },
      ),
      PROPERTY,
    );
  });

  if (!lookBack.recursive) {
    it('does not see beyond its look-back', () => {
      fc.assert(
        fc.property(
          disturbed(builtin, (_, t) => [0, t - lookBack.sessions]),
          ({ inputs, changed, t }) => {
            const before = runColumn(builtin, inputs, constants).subarray(t);
            const after = runColumn(builtin, changed, constants).subarray(t);
            expect(after).toEqual(before);
          },
        ),
        PROPERTY,
      );
    });
  }

  // An exponential average has a value from the first session on; its look-back is for settling in.
  if (builtin.name !== 'ewma') {
    it('is first defined after its look-back, not later, and to the end but for its shift', () => {
      const length = 80;
      const values = builtin.parameters.filter(({ role }) => role === 'value');
      const inputs = values.map(({ kinds }, i) =>
        Array.from({ length }, (_, t) => (kinds?.includes('mask') ? t % 2 : 1.1 + Math.sin((t + 0.3) * (i + 1) * 1.7))),
      );
      if (builtin.name === 'clip') inputs[2] = inputs[1]!.map((low) => low + 1);
      const out = runColumn(builtin, inputs, constants);
      const first = out.findIndex((value) => !Number.isNaN(value));
      expect(out.findLastIndex((value) => !Number.isNaN(value))).toBe(length - 1 - Math.max(0, shift));
      expect(first).toBe(lookBack.sessions);
    });
  }

  it('gives the same bits whatever was computed before', () => {
    fc.assert(
      fc.property(inputsOf(builtin), inputsOf(builtin), (inputs, others) => {
        const first = runColumn(builtin, inputs, constants);
        runColumn(builtin, others, constants);
        expect(runColumn(builtin, inputs, constants)).toEqual(first);
      }),
      { ...PROPERTY, numRuns: 20 },
    );
  });
});

const across = BUILTINS.filter(({ name, kernel }) => kernel.shape === 'across' && name !== 'index_return');

describe.each(across.map((each) => [each.name, each] as const))('%s', (name, { kernel, result, parameters }) => {
  const stocks = 6;
  const sessions = 20;
  const byGroup = parameters.some(({ kinds }) => kinds?.includes('groups'));
  const { constants = [] } = ACROSS_ORACLES[name]!;
  const run = (values: readonly number[], members: readonly number[], groups: readonly number[]) => {
    if (kernel.shape !== 'across') throw new Error('not a kernel across stocks');
    const out = new Float64Array(result === 'series' ? sessions : values.length);
    const inputs = byGroup ? [values, groups] : [values];
    const context = { stocks, sessions, members: Uint8Array.from(members) };
    kernel.run(
      inputs.map((each) => Float64Array.from(each)),
      constants,
      out,
      context,
    );
    return out;
  };
  const each = <T>(cell: fc.Arbitrary<T>) =>
    fc.array(cell, { minLength: stocks * sessions, maxLength: stocks * sessions });
  const values = each(fc.integer({ min: -99, max: 99 }).map((k) => k / 7));
  const members = each(fc.constantFrom(0, 1));
  const groups = each(fc.constantFrom(0, 1, Number.NaN));

  it('sees its own session and its members only', () => {
    fc.assert(
      fc.property(values, values, members, groups, groups, fc.nat(sessions - 1), (x, y, belongs, own, others, t) => {
        const changed = (of: readonly number[], other: readonly number[]) =>
          of.map((value, at) => (at % sessions === t && belongs[at] === 1 ? value : other[at]!));
        const at = (out: Float64Array) => out.filter((_, index) => index % sessions === t);
        expect(at(run(changed(x, y), belongs, changed(own, others)))).toEqual(at(run(x, belongs, own)));
      }),
      PROPERTY,
    );
  });
});
