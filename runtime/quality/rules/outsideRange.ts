/**
 * An open or close outside its bar's low and high. The value is by how much, as a fraction of the price.
 *
 * The limit is what rounding can do: prices adjusted column by column and written with six digits differ by up to
 * 1e-6 of their size, those written with two or three decimals by half of the last one.
 */
import type { TickerRule } from '../rule.ts';

const RELATIVE = 1e-6;
/** Half of a last decimal on each side, of prices in cents that were adjusted. */
const ABSOLUTE = 0.001;

export const outsideRange: TickerRule = {
  name: 'outside_range',
  finds: 'an open or close outside low and high',
  falseAlarms: 'an official close set in an auction after the range was taken; columns adjusted with other factors',
  find({ days, open, high, low, close }, _, tell) {
    for (let t = 0; t < close.length; t++) {
      const o = open[t]!;
      const c = close[t]!;
      const h = high[t]!;
      const l = low[t]!;
      // True of nearly all bars, and false when anything is missing.
      if (o <= h && o >= l && c <= h && c >= l) continue;
      // A high below its low has a rule of its own.
      if (h < l) continue;
      const outside = Math.max(beyond(o, l, h), beyond(c, l, h));
      const allowed = RELATIVE * h + ABSOLUTE;
      if (!(outside > allowed)) continue;
      const detail = `open ${o}, close ${c}, low ${l}, high ${h}`;
      tell({ from: days[t]!, to: days[t]!, bars: 1, value: outside / h, limit: allowed / h, detail });
    }
  },
};

/** Zero inside, and for what is missing. */
function beyond(price: number, low: number, high: number): number {
  return price > high ? price - high : price < low ? low - price : 0;
}
