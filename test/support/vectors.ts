/** Reads the published vectors; `describeWithShared` says so where they are missing. */
import { readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import { hasShared, shared } from './shared.ts';

export function vectors<T>(path: string): T {
  return JSON.parse(readFileSync(shared(`vectors/${path}`), 'utf8')) as T;
}

/** A `describe` that needs the shared folder; without it nothing of `body` runs, and the report says what was left out. */
export function describeWithShared(name: string, body: () => void): void {
  if (hasShared) {
    describe(name, body);
    return;
  }
  process.stdout.write(`skipped: ${name} (../shared is not beside this repository)\n`);
  describe(name, () => {
    test.skip('needs ../shared', () => {});
  });
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

/** Figures of a return series: what the vectors call them, and what we do. */
export const RETURN_FIGURES = {
  n: 'n',
  total_return: 'totalReturn',
  annual_return: 'annualReturn',
  annual_return_arithmetic: 'annualReturnArithmetic',
  volatility: 'volatility',
  sharpe: 'sharpe',
  sortino: 'sortino',
  max_drawdown: 'maxDrawdown',
  calmar: 'calmar',
  hit_rate: 'hitRate',
} as const;
