/** Other histories of the same returns, as the report shows them. */
import { monteCarloPaths } from '../figures/monteCarlo.ts';
import { quantile } from '../figures/quantile.ts';
import type { Paths, Quantiles } from './types.ts';

/** Null with fewer than two returns. */
export function pathsOf(net: Float64Array, seed: number): Paths | null {
  const found = net.length < 2 ? null : monteCarloPaths(net, { seed });
  if (found === null) return null;
  const { endEquity, maxDrawdown, at, bands } = found;
  const [p5, p25, p50, p75, p95] = bands.map(({ equity }) => equity) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return {
    count: endEquity.length,
    loss: endEquity.filter((equity) => equity < 1).length / endEquity.length,
    finalEquity: quantilesOf(endEquity),
    maxDrawdown: quantilesOf(maxDrawdown),
    fan: Array.from(at, (session, k) => ({
      session,
      p5: p5[k]!,
      p25: p25[k]!,
      p50: p50[k]!,
      p75: p75[k]!,
      p95: p95[k]!,
    })),
  };
}

/** @param sorted ascending */
function quantilesOf(sorted: Float64Array): Quantiles {
  return {
    p5: quantile(sorted, 0.05),
    p25: quantile(sorted, 0.25),
    p50: quantile(sorted, 0.5),
    p75: quantile(sorted, 0.75),
    p95: quantile(sorted, 0.95),
  };
}
