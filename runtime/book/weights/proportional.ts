/**
 * A gross in proportion to some sizes, none below zero. NaN stays NaN, and counts for nothing. Sizes that are all zero
 * say nothing of their names, and divide it equally; infinite ones leave nothing to the others.
 */
export function proportional(sizes: Float64Array, gross: number): Float64Array {
  let total = 0;
  let known = 0;
  for (const size of sizes) {
    if (Number.isNaN(size)) continue;
    total += size;
    known++;
  }
  if (total === 0) return sizes.map((size) => (Number.isNaN(size) ? size : gross / known));
  if (total === Number.POSITIVE_INFINITY) {
    return proportional(sizes.map(isInfinite), gross);
  }
  return sizes.map((size) => (gross * size) / total);
}

function isInfinite(size: number): number {
  return Number.isNaN(size) ? size : Number(size === Number.POSITIVE_INFINITY);
}
