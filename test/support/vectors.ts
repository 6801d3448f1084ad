/** Reads the published vectors; `describeWithShared` says so where they are missing. */
import { readFileSync } from 'node:fs';
import { describe } from 'vitest';
import { hasShared, shared } from './shared.ts';

export function vectors<T>(path: string): T {
  return JSON.parse(readFileSync(shared(`vectors/${path}`), 'utf8')) as T;
}

/** A `describe` that needs the shared folder. */
export function describeWithShared(name: string, body: () => void): void {
  if (!hasShared) process.stdout.write(`skipped: ${name} (the published vectors are not beside this repository)\n`);
  describe.skipIf(!hasShared)(name, body);
}

/** A column of numbers in which null is missing. */
export function column(values: readonly (number | null)[]): Float64Array {
  return Float64Array.from(values, (value) => value ?? Number.NaN);
}

/** Rows by session, values by stock, as a stock-major panel. */
export function panel(rows: readonly (readonly (number | null | boolean)[])[]): Float64Array {
  const sessions = rows.length;
  const stocks = rows[0]?.length ?? 0;
  const values = new Float64Array(stocks * sessions);
  rows.forEach((row, t) => {
    row.forEach((value, i) => {
      values[i * sessions + t] = value === null ? Number.NaN : Number(value);
    });
  });
  return values;
}
