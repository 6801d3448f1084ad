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

/**
 * No day in history moved so many stocks by so much: on 19 October 1987 the S&P 500 lost 20%. Bars of the wrong unit, of the
 * wrong split or of another list of stocks do. Of single stocks news can; the rules of quality look at those.
 */
const WILD_MOVE = Math.log(1.5);
/** Two may halve on one day, however few there are. */
const FEWEST_WILD = 3;

/** Whether there is any bar of the session yet. @throws UserError `paper-data-old` */
export function verifyReached({ sessions }: Pick<Market, 'sessions'>, day: number): void {
  if (sessions.includes(day)) return;
  const last = sessions.at(-1);
  if (last !== undefined && last > day) throw hole(day, last);
  const end = last === undefined ? 'there are no data' : `the data end on ${toIsoDay(last)}`;
  throw new UserError('paper-data-old', `${end}, without a bar of ${toIsoDay(day)}; nothing was booked of it`, [WAIT]);
}

/** A backtest has no such session; an account waits, for it could not take it in once the bars were there after all. */
function hole(day: number, last: number): UserError {
  return new UserError(
    'paper-data-old',
    `there is no bar of ${toIsoDay(day)}, and there are of ${toIsoDay(last)}; nothing was booked of it`,
    [
      'pull the data again: the vendor may have left the day out',
      'where the exchange was closed without notice, use a version of strat whose calendar knows it',
    ],
  );
}

const WAIT = 'pull the data, or wait until they are there: the session stays due';

/** Of fewer of the stocks that could be held nothing was cut off: it is another market. */
const SAME_MARKET = 0.5;

/**
 * Whoever could be held the session before is still known: a file that was cut off looks like a smaller market.
 * @param before who was eligible then
 * @throws UserError `paper-data-old`; `paper-other-data`, which waiting does not mend
 */
export function verifyComplete({ tickers }: Pick<Market, 'tickers'>, before: readonly string[], least: number): void {
  const known = new Set(tickers);
  const gone = before.filter((ticker) => !known.has(ticker));
  const there = before.length - gone.length;
  if (there >= least * before.length) return;
  if (there < SAME_MARKET * before.length) throw otherMarket(there, before.length, gone);
  throw new UserError(
    'paper-data-old',
    `the data no longer have ${gone.length} of the ${before.length} stocks that could be held the session before: ` +
      `${named(gone)}; nothing was booked`,
    [WAIT],
  );
}

function otherMarket(there: number, before: number, gone: readonly string[]): UserError {
  return new UserError(
    'paper-other-data',
    `the data know ${there} of the ${before} stocks that could be held the session before, and not ${named(gone)}: they are ` +
      'of another source than those that the account has traded on; nothing was booked',
    [
      'name the config that the account was opened with: `--config FILE`',
      'trade these data in an account of their own: `--account NAME`',
    ],
  );
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
      [WAIT],
    );
  }
  verifyMoves(market, at, limits.mostFindings, there);
  verifyQuality(market, at, limits.mostFindings, there.length);
}

/** @param there stocks with a bar in the session */
function verifyMoves({ sessions, bars, tickers }: Market, at: number, most: number, there: readonly number[]): void {
  if (at === 0) return;
  const close = (stock: number, session: number) => bars.close[stock * sessions.length + session]!;
  const wild = there.filter((stock) => Math.abs(Math.log(close(stock, at) / close(stock, at - 1))) > WILD_MOVE);
  if (wild.length < FEWEST_WILD || wild.length <= most * there.length) return;
  throw new UserError(
    'paper-quality',
    `the closes of ${wild.length} of ${there.length} stocks are half as high again as the session before on ` +
      `${toIsoDay(sessions[at]!)}, or lower by as much: ${named(wild.map((stock) => tickers[stock]!))}; nothing was booked`,
    ['look at them: `strat data status`', 'once they are mended, run the same command again: the session stays due'],
  );
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
