import { value, windowLookBack, windowOf } from '../define.ts';
import { slidingSlope } from '../kernels/moments.ts';
import type { Builtin } from '../types.ts';
import { divideUnits, RATIO, type UnitRule } from '../units.ts';

const perSession: UnitRule = ([unit]) => divideUnits(unit!, { ...RATIO, session: 1 });

export const slope: Builtin = {
  name: 'slope',
  version: 1,
  summary: 'The slope of the least-squares line through a window: how fast the value moves per session.',
  formula: 'Σ (s − s̄)(x[s] − x̄) / Σ (s − s̄)² over s = t − n + 1 .. t',
  example: 'slope(close, 20d) / close',
  parameters: [value('x', 'The value.'), windowOf(2)],
  result: 'widest',
  unit: perSession,
  lookBack: windowLookBack,
  kernel: { shape: 'column', run: ([x], [n], out) => slidingSlope(x!, n!, out) },
};
