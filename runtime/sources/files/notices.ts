/** Gaps in the data so large that whoever runs it should hear of them now, not first in the report. */
import type { Axes, Panel } from '../../market.ts';
import type { EventSink } from '../../ports.ts';
import { counted, listed } from '../wording.ts';

const MOST_WITHOUT_BARS = 0.1;
const MOST_SESSIONS_AT_END = 5;
const MOST_MISSING_INSIDE = 0.01;
const WORST = 5;

export interface Coverage {
  readonly axes: Axes;
  /** Stock-major; NaN where there is no bar. */
  readonly close: Panel;
  /** Stock-major; 1 where the stock is a member. */
  readonly members: Uint8Array;
  /** Members asked for; null: every ticker there is. */
  readonly asked: ReadonlySet<string> | null;
  /** Sessions of the period after the last day of the bars. */
  readonly sessionsAfter: number;
}

export function noticeGaps(coverage: Coverage, events: EventSink): void {
  const notice = (code: string, message: string): void => events.emit({ type: 'notice', code, message });
  const { axes, asked, sessionsAfter } = coverage;
  if (asked !== null) {
    const have = new Set(axes.tickers);
    const without = [...asked].filter((ticker) => !have.has(ticker)).sort();
    if (without.length > MOST_WITHOUT_BARS * asked.size) {
      const share = percent(without.length / asked.size);
      notice(
        'members-without-bars',
        `${without.length} of ${asked.size} members (${share}) have no bars and are left out: ${listed(without, WORST)}.`,
      );
    }
  }
  if (sessionsAfter > MOST_SESSIONS_AT_END) {
    notice('bars-end-early', `The bars end ${counted(sessionsAfter, 'session')} before the period does.`);
  }
  const gappy = stocksWithGaps(coverage);
  if (gappy.length > 0) {
    const worst = gappy.map(({ ticker, share }) => `${ticker} (${percent(share)})`);
    notice(
      'bars-missing-inside',
      `${counted(gappy.length, 'stock')} without bars on more than ${percent(MOST_MISSING_INSIDE)} of the sessions ` +
        `between first and last bar as a member: ${listed(worst, WORST)}.`,
    );
  }
}

/** Of the sessions from a stock's first bar to its last on which it is a member: the share without one; worst first. */
function stocksWithGaps({ axes, close, members }: Coverage): { ticker: string; share: number }[] {
  const sessions = axes.sessions.length;
  const found: { ticker: string; share: number }[] = [];
  for (const [stock, ticker] of axes.tickers.entries()) {
    const start = stock * sessions;
    let first = start;
    let last = start + sessions - 1;
    while (first <= last && Number.isNaN(close[first]!)) first++;
    while (last >= first && Number.isNaN(close[last]!)) last--;
    let belongs = 0;
    let missing = 0;
    for (let at = first; at <= last; at++) {
      belongs += members[at]!;
      if (Number.isNaN(close[at]!)) missing += members[at]!;
    }
    if (missing > MOST_MISSING_INSIDE * belongs) found.push({ ticker, share: missing / belongs });
  }
  return found.sort((a, b) => b.share - a.share || (a.ticker < b.ticker ? -1 : 1));
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
