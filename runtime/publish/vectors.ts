/**
 * Vectors that compare: each component is put on the scale of the cross-section it is from, and the vector on length one.
 * The product of two is then the cosine of the angle between them: 1 is the same direction, −1 the opposite one.
 */
import { createHash } from 'node:crypto';
import type { SessionFeatures } from '../paper/featureRows.ts';
import type { UnitVector } from './document.ts';
import type { Recommendation } from './payloads.ts';

/** Standard deviations beyond which a name is no more unlike the others. */
const FAR = 3;
/** Components of a `decision`: weight, prediction, return, price, side. */
export const DECISION_SIZE = 5;

/**
 * (x − mean) / sd over those that are there, at most `FAR`, over `FAR`: within ± 1. Who is missing is as the mean, and
 * where all are alike nobody differs: 0.
 */
export function standardised(values: ArrayLike<number>): Float64Array {
  const there = Array.from(values).filter((value) => Number.isFinite(value));
  const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
  const sd = Math.sqrt(there.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (there.length - 1));
  // What is left of equal values is rounding.
  const varies = sd > 1e-12 * Math.abs(mean);
  return Float64Array.from(values, (value) => {
    if (!varies || !Number.isFinite(value)) return 0;
    return Math.min(FAR, Math.max(-FAR, (value - mean) / sd)) / FAR;
  });
}

/** Divided by its length; a vector of zeros stays. */
export function unit(components: ArrayLike<number>): UnitVector {
  const vector = Float64Array.from(components);
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length));
}

/** Of unit vectors, in double precision whatever store they come from. */
export function cosine(a: UnitVector, b: UnitVector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** By ticker: exposures of the session, standardised over its cross-section; in the plan's order of features. */
export function featureVectors({ names, values }: SessionFeatures): ReadonlyMap<string, UnitVector> {
  const tickers = [...values.keys()];
  const columns = names.map((_, f) => standardised(tickers.map((ticker) => values.get(ticker)![f]!)));
  return new Map(tickers.map((ticker, i) => [ticker, unit(columns.map((column) => column[i]!))]));
}

/** Which features a vector is made of, in their order. */
export function featureSet(names: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 12);
}

/**
 * Of all recommendations of one session: what was decided of each, against the others. The weight is a share of the
 * largest one, the side ± 1; prediction, return and the logarithm of the price are standardised. A return that is not
 * known yet is as the mean.
 */
export function decisionVectors(session: readonly Recommendation[]): readonly UnitVector[] {
  const largest = Math.max(...session.map(({ weight }) => Math.abs(weight)));
  const column = (figure: (each: Recommendation) => number | null) =>
    standardised(session.map((each) => figure(each) ?? Number.NaN));
  const prediction = column((each) => each.prediction);
  const made = column((each) => each.return);
  const price = column((each) => each.price && Math.log(each.price));
  return session.map(({ weight, side }, i) =>
    unit([largest === 0 ? 0 : weight / largest, prediction[i]!, made[i]!, price[i]!, side === 'long' ? 1 : -1]),
  );
}
