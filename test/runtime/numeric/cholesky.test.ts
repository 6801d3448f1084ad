import { expect, test } from 'vitest';
import { CholeskyFactor } from '../../../runtime/numeric/cholesky.ts';
import { random } from '../../../runtime/random.ts';

// Golub and Van Loan, "Matrix Computations", 4th ed., section 4.2: a classroom matrix with L = [2; 6 1; -8 5 3].
const MATRIX = Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98);

test('solves with L = [2; 6 1; -8 5 3]', () => {
  const factor = CholeskyFactor.of(MATRIX, 3)!;
  // A (1, 2, 3) = (4 + 24 − 48, 12 + 74 − 129, −16 − 86 + 294).
  expect([...factor.solve(Float64Array.of(-20, -43, 192))]).toEqual([1, 2, 3]);
});

test('what comes and goes leaves the factor of what is there', () => {
  const n = 12;
  const source = random(3);
  const root = Float64Array.from({ length: n * n }, () => source.normal());
  const entry = (i: number, j: number) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += root[i * n + k]! * root[j * n + k]!;
    return sum;
  };
  const factor = new CholeskyFactor();
  const there: number[] = [];
  const append = (i: number) => {
    expect(factor.append(Float64Array.from([...there, i], (j) => entry(i, j)))).toBe(true);
    there.push(i);
  };
  for (let i = 0; i < n; i++) append(i);
  for (const place of [0, 5, 9, 3]) {
    factor.remove(place);
    there.splice(place, 1);
  }
  append(6);
  const wanted = there.map((i) => i - 4);
  const right = Float64Array.from(there, (i) => there.reduce((sum, j, k) => sum + entry(i, j) * wanted[k]!, 0));
  const found = factor.solve(right);
  expect(factor.size).toBe(n - 3);
  wanted.forEach((value, k) => {
    expect(found[k]).toBeCloseTo(value, 9);
  });
});

test('a row that depends on the others is refused and leaves no trace', () => {
  const factor = new CholeskyFactor();
  expect(factor.append(Float64Array.of(4))).toBe(true);
  expect(factor.append(Float64Array.of(2, 1))).toBe(false);
  expect([...factor.solve(Float64Array.of(8))]).toEqual([2]);
  expect(CholeskyFactor.of(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
  expect(CholeskyFactor.of(Float64Array.of(Number.NaN), 1)).toBeNull();
});
