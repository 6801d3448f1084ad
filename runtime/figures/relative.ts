/** A return series against that of a benchmark over the same sessions (Jensen, J. of Finance 23(2), 1968). */
import { isConstant, mean } from './moments.ts';

export interface RelativeFigures {
  /** Covariance with the benchmark / its variance. */
  readonly beta: number | null;
  /** The mean of r − β b, compounded over a year. */
  readonly alpha: number | null;
}

/** Against the benchmark's returns of the same sessions. */
export function relativeFigures(
  returns: Float64Array,
  benchmark: Float64Array,
  sessionsPerYear: number,
): RelativeFigures {
  const slope = betaOf(returns, benchmark);
  if (slope === null) return { beta: null, alpha: null };
  const own = mean(returns)! - slope * mean(benchmark)!;
  return { beta: slope, alpha: (1 + own) ** sessionsPerYear - 1 };
}

/** Null when the benchmark does not move. */
function betaOf(returns: Float64Array, benchmark: Float64Array): number | null {
  if (returns.length < 2 || isConstant(benchmark)) return null;
  const centre = mean(benchmark)!;
  const own = mean(returns)!;
  let together = 0;
  let alone = 0;
  for (let t = 0; t < returns.length; t++) {
    const deviation = benchmark[t]! - centre;
    together += deviation * (returns[t]! - own);
    alone += deviation * deviation;
  }
  return together / alone;
}
