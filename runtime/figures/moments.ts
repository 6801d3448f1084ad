/** Mean and spread of plain series. A figure that is undefined is null, shown as –. */

/** The mean; null of nothing. */
export function mean(values: Float64Array): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/**
 * Sample standard deviation (n − 1), in two passes; null with fewer than two values. Equal values have exactly 0,
 * so that a zero denominator is recognised.
 */
export function standardDeviation(values: Float64Array): number | null {
  const n = values.length;
  if (n < 2) return null;
  if (isConstant(values)) return 0;
  return Math.sqrt(centralMoment(values, 2) * (n / (n - 1)));
}

/** The mean of (x − mean)^order over all values (population). */
export function centralMoment(values: Float64Array, order: 2 | 3 | 4): number {
  const centre = mean(values) ?? Number.NaN;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) ** order;
  return sum / values.length;
}

/** Of the population; 0 is symmetric. NaN of equal values. */
export function skewness(values: Float64Array): number {
  return centralMoment(values, 3) / centralMoment(values, 2) ** 1.5;
}

/** Of the population; 3 is normal. NaN of equal values. */
export function kurtosis(values: Float64Array): number {
  return centralMoment(values, 4) / centralMoment(values, 2) ** 2;
}

export function isConstant(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i]! !== values[0]!) return false;
  return true;
}

/** numerator / denominator, or null when either is missing or the denominator is zero. */
export function ratio(numerator: number | null, denominator: number | null): number | null {
  return numerator === null || denominator === null || denominator === 0 ? null : numerator / denominator;
}
