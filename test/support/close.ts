/** Comparing figures with vectors, where null stands for missing. */
import { expect } from 'vitest';

/** |a − b| ≤ 1e-9 |b| or ≤ 1e-12; null exactly, NaN counting as null. */
export function expectClose(actual: number | null, expected: number | null, what: string, relative = 1e-9): void {
  const missing = actual === null || Number.isNaN(actual);
  if (expected === null || missing) {
    expect(missing ? null : actual, what).toBe(expected);
    return;
  }
  const error = Math.abs(actual - expected);
  const allowed = Math.max(1e-12, relative * Math.abs(expected));
  expect(error, `${what}: ${actual} should be ${expected}`).toBeLessThanOrEqual(allowed);
}
