/** Bootstrap intervals of the headline figures. */
import { bootstrapInterval } from '../figures/bootstrap.ts';
import { returnFigures } from '../figures/performance.ts';
import type { FigureInterval } from './types.ts';

const FIGURES = ['sharpe', 'annualReturn', 'volatility', 'maxDrawdown', 'sortino', 'calmar', 'hitRate'] as const;

/** In reading order; those that are undefined on the returns themselves are left out. */
export function intervalsOf(net: Float64Array, sessionsPerYear: number, seed: number): FigureInterval[] {
  const values = returnFigures(net, sessionsPerYear);
  return FIGURES.flatMap((figure) => {
    const value = values[figure];
    const interval = bootstrapInterval(net, (returns) => returnFigures(returns, sessionsPerYear)[figure], { seed });
    return value === null || interval === null ? [] : [{ figure, value, ...interval }];
  });
}
