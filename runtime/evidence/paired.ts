/** The strategy against another return series, session by session. */
import { compareMeans, compareSharpeRobustly } from '../figures/comparison.ts';
import type { PairedTest } from './types.ts';

/**
 * Over the sessions that both have; null with fewer than two.
 * @param seed of the plan, for the bootstrap
 */
export function pairedTest(
  own: ArrayLike<number | null>,
  other: ArrayLike<number | null>,
  sessionsPerYear: number,
  seed: number,
): PairedTest | null {
  const both = Array.from(own, (_, h) => h).filter((h) => own[h] != null && other[h] != null);
  if (both.length < 2) return null;
  const a = Float64Array.from(both, (h) => own[h]!);
  const b = Float64Array.from(both, (h) => other[h]!);
  const sharpes = compareSharpeRobustly(a, b, { seed });
  const means = compareMeans(a, b);
  return {
    sessions: both.length,
    sharpeDifference: sharpes && sharpes.difference * Math.sqrt(sessionsPerYear),
    sharpeP: sharpes?.p ?? null,
    meanDifference: means && means.mean * sessionsPerYear,
    meanT: means?.t ?? null,
  };
}
