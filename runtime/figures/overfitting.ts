/**
 * The probability of backtest overfitting by combinatorially symmetric cross-validation: Bailey, Borwein, López de
 * Prado and Zhu, "The Probability of Backtest Overfitting", J. of Computational Finance 20(4), 2017.
 */
import { averageRanks } from './ranks.ts';

export interface Overfitting {
  /** Share of splits on which the best strategy in sample ranks at or below the median out of sample. */
  readonly probability: number;
  readonly splits: number;
}

/**
 * Rows are cut into `blocks` contiguous blocks (lengths differ by at most one). Every half of the blocks is once in
 * sample: the strategy with the best Sharpe ratio there has out of sample rank r of N, ω = r / (N + 1), and counts
 * when logit ω = ln(ω / (1 − ω)) ≤ 0. The first of equals is the best; an undefined Sharpe ratio ranks lowest.
 *
 * @param strategies return series of one length, at least two of them
 * @returns null with fewer than two strategies or fewer than two rows for each block
 */
export function backtestOverfitting(strategies: readonly Float64Array[], blocks = 16): Overfitting | null {
  const rows = strategies[0]?.length ?? 0;
  if (strategies.length < 2 || rows < 2 * blocks) return null;
  const sums = strategies.map((returns) => blockSums(returns, blocks));
  const inside = new Float64Array(strategies.length);
  const outside = new Float64Array(strategies.length);
  let splits = 0;
  let overfitted = 0;
  for (let chosen = 0; chosen < 2 ** blocks; chosen++) {
    if (bitCount(chosen) !== blocks / 2) continue;
    sums.forEach((sum, s) => {
      inside[s] = sharpeOver(sum, chosen);
      outside[s] = sharpeOver(sum, ~chosen);
    });
    const rank = averageRanks(outside)[indexOfBest(inside)]!;
    const omega = rank / (strategies.length + 1);
    splits++;
    if (Math.log(omega / (1 - omega)) <= 0) overfitted++;
  }
  return { probability: overfitted / splits, splits };
}

interface BlockSums {
  readonly count: Float64Array;
  /** Of returns less the strategy's mean: sums of squares around it lose no digits. */
  readonly sum: Float64Array;
  readonly squares: Float64Array;
  readonly centre: number;
}

function blockSums(returns: Float64Array, blocks: number): BlockSums {
  const centre = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const sums = { count: new Float64Array(blocks), sum: new Float64Array(blocks), squares: new Float64Array(blocks) };
  for (let block = 0; block < blocks; block++) {
    const end = Math.floor(((block + 1) * returns.length) / blocks);
    for (let i = Math.floor((block * returns.length) / blocks); i < end; i++) {
      const deviation = returns[i]! - centre;
      sums.count[block]!++;
      sums.sum[block]! += deviation;
      sums.squares[block]! += deviation * deviation;
    }
  }
  return { ...sums, centre };
}

function sharpeOver({ count, sum, squares, centre }: BlockSums, chosen: number): number {
  let n = 0;
  let total = 0;
  let square = 0;
  for (let block = 0; block < count.length; block++) {
    if (((chosen >> block) & 1) === 0) continue;
    n += count[block]!;
    total += sum[block]!;
    square += squares[block]!;
  }
  const variance = (square - (total * total) / n) / (n - 1);
  return variance > 0 ? (centre + total / n) / Math.sqrt(variance) : Number.NEGATIVE_INFINITY;
}

function indexOfBest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
