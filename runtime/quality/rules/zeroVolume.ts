/**
 * Bars without volume, each stretch one finding; the value is its length. A bar with no trade has no price of its own:
 * it repeats one, and nothing could have been bought at it.
 */
import type { TickerRule } from '../rule.ts';
import { stretches } from '../stretches.ts';

export const zeroVolume: TickerRule = {
  name: 'zero_volume',
  finds: 'bars without volume',
  falseAlarms: 'halted or thin stocks, of which it is true; indices, which have none',
  find({ days, volume }, _, tell) {
    stretches(
      volume.length,
      (t) => volume[t] === 0,
      (first, last) => {
        const value = last - first + 1;
        tell({ from: days[first]!, to: days[last]!, bars: value, value, limit: 0, detail: `${value} in a row` });
      },
    );
  },
};
