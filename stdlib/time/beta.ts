import { value, windowLookBack, windowOf } from '../define.ts';
import { type PairSums, slidingPair } from '../kernels/moments.ts';
import type { Builtin } from '../types.ts';
import { divideUnits } from '../units.ts';

function leastSquares({ yy, xy }: PairSums): number {
  return yy <= 0 ? Number.NaN : xy / yy;
}

export const beta: Builtin = {
  name: 'beta',
  version: 1,
  summary:
    'How much the first value moves with one unit of the second, by least squares; missing where that is constant.',
  formula: 'Σ (x − x̄)(y − ȳ) / Σ (y − ȳ)² over t − n + 1 .. t',
  example: 'beta(returns(close, 1d), market_return(1d), 60d)',
  parameters: [value('x', 'What is explained.'), value('y', 'What explains it.'), windowOf(2)],
  result: 'widest',
  unit: ([x, y]) => divideUnits(x!, y!),
  lookBack: windowLookBack,
  kernel: { shape: 'column', run: ([x, y], [n], out) => slidingPair(x!, y!, n!, out, leastSquares) },
};
