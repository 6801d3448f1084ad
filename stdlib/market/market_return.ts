import { AT_THE_CLOSE, lagLookBack, sessions } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

/** The compiler writes it as `returns(benchmark_close, n)`, or as `mean_across(returns(close, n))` without a benchmark. */
export const marketReturn: Builtin = {
  name: 'market_return',
  version: 1,
  summary:
    'The return of the market: of the benchmark, or without one the plain mean over the members that have a return.',
  formula: 'benchmark[t] / benchmark[t − n] − 1, else mean over members of close[t] / close[t − n] − 1',
  example: 'market_return(1d)',
  parameters: [sessions('sessions', 'Over how many sessions.', { default: 1 })],
  result: 'series',
  unit: unitRatio,
  availability: AT_THE_CLOSE,
  lookBack: lagLookBack,
  kernel: { shape: 'lowered' },
};
