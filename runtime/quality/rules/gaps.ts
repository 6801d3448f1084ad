/**
 * Sessions without a bar between a ticker's first bar and its last: each stretch is one finding, its value the number of
 * sessions. The limit is none: a listed stock has a bar on every session, if only of the last price and no volume.
 */
import { extent } from '../bars.ts';
import type { TickerRule } from '../rule.ts';
import { lowerBound } from '../search.ts';

export const gaps: TickerRule = {
  name: 'gaps',
  finds: 'sessions without a bar between first and last',
  falseAlarms: 'trading halts; thin stocks of vendors that leave out days without a trade',
  find({ days, close }, { sessions }, tell) {
    const { first, last } = extent(close);
    let at = first;
    let session = lowerBound(sessions, days[first] ?? 0);
    // Sessions and days both ascend: one walk over the two.
    for (; at <= last; at++) {
      if (Number.isNaN(close[at]!)) continue;
      const from = session;
      while (session < sessions.length && sessions[session]! < days[at]!) session++;
      const missing = session - from;
      if (missing > 0) {
        const to = sessions[session - 1]!;
        tell({ from: sessions[from]!, to, bars: missing, value: missing, limit: 0, detail: `${missing} missing` });
      }
      if (sessions[session] === days[at]) session++;
    }
  },
};
