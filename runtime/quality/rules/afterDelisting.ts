/**
 * Bars on or after the day from which a stock is told to be no longer listed; the value is their number. One bar is
 * allowed: vendors differ on whether the date is the last day of trading or the first without.
 */
import type { TickerRule } from '../rule.ts';

const LIMIT = 1;

export const afterDelisting: TickerRule = {
  name: 'after_delisting',
  finds: 'bars after the stock was delisted',
  falseAlarms: 'trading over the counter after the exchange; a delisting from one of several exchanges',
  find({ days, close, delisted }, _, tell) {
    if (delisted === null) return;
    let first = -1;
    let last = -1;
    let bars = 0;
    for (let t = days.length - 1; t >= 0 && days[t]! >= delisted; t--) {
      if (Number.isNaN(close[t]!)) continue;
      if (last < 0) last = t;
      first = t;
      bars++;
    }
    if (bars > LIMIT)
      tell({ from: days[first]!, to: days[last]!, bars, value: bars, limit: LIMIT, detail: `${bars} bars` });
  },
};
