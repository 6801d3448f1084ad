/**
 * More than one bar for a ticker and day. The limit is what a bar is. Which one is right cannot be known: none is used.
 */
import type { TickerRule } from '../rule.ts';

export const duplicates: TickerRule = {
  name: 'duplicates',
  finds: 'more than one bar for a day',
  falseAlarms: 'none; vintages of one bar, which data of every day as it was reported hold, are no duplicates',
  find({ repeated }, _, tell) {
    for (const day of repeated) {
      tell({ from: day, to: day, bars: 1, value: null, limit: null, detail: 'more than one bar' });
    }
  },
};
