/** Until `runtime/figures/performance.ts` is there. Semantics, "Figures". */
import type { ReturnFigures } from '../results.ts';

export function returnFigures(returns: Float64Array, sessionsPerYear: number): ReturnFigures {
  const n = returns.length;
  let sum = 0;
  let downside = 0;
  let hits = 0;
  let equity = 1;
  let peak = 1;
  let maxDrawdown = 0;
  for (const value of returns) {
    sum += value;
    downside += Math.min(value, 0) ** 2;
    if (value > 0) hits++;
    equity *= 1 + value;
    peak = Math.max(peak, equity);
    maxDrawdown = Math.min(maxDrawdown, equity / peak - 1);
  }
  const mean = sum / n;
  let squares = 0;
  for (const value of returns) squares += (value - mean) ** 2;
  const deviation = n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1));
  const annual = n === 0 ? Number.NaN : equity ** (sessionsPerYear / n) - 1;
  const root = Math.sqrt(sessionsPerYear);
  const ratio = (top: number, bottom: number): number | null => (bottom === 0 ? null : known(top / bottom));
  return {
    n,
    totalReturn: equity - 1,
    annualReturn: known(annual),
    annualReturnArithmetic: known(mean * sessionsPerYear),
    volatility: known(deviation * root),
    sharpe: ratio(mean * root, deviation),
    sortino: ratio(mean * root, Math.sqrt(downside / n)),
    maxDrawdown,
    calmar: ratio(annual, -maxDrawdown),
    hitRate: known(hits / n),
  };
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
