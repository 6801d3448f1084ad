/**
 * A symbol that another company took over: two months or more without a bar, and then another level of price. The value
 * is the move in logarithms; the limit is a factor of two, or four of the ticker's own deviations over so long a time
 * when that is more. Two months (42 sessions) are longer than a halt lasts and shorter than exchanges keep a symbol back.
 */
import { extent } from '../bars.ts';
import type { TickerRule } from '../rule.ts';
import { lowerBound } from '../search.ts';
import { moveScale } from '../statistics.ts';

const LONG = 42;
const LEVEL = Math.log(2);
const DEVIATIONS = 4;

export const symbolReused: TickerRule = {
  name: 'symbol_reused',
  finds: `${LONG} or more sessions without a bar, then another level of price`,
  falseAlarms: 'a company back from bankruptcy; a merger of equals, which is another company in all but name',
  find({ days, close }, { sessions }, tell) {
    const { first, last } = extent(close);
    let before = first;
    for (let at = first + 1; at <= last; at++) {
      if (!(close[at]! > 0)) continue;
      // Days are more than sessions: the count is made for those that may be long.
      if (days[at]! - days[before]! > LONG) {
        const missing = lowerBound(sessions, days[at]!) - lowerBound(sessions, days[before]! + 1);
        const value = Math.log(close[at]! / close[before]!);
        const limit = Math.max(LEVEL, DEVIATIONS * (moveScale(close, first, before) || 0) * Math.sqrt(missing));
        if (missing >= LONG && Math.abs(value) > limit) {
          const detail = `× ${Math.exp(value).toPrecision(3)} after ${missing} sessions without a bar`;
          tell({ from: days[at]!, to: days[last]!, bars: barsFrom(close, at), value, limit, detail });
        }
      }
      before = at;
    }
  },
};

function barsFrom(close: Float64Array, at: number): number {
  let count = 0;
  for (let t = at; t < close.length; t++) if (!Number.isNaN(close[t]!)) count++;
  return count;
}
