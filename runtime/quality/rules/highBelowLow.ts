/** A high below its low: two columns swapped, or one of them of another day. The value is high over low, the limit 1. */
import type { TickerRule } from '../rule.ts';

export const highBelowLow: TickerRule = {
  name: 'high_below_low',
  finds: 'a high below its low',
  falseAlarms: 'none',
  find({ days, high, low }, _, tell) {
    for (let t = 0; t < high.length; t++) {
      if (high[t]! >= low[t]!) continue;
      if (high[t]! < low[t]!) {
        const value = high[t]! / low[t]!;
        const day = days[t]!;
        tell({ from: day, to: day, bars: 1, value, limit: 1, detail: `high ${high[t]}, low ${low[t]}` });
      }
    }
  },
};
