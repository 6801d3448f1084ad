/** Stands in for `runtime/figures/` until it is there. */
import type { ReturnFigures } from '../results.ts';

export function returnFigures(returns: readonly number[], sessionsPerYear: number): ReturnFigures {
  const n = returns.length;
  let equity = 1;
  let peak = 1;
  let maxDrawdown = 0;
  let gains = 0;
  let below = 0;
  for (const r of returns) {
    equity *= 1 + r;
    peak = Math.max(peak, equity);
    maxDrawdown = Math.min(maxDrawdown, equity / peak - 1);
    if (r > 0) gains++;
    below += Math.min(r, 0) ** 2;
  }
  const average = mean(returns);
  const sd = deviation(returns);
  const annual = n === 0 ? null : equity ** (sessionsPerYear / n) - 1;
  const year = Math.sqrt(sessionsPerYear);
  return {
    n,
    totalReturn: equity - 1,
    annualReturn: annual,
    annualReturnArithmetic: average === null ? null : average * sessionsPerYear,
    volatility: sd === null ? null : sd * year,
    sharpe: over(average, sd, year),
    sortino: n === 0 ? null : over(average, Math.sqrt(below / n), year),
    maxDrawdown,
    calmar: over(annual, -maxDrawdown, 1),
    hitRate: n === 0 ? null : gains / n,
  };
}

export function rolling(
  returns: readonly number[],
  window: number,
  figure: (part: readonly number[]) => number | null,
): (number | null)[] {
  return returns.map((_, i) => (i + 1 < window ? null : figure(returns.slice(i + 1 - window, i + 1))));
}

export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

export function deviation(values: readonly number[]): number | null {
  const average = mean(values);
  if (average === null || values.length < 2) return null;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1));
}

export function over(a: number | null, b: number | null, factor: number): number | null {
  return a === null || b === null || b === 0 ? null : (a / b) * factor;
}

/** Mean label of each tenth by prediction, averaged over sessions; column-wise input of each session. */
export function decileMeans(sessions: readonly { predictions: number[]; labels: number[] }[]): (number | null)[] {
  const sums = new Array<number>(10).fill(0);
  const counts = new Array<number>(10).fill(0);
  for (const { predictions, labels } of sessions) {
    const n = predictions.length;
    const order = predictions.map((_, i) => i).sort((a, b) => predictions[a]! - predictions[b]! || a - b);
    for (let tenth = 0; tenth < 10; tenth++) {
      const part = order.slice(Math.floor((tenth * n) / 10), Math.floor(((tenth + 1) * n) / 10));
      const value = mean(part.map((i) => labels[i]!));
      if (value === null) continue;
      sums[tenth]! += value;
      counts[tenth]!++;
    }
  }
  return sums.map((sum, i) => (counts[i] === 0 ? null : sum / counts[i]!));
}

export function rankCorrelation(a: readonly number[], b: readonly number[]): number | null {
  const [x, y] = [ranks(a), ranks(b)];
  const [mx, my] = [mean(x), mean(y)];
  if (mx === null || my === null || x.length < 2) return null;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < x.length; i++) {
    xy += (x[i]! - mx) * (y[i]! - my);
    xx += (x[i]! - mx) ** 2;
    yy += (y[i]! - my) ** 2;
  }
  return xx === 0 || yy === 0 ? null : xy / Math.sqrt(xx * yy);
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const out = new Array<number>(values.length).fill(0);
  for (let at = 0; at < order.length; ) {
    let end = at;
    while (end < order.length && values[order[end]!] === values[order[at]!]) end++;
    for (let i = at; i < end; i++) out[order[i]!] = (at + end + 1) / 2;
    at = end;
  }
  return out;
}
