/**
 * Bars on days on which the exchange was closed. The limit is the calendar: a date that is a day off, a bar of another
 * exchange, or one that was filled in. A run has no session to put them in, and leaves them out.
 */
import type { TickerRule } from '../rule.ts';

export const closedDays: TickerRule = {
  name: 'closed_days',
  finds: 'bars on days on which the exchange was closed',
  falseAlarms: 'a special closing or opening that the calendar does not know',
  find({ closed }, _, tell) {
    for (const day of closed) {
      tell({ from: day, to: day, bars: 1, value: null, limit: null, detail: 'the exchange was closed' });
    }
  },
};
