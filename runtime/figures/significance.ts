/**
 * How much of a Sharpe ratio is luck.
 *
 * Probabilistic Sharpe ratio: Bailey and López de Prado, "The Sharpe Ratio Efficient Frontier", J. of Risk 15(2),
 * 2012. Deflated Sharpe ratio: the same, "The Deflated Sharpe Ratio", J. of Portfolio Management 40(5), 2014.
 * Sharpe ratios here are per session; skewness and kurtosis are of the population (3 is normal).
 */
import { isConstant, kurtosis, mean, ratio, skewness, standardDeviation } from './moments.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** What of a return series its Sharpe ratio's uncertainty depends on. */
export interface SharpeMoments {
  readonly n: number;
  /** Per session, not annualised. */
  readonly sharpe: number;
  readonly skewness: number;
  readonly kurtosis: number;
}

/** Null when the Sharpe ratio is undefined. */
export function sharpeMoments(returns: Float64Array): SharpeMoments | null {
  const sharpe = ratio(mean(returns), standardDeviation(returns));
  if (sharpe === null || isConstant(returns)) return null;
  return { n: returns.length, sharpe, skewness: skewness(returns), kurtosis: kurtosis(returns) };
}

/**
 * The probability that the true Sharpe ratio is above `benchmark`:
 * Φ((SR − SR*) √(n − 1) / √(1 − γ₃ SR + (γ₄ − 1)/4 · SR²)). Null when that variance is not positive.
 */
export function probabilisticSharpe({ n, sharpe, skewness, kurtosis }: SharpeMoments, benchmark = 0): number | null {
  const variance = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
  if (!(variance > 0) || n < 2) return null;
  return normalCdf(((sharpe - benchmark) * Math.sqrt(n - 1)) / Math.sqrt(variance));
}

/**
 * The sessions that it takes until the probabilistic Sharpe ratio of the same moments is `confidence`, the minimum track
 * record length of the first paper: 1 + (1 − γ₃ SR + (γ₄ − 1)/4 · SR²) (Φ⁻¹(confidence) / SR)², rounded up. Null where
 * no number of sessions would do.
 */
export function minimumTrackRecord({ sharpe, skewness, kurtosis }: SharpeMoments, confidence = 0.95): number | null {
  const variance = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
  if (!(variance > 0) || sharpe <= 0) return null;
  return Math.ceil(1 + variance * (normalQuantile(confidence) / sharpe) ** 2);
}

/**
 * The Sharpe ratio that the best of `trials` without any skill is expected to show:
 * √V ((1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e))), γ the Euler-Mascheroni constant, V the variance of the trials'
 * Sharpe ratios. 0 for a single trial: it deflates nothing.
 */
export function expectedMaximumSharpe(trials: number, variance: number): number {
  if (trials <= 1) return 0;
  const best = (1 - EULER_MASCHERONI) * normalQuantile(1 - 1 / trials);
  return Math.sqrt(variance) * (best + EULER_MASCHERONI * normalQuantile(1 - 1 / (trials * Math.E)));
}

const EULER_MASCHERONI = 0.5772156649015329;

/** Probabilistic Sharpe against what luck alone would show; `trialSharpes` of all distinct hypotheses, this one too. */
export function deflatedSharpe(moments: SharpeMoments, trialSharpes: Float64Array): number | null {
  const sd = standardDeviation(trialSharpes) ?? 0;
  return probabilisticSharpe(moments, expectedMaximumSharpe(trialSharpes.length, sd * sd));
}
