/**
 * Is one strategy better than another over the same sessions? Tests of two paired return series; differences are first
 * minus second, p-values two-sided. Sharpe ratios are per session.
 */
import { random } from '../random.ts';
import { pearson } from './correlation.ts';
import { isConstant, mean, standardDeviation } from './moments.ts';
import { lagsFor, longRunVariance, type MeanTest, meanTest, twoSided } from './neweyWest.ts';

/** Whether the mean returns differ: a paired t-test with the standard error of Newey and West. */
export function compareMeans(first: Float64Array, second: Float64Array): MeanTest | null {
  return meanTest(first.map((value, t) => value - second[t]!));
}

export interface SharpeTest {
  readonly difference: number;
  readonly standardError: number;
  readonly p: number;
}

/**
 * Whether the Sharpe ratios differ, for returns that are normal and independent over time: Jobson and Korkie, J. of
 * Finance 36(4), 1981, with the correction of Memmel, Finance Letters 1, 2003. Null when either ratio is undefined or
 * the series are one.
 */
export function compareSharpe(first: Float64Array, second: Float64Array): SharpeTest | null {
  const a = sharpeOf(first);
  const b = sharpeOf(second);
  if (a === null || b === null) return null;
  const correlation = pearson(first, second);
  const variance = 2 - 2 * correlation + (a * a + b * b - 2 * a * b * correlation ** 2) / 2;
  const standardError = Math.sqrt(variance / first.length);
  // Of one series against itself (or a multiple of it), rounding is all there is.
  if (!(variance > 1e-12)) return null;
  return { difference: a - b, standardError, p: twoSided((a - b) / standardError) };
}

export interface RobustOptions {
  /** From the plan: the same plan gives the same p-value. */
  readonly seed: number;
  readonly resamples?: number;
  /** Sessions per block; ⌈n^(1/3)⌉ where it is not given. */
  readonly block?: number;
}

const STREAM = 0x73686172;

/**
 * The same for returns with fat tails that hang together over time: Ledoit and Wolf, "Robust Performance Hypothesis
 * Testing with the Sharpe Ratio", J. of Empirical Finance 15(5), 2008, section 3.2: the studentised circular block
 * bootstrap. The standard error is by the delta method on the means and second moments, with Newey and West's weights
 * for the series themselves and the variance of block sums for resamples. Null where `compareSharpe` is, and with
 * fewer than two blocks.
 */
export function compareSharpeRobustly(
  first: Float64Array,
  second: Float64Array,
  { seed, resamples = 2000, block = Math.ceil(Math.cbrt(first.length)) }: RobustOptions,
): SharpeTest | null {
  const plain = compareSharpe(first, second);
  const blocks = Math.floor(first.length / block);
  if (plain === null || blocks < 2) return null;
  const n = first.length;
  const { difference, influence } = sharpeDifference(first, second);
  const standardError = Math.sqrt(longRunVariance(influence, lagsFor(n)) / n);
  const observed = Math.abs(difference) / standardError;
  const source = random(seed, STREAM);
  const a = new Float64Array(blocks * block);
  const b = new Float64Array(blocks * block);
  let further = 0;
  for (let r = 0; r < resamples; r++) {
    for (let to = 0; to < a.length; to += block) {
      const from = Math.floor(source.uniform() * n);
      for (let t = 0; t < block; t++) {
        a[to + t] = first[(from + t) % n]!;
        b[to + t] = second[(from + t) % n]!;
      }
    }
    const drawn = sharpeDifference(a, b);
    const spread = Math.sqrt(blockVariance(drawn.influence, block) / a.length);
    if (Math.abs(drawn.difference - difference) >= observed * spread) further++;
  }
  // From an sd over n, as the paper has it, to one over n − 1, as everywhere else.
  const sampled = Math.sqrt((n - 1) / n);
  const p = (further + 1) / (resamples + 1);
  return { difference: sampled * difference, standardError: sampled * standardError, p };
}

/** Null with fewer than two returns, or equal ones. */
function sharpeOf(returns: Float64Array): number | null {
  return returns.length < 2 || isConstant(returns) ? null : mean(returns)! / standardDeviation(returns)!;
}

/**
 * The difference of Sharpe ratios over n, and by how much each session sways it: the gradient of μ / √(γ − μ²) by the
 * mean μ and the second moment γ of each series, times what the session adds to these.
 */
function sharpeDifference(
  first: Float64Array,
  second: Float64Array,
): { readonly difference: number; readonly influence: Float64Array } {
  const a = swayOf(first);
  const b = swayOf(second);
  return { difference: a.sharpe - b.sharpe, influence: a.sway.map((value, t) => value - b.sway[t]!) };
}

function swayOf(returns: Float64Array): { readonly sharpe: number; readonly sway: Float64Array } {
  const average = mean(returns)!;
  let squares = 0;
  for (const value of returns) squares += (value - average) ** 2;
  const variance = squares / returns.length;
  const second = variance + average * average;
  const sway = returns.map((value) => {
    return (second * (value - average) - (average / 2) * (value * value - second)) / variance ** 1.5;
  });
  return { sharpe: average / Math.sqrt(variance), sway };
}

/** The mean of the squares of block sums, over the length of a block. */
function blockVariance(values: Float64Array, block: number): number {
  let total = 0;
  for (let start = 0; start < values.length; start += block) {
    let sum = 0;
    for (let t = start; t < start + block; t++) sum += values[t]!;
    total += sum * sum;
  }
  return total / values.length;
}
