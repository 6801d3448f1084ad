/**
 * The long and the short part of a weight. Arithmetic instead of a comparison: which side a stock is on is as good as
 * random to a processor, and a wrong guess costs more than the sum itself. Both are exact.
 */
export function longPart(weight: number): number {
  return 0.5 * (weight + Math.abs(weight));
}

/** Zero or negative. */
export function shortPart(weight: number): number {
  return 0.5 * (weight - Math.abs(weight));
}
