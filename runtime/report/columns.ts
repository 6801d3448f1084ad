/** Typed columns of the stages as plain ones. */

/** NaN becomes null: missing. */
export function known(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}

export function runningSum(values: ArrayLike<number>): number[] {
  let sum = 0;
  return Array.from(values, (value) => {
    sum += value;
    return sum;
  });
}

/** Mean of the known among the last `window` values; null while fewer sessions have passed, or none is known. */
export function trailingMean(values: readonly (number | null)[], window: number): (number | null)[] {
  return values.map((_, i) => {
    if (i + 1 < window) return null;
    let sum = 0;
    let n = 0;
    for (let at = i + 1 - window; at <= i; at++) {
      const value = values[at] ?? null;
      if (value === null) continue;
      sum += value;
      n++;
    }
    return n === 0 ? null : sum / n;
  });
}
