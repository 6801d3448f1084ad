/**
 * Prices that are repeated instead of quoted: bars the same as the one before in all four prices, or of the same close
 * without volume. The value is the length of the stretch, its first bar, which is repeated, included.
 *
 * The limit is three: a bar repeats the one before, and the next does again. That a stock of 10 dollars and 2% a day
 * closes at the very same cent is of the order of 1 in 50; that open, high and low do too, of 1 in a million.
 */
import type { TickerBars } from '../bars.ts';
import type { TickerRule } from '../rule.ts';
import { stretches } from '../stretches.ts';

const LIMIT = 3;

export const stale: TickerRule = {
  name: 'stale',
  finds: `${LIMIT} or more equal bars, or equal closes without volume`,
  falseAlarms: 'stocks of pennies, whose price moves in steps of some per cent; targets of a takeover in cash',
  find(bars, _, tell) {
    stretches(
      bars.close.length,
      (t) => repeats(bars, t),
      (second, last) => {
        const value = last - second + 2;
        if (value >= LIMIT) {
          const detail = `${value} bars at ${bars.close[last]}`;
          tell({ from: bars.days[second - 1]!, to: bars.days[last]!, bars: value, value, limit: LIMIT, detail });
        }
      },
    );
  },
};

function repeats({ open, high, low, close, volume }: TickerBars, t: number): boolean {
  if (t === 0 || close[t] !== close[t - 1]) return false;
  return volume[t] === 0 || (open[t] === open[t - 1] && high[t] === high[t - 1] && low[t] === low[t - 1]);
}
