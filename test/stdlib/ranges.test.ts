/** The range that a built-in declares holds all that it gives: lints tell from it what never holds. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUILTINS } from '../../stdlib/registry.ts';

const SESSIONS = 60;
/** Of averages of a hundred shares, and of a correlation. */
const ROUNDING = 1e-9;

/** Prices with their highs and lows: what every indicator takes, in the order in which it takes them. */
const bars = fc
  .array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.nat(5), fc.nat(5)), {
    minLength: SESSIONS,
    maxLength: SESSIONS,
  })
  .map((moves) => {
    const close = Float64Array.from(
      moves.keys(),
      (t) => 1000 + moves.slice(0, t + 1).reduce((sum, [by]) => sum + by, 0),
    );
    const high = close.map((price, t) => price + moves[t]![1]);
    const low = close.map((price, t) => price - moves[t]![2]);
    return { high, low, close };
  });

describe('ranges', () => {
  const ranged = BUILTINS.filter(({ range, kernel }) => range !== undefined && kernel.shape === 'column');
  test.each(ranged.map((builtin) => [builtin.name, builtin] as const))('%s', (_, { kernel, parameters, range }) => {
    if (kernel.shape !== 'column' || range === undefined) throw new Error('not a column with a range');
    const constants = parameters.filter(({ role }) => role !== 'value').map((parameter) => parameter.default ?? 5);
    const values = parameters.filter(({ role }) => role === 'value').length;
    fc.assert(
      fc.property(bars, ({ high, low, close }) => {
        const inputs = values === 3 ? [high, low, close] : [close, high].slice(0, values);
        const out = new Float64Array(SESSIONS);
        kernel.run(inputs, constants, out);
        const defined = [...out].filter((value) => !Number.isNaN(value));
        expect(defined.length).toBeGreaterThan(0);
        expect(Math.min(...defined)).toBeGreaterThanOrEqual(range.lo - ROUNDING);
        expect(Math.max(...defined)).toBeLessThanOrEqual(range.hi + ROUNDING);
      }),
      { numRuns: 50, seed: 1 },
    );
  });
});
