/** Bars of one ticker by hand, sound unless said. */
import { policyOf } from '../../../configs/quality.ts';
import { calendarNamed, sessionsOf } from '../../../runtime/calendar/calendar.ts';
import { fromIsoDay, toIsoDay } from '../../../runtime/market.ts';
import type { Circumstances, TickerBars } from '../../../runtime/quality/bars.ts';
import { QualityCheck, type QualityReport } from '../../../runtime/quality/check.ts';

/** Sessions of XNYS from 2020 on. */
export const SESSIONS = sessionsOf(calendarNamed('XNYS'), fromIsoDay('2020-01-01'), fromIsoDay('2021-12-31'));

/** Returns of about 1% a day that never repeat for long: of a fixed generator (Park and Miller 1988), by seed. */
export function closesOf(seed: number, count = SESSIONS.length, from = 100): Float64Array {
  let state = seed;
  let close = from;
  return Float64Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    close *= 1 + (state / 2_147_483_647 - 0.5) * 0.035;
    return Math.round(close * 100) / 100;
  });
}

/** A bar around each close: opens at the close before, 1% above and below the two. */
export function barsOf(ticker: string, close: Float64Array, more: Partial<TickerBars> = {}): TickerBars {
  const open = close.map((own, t) => (Number.isNaN(own) ? own : (close[t - 1] ?? own)));
  return {
    ticker,
    days: SESSIONS.slice(0, close.length),
    open,
    high: close.map((own, t) => Math.max(own, open[t]!) * 1.01),
    low: close.map((own, t) => Math.min(own, open[t]!) * 0.99),
    close,
    volume: close.map((own) => (Number.isNaN(own) ? own : 1000)),
    adjustedClose: null,
    rawClose: null,
    rawVolume: null,
    actions: [],
    delisted: null,
    repeated: [],
    closed: [],
    ...more,
  };
}

export function check(bars: readonly TickerBars[], more: Partial<Circumstances> = {}): QualityReport {
  const circumstances = {
    basis: 'nothing',
    splitsKnown: true,
    dividendsKnown: true,
    sessions: SESSIONS,
    ...more,
  } as const;
  const made = new QualityCheck(policyOf('fail'), circumstances);
  for (const each of bars) made.see(each);
  return made.finish();
}

/** `rule TICKER from to (bars): detail` */
export function found(bars: readonly TickerBars[], more: Partial<Circumstances> = {}): string[] {
  return check(bars, more).findings.map(
    ({ rule, ticker, from, to, bars: count, detail }) =>
      `${rule} ${ticker} ${toIsoDay(from)} ${toIsoDay(to)} (${count}): ${detail}`,
  );
}
