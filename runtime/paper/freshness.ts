/** Whether the data of a session may be decided on: a gap of today is no information, it is a pull that came too early. */
import { type Market, toIsoDay } from '../market.ts';
import { UserError } from '../ports.ts';

export interface DataLimits {
  /** Of the members that traded the session before, the least with a bar. */
  readonly leastBars: number;
  /** Of the members, the most with bars in which the rules of quality find something. */
  readonly mostFindings: number;
}

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

function verifyQuality({ sessions, quality }: Market, at: number, most: number, stocks: number): void {
  const day = sessions[at]!;
  const found = quality?.findings.filter(({ from, to }) => from <= day && day <= to) ?? [];
  const names = [...new Set(found.map(({ ticker }) => ticker))];
  if (names.length <= most * stocks) return;
  const rules = [...new Set(found.map(({ rule }) => rule))].join(', ');
  throw new UserError(
    'paper-quality',
    `the bars of ${names.length} of ${stocks} stocks look wrong on ${toIsoDay(day)} (${rules}): ${named(names)}; nothing ` +
      'was booked',
    ['`strat data quality` says more', 'once they are mended, run the same command again: the session stays due'],
  );
}

function named(tickers: readonly string[]): string {
  const more = tickers.length > 8 ? ` and ${tickers.length - 8} more` : '';
  return `${tickers.slice(0, 8).join(', ')}${more}`;
}
