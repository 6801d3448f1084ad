/**
 * Step 3. The book is scaled by target volatility over realised volatility, realised being that of the shadow book:
 * the same rules at scale 1, without stops, net of its own costs. What the scale did is so kept out of what it reads.
 */
import type { BookRules } from './types.ts';
import type { ReturnWindow } from './window.ts';

/** clip(σ_target / σ_realised, lo, hi); 1 until the window is full; `hi` when the shadow book did not move at all. */
export function volatilityScale(
  rule: NonNullable<BookRules['volatilityTarget']>,
  shadowReturns: ReturnWindow,
  sessionsPerYear: number,
): number {
  const realised = shadowReturns.deviation(rule.window) * Math.sqrt(sessionsPerYear);
  if (Number.isNaN(realised)) return 1;
  if (realised === 0) return rule.hi;
  return Math.min(rule.hi, Math.max(rule.lo, rule.perYear / realised));
}
