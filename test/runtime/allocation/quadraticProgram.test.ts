import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type QuadraticProgram, solveQuadraticProgram } from '../../../runtime/allocation/quadraticProgram.ts';
import { random } from '../../../runtime/random.ts';

/** A covariance of few returns and a little noise of its own for each name: correlated, and barely definite. */
function programOf(seed: number, n: number, cap: number, budget: number | null): QuadraticProgram {
  const source = random(seed);
  const factors = Array.from({ length: n }, () => [source.normal(), source.normal(), source.normal()] as const);
  const quadratic = new Float64Array(n * n);
  factors.forEach((a, i) => {
    factors.forEach((b, j) => {
      quadratic[i * n + j] = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + (i === j ? 0.01 + source.uniform() : 0);
    });
  });
  const gain = Float64Array.from({ length: n }, () => source.normal());
  return { quadratic, gain, upper: new Float64Array(n).fill(cap), budget };
}

/** What is broken of the Karush-Kuhn-Tucker conditions, which only the minimum meets: the largest of all amounts. */
function broken({ quadratic, gain, upper, budget }: QuadraticProgram, w: Float64Array): number {
  const n = w.length;
  const slope = gain.map((value, i) => w.reduce((sum, weight, j) => sum + quadratic[i * n + j]! * weight, -value));
  const free = w.findIndex((weight, i) => weight > 1e-9 && weight < upper[i]! - 1e-9);
  const most = Math.max(...slope.filter((_, i) => w[i]! > 1e-9));
  const price = budget === null ? 0 : free < 0 ? most : slope[free]!;
  const total = w.reduce((sum, weight) => sum + weight, 0);
  const amounts = Array.from(w, (weight, i) => {
    const pull = slope[i]! - price;
    const wrong = weight <= 1e-9 ? -pull : weight >= upper[i]! - 1e-9 ? pull : Math.abs(pull);
    return Math.max(wrong, -weight, weight - upper[i]!);
  });
  return Math.max(...amounts, budget === null ? 0 : Math.abs(total - budget));
}

describe('quadratic programs', () => {
  test('every solution meets the conditions of the minimum, whatever the bounds', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 1, max: 3, noNaN: true }),
        fc.boolean(),
        (seed, n, slack, spent) => {
          const program = programOf(seed, n, slack / n, spent ? 1 : null);
          const weights = solveQuadraticProgram(program);
          expect(weights).toBeInstanceOf(Float64Array);
          expect(broken(program, weights as Float64Array)).toBeLessThan(1e-9);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('bounds that the budget just fills, where many solutions of the steps coincide', () => {
    for (let seed = 0; seed < 200; seed++) {
      const program = programOf(seed, 12, 1 / (1 + (seed % 12)), 1);
      const weights = solveQuadraticProgram(program);
      expect(broken(program, weights as Float64Array), `seed ${seed}`).toBeLessThan(1e-9);
    }
  });

  test('a name that may have nothing gets nothing', () => {
    const upper = Float64Array.of(1, 0, 1);
    const weights = solveQuadraticProgram({ ...programOf(1, 3, 1, 1), upper }) as Float64Array;
    expect(weights[1]).toBe(0);
  });

  test('two names without risk together: singular', () => {
    const quadratic = Float64Array.of(1, -1, -1, 1);
    const program = { quadratic, gain: new Float64Array(2), upper: Float64Array.of(1, 1), budget: 1 };
    expect(solveQuadraticProgram(program)).toBe('singular');
  });

  test('the same bits each time', () => {
    const program = programOf(7, 30, 0.1, 1);
    expect(solveQuadraticProgram(program)).toEqual(solveQuadraticProgram(program));
  });
});
