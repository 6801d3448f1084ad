import { carrying } from '../define.ts';
import type { Builtin } from '../types.ts';
import { SHARES } from '../units.ts';
import { close, volume } from './parameters.ts';

/** Its level means nothing, having started from 0 somewhere; its changes do. */
export const obv: Builtin = {
  name: 'obv',
  version: 1,
  summary:
    'On-balance volume: volume added up with the sign of the price change. A session without a change has no value, and the sum goes on after it.',
  formula: 'Σ sgn(close[s] − close[s − 1]) · volume[s] over s ≤ t, where both are present',
  source: 'Granville (1963), New Key to Stock Market Profits',
  example: 'change(obv(close, volume), 20d) / sum(volume, 20d)',
  parameters: [close, volume],
  result: 'widest',
  unit: () => SHARES,
  lookBack: () => carrying(1),
  kernel: {
    shape: 'column',
    run([c, v], _, out) {
      out.fill(Number.NaN, 0, 1);
      let balance = 0;
      for (let t = 1; t < out.length; t++) {
        const change = c![t]! - c![t - 1]!;
        const signed = change > 0 ? v![t]! : change < 0 ? -v![t]! : change * v![t]!;
        if (!Number.isNaN(signed)) balance += signed;
        out[t] = Number.isNaN(signed) ? Number.NaN : balance;
      }
    },
  },
};
