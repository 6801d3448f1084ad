import { averageRanks as rankInto } from '../../stdlib/kernels/averageRanks.ts';

/** Average ranks: 1 is the smallest, equal values share the mean of the places they take. No value may be NaN. */
export function averageRanks(values: Float64Array): Float64Array {
  const ranks = new Float64Array(values.length);
  rankInto(values, values.length, ranks);
  return ranks;
}
