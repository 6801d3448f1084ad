/** Intervals for figures of a return series by the stationary bootstrap: Politis and Romano, JASA 89(428), 1994. */
import { type Random, random } from '../random.ts';
import { quantile } from './quantile.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/** A name of its own among the plan's random streams. */
const STREAM = 0x626f6f74;

export interface BootstrapOptions {
  /** From the plan: the same plan gives the same interval. */
  readonly seed: number;
  readonly resamples?: number;
  readonly level?: number;
}

/**
 * Percentile interval of a figure. Resamples on which the figure is undefined are left out; null when it is undefined
 * on the series itself.
 */
export function bootstrapInterval(
  returns: Float64Array,
  figure: (returns: Float64Array) => number | null,
  { seed, resamples = 2000, level = 0.95 }: BootstrapOptions,
): Interval | null {
  if (figure(returns) === null) return null;
  const source = random(seed, STREAM);
  const resample = new Float64Array(returns.length);
  const figures: number[] = [];
  for (let r = 0; r < resamples; r++) {
    drawSessions(returns.length, source, (from, to) => {
      resample[to] = returns[from]!;
    });
    const value = figure(resample);
    if (value !== null) figures.push(value);
  }
  if (figures.length === 0) return null;
  const sorted = Float64Array.from(figures).sort();
  return { low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2), level };
}

/**
 * One resample of n sessions, told one at a time. It is as long as the series and made of blocks that start anywhere,
 * wrap around the end, and have geometric lengths of mean ⌈n^(1/3)⌉, which keeps short-range dependence.
 */
export function drawSessions(n: number, source: Random, take: (from: number, to: number) => void): void {
  const restart = 1 / Math.ceil(Math.cbrt(n));
  let from = 0;
  for (let to = 0; to < n; to++) {
    const fresh = to === 0 || source.uniform() < restart;
    from = fresh ? Math.floor(source.uniform() * n) : (from + 1) % n;
    take(from, to);
  }
}
