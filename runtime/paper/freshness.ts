/** Whether the data of a session may be decided on: a gap of today is no information, it is a pull that came too early. */
import type { RuleName } from '../../configs/quality.ts';
import { type Market, toIsoDay } from '../market.ts';
import { UserError } from '../ports.ts';
import type { Finding } from '../quality/rule.ts';

export interface DataLimits {
  /** Of the members that traded the session before, the least with a bar. */
  readonly leastBars: number;
  /** Of the members, the most with bars in which the rules of quality find something. */
  readonly mostFindings: number;
}

/** Rules that judge single bars. The others judge a ticker over years, and a session adds nothing to what they found. */
const OF_BARS: ReadonlySet<RuleName> = new Set([
  'not_positive',
  'high_below_low',
  'outside_range',
  'duplicates',
  'after_delisting',
  'zero_volume',
  'stale',
  'jumps',
]);

/** @throws UserError `paper-data-old` or `paper-quality` */
export function verifyFresh(market: Market, at: number, limits: DataLimits): void {
  const { tickers, sessions, members, bars, delistings } = market;
  const day = toIsoDay(sessions[at]!);
  const has = (stock: number, session: number) => !Number.isNaN(bars.close[stock * sessions.length + session]!);
  const gone = new Set(delistings.filter(({ session }) => session <= at).map(({ stock }) => stock));
  const expected = [...tickers.keys()].filter(
    (stock) => members[stock * sessions.length + at] === 1 && !gone.has(stock) && (at === 0 || has(stock, at - 1)),
  );
  const there = expected.filter((stock) => has(stock, at));
  if (there.length < limits.leastBars * expected.length || there.length === 0) {
    const late = expected.filter((stock) => !has(stock, at)).map((stock) => tickers[stock]!);
    throw new UserError(
      'paper-data-old',
      `${there.length} of the ${expected.length} stocks that traded the session before have a bar on ${day}: missing are ` +
        `${named(late)}; nothing was booked`,
      ['pull the data, or wait until they are there: the session stays due'],
    );
  }
  verifyQuality(market, at, limits.mostFindings, there.length);
}

/** What the rules find in the bars of a session. */
export function findingsOn(
  { sessions, quality }: Pick<Market, 'sessions' | 'quality'>,
  at: number,
): readonly Finding[] {
  const day = sessions[at]!;
  return quality?.findings.filter(({ rule, from, to }) => OF_BARS.has(rule) && from <= day && day <= to) ?? [];
}

function verifyQuality(market: Market, at: number, most: number, stocks: number): void {
  const found = findingsOn(market, at);
  const names = [...new Set(found.map(({ ticker }) => ticker))];
  if (names.length <= most * stocks) return;
  const rules = [...new Set(found.map(({ rule }) => rule))].join(', ');
  throw new UserError(
    'paper-quality',
    `the bars of ${names.length} of ${stocks} stocks look wrong on ${toIsoDay(market.sessions[at]!)} (${rules}): ${named(names)}; nothing ` +
      'was booked',
    ['`strat data quality` says more', 'once they are mended, run the same command again: the session stays due'],
  );
}

function named(tickers: readonly string[]): string {
  const more = tickers.length > 8 ? ` and ${tickers.length - 8} more` : '';
  return `${tickers.slice(0, 8).join(', ')}${more}`;
}
