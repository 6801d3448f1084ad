/** The last kept bars of a ticker against what its vendor tells of those days now. */
import type { TickerHistory } from '../feeds/feed.ts';
import { fromIsoDay, toIsoDay } from '../market.ts';
import type { Duck } from '../sources/files/duck.ts';
import type { StorePlaces } from './layout.ts';
import type { Tables } from './manifest.ts';
import { listOf } from './stage.ts';
import { relationOf, VALUES } from './tables.ts';

export interface Tail {
  /** ISO day of the first bar. */
  readonly from: string;
  /** Days since 1970-01-01, ascending. */
  readonly days: readonly number[];
  /** By bar; NaN is missing. */
  readonly values: readonly (readonly number[])[];
  /** Splits and dividends between the first bar and the last, as text. */
  readonly actions: readonly string[];
}

/**
 * Relative. A vendor that keeps split-adjusted prices as single floats tells another last digit after each split:
 * 2^-24 is 6e-8, and a correction worth the name is far above 1e-6.
 */
const TOLERANCE = 1e-6;

/** The last `sessions` bars of tickers, by ticker; of one without bars nothing. */
export async function readTails(
  duck: Duck,
  places: StorePlaces,
  tables: Tables,
  tickers: readonly string[],
  sessions: number,
): Promise<Map<string, Tail>> {
  const some = `ticker IN (SELECT unnest(${listOf(tickers)}))`;
  await duck.run(
    `CREATE OR REPLACE TABLE tails AS SELECT * FROM ${relationOf(places, 'bars', tables.bars)} WHERE ${some} ` +
      `QUALIFY row_number() OVER (PARTITION BY ticker ORDER BY date DESC) <= ${sessions}`,
  );
  const bars = await duck.rows(
    `SELECT ticker, date - DATE '1970-01-01', ${VALUES.map((value) => `${value}::VARCHAR`).join(', ')} FROM tails ORDER BY 1, 2`,
  );
  const actions = await duck.rows(
    `SELECT a.ticker, a.date - DATE '1970-01-01', a.split::VARCHAR, a.dividend::VARCHAR FROM ` +
      `${relationOf(places, 'actions', tables.actions)} a JOIN (SELECT ticker, min(date) AS first, max(date) AS last FROM tails GROUP BY ticker) t ` +
      'ON a.ticker = t.ticker AND a.date BETWEEN t.first AND t.last',
  );
  const tails = new Map<string, { from: string; days: number[]; values: number[][]; actions: string[] }>();
  for (const [ticker, day, ...values] of bars) {
    const tail = tails.get(String(ticker)) ?? { from: toIsoDay(Number(day)), days: [], values: [], actions: [] };
    tail.days.push(Number(day));
    tail.values.push(values.map((value) => (value === null ? Number.NaN : Number(value))));
    tails.set(String(ticker), tail);
  }
  for (const [ticker, day, split, dividend] of actions) {
    const [what, amount] = split === null ? (['dividend', dividend] as const) : (['split', split] as const);
    tails.get(String(ticker))?.actions.push(actionText(what, Number(amount), Number(day)));
  }
  return tails;
}

/** To six digits, as the bars are compared. */
function actionText(what: 'split' | 'dividend', amount: number, day: number): string {
  return `a ${what} of ${Number(amount.toPrecision(6))} on ${toIsoDay(day)}`;
}

/** Why the ticker is to be pulled whole; null: all that is kept is still so, and nothing new reaches back. */
export function revisionOf(tail: Tail, history: TickerHistory): string | null {
  const last = tail.days.at(-1)!;
  return barRevision(tail, history, last) ?? actionRevision(tail, history, last);
}

function barRevision(tail: Tail, history: TickerHistory, last: number): string | null {
  const told = new Map([...history.days].map((day, at) => [day, at]));
  for (const [index, day] of tail.days.entries()) {
    const at = told.get(day);
    if (at === undefined) return `its bar of ${toIsoDay(day)} is no longer there`;
    for (const [v, name] of VALUES.entries()) {
      const before = tail.values[index]![v]!;
      const now = history[name][at]!;
      if (!isClose(before, now)) return `its ${name} of ${toIsoDay(day)} is ${now}, and was ${before}`;
    }
  }
  const kept = new Set(tail.days);
  const from = fromIsoDay(tail.from);
  const more = [...history.days].find((day) => day >= from && day <= last && !kept.has(day));
  return more === undefined ? null : `it has a bar of ${toIsoDay(more)}, and had none`;
}

function isClose(before: number, now: number): boolean {
  if (Number.isNaN(before) || Number.isNaN(now)) return Number.isNaN(before) && Number.isNaN(now);
  return Math.abs(now - before) <= TOLERANCE * Math.max(Math.abs(now), Math.abs(before));
}

/** A split is reason enough wherever it is: vendors restate what was before it. */
function actionRevision(tail: Tail, history: TickerHistory, last: number): string | null {
  const newSplit = history.splits.find(({ day }) => day > last);
  if (newSplit) return `it has ${actionText('split', newSplit.ratio, newSplit.day)}`;
  const from = fromIsoDay(tail.from);
  const within = ({ day }: { readonly day: number }) => day >= from && day <= last;
  const told = [
    ...history.splits.filter(within).map(({ day, ratio }) => actionText('split', ratio, day)),
    ...history.dividends.filter(within).map(({ day, amount }) => actionText('dividend', amount, day)),
  ];
  const more = without(told, tail.actions)[0];
  if (more !== undefined) return `it has ${more}, and had not`;
  const gone = without(tail.actions, told)[0];
  return gone === undefined ? null : `it no longer has ${gone}`;
}

/** What of the first list is not in the second, each as often as it is too many. */
function without(these: readonly string[], those: readonly string[]): string[] {
  const left = [...those];
  return these.filter((each) => {
    const at = left.indexOf(each);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** The bars and events behind the last kept bar. */
export function behind(history: TickerHistory, last: number): TickerHistory {
  const first = history.days.findIndex((day) => day > last);
  const at = first < 0 ? history.days.length : first;
  return {
    ...history,
    days: history.days.subarray(at),
    open: history.open.subarray(at),
    high: history.high.subarray(at),
    low: history.low.subarray(at),
    close: history.close.subarray(at),
    volume: history.volume.subarray(at),
    splits: history.splits.filter(({ day }) => day > last),
    dividends: history.dividends.filter(({ day }) => day > last),
  };
}
