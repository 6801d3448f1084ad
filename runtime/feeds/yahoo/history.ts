/** A chart as a history: days of the exchange, prices as traded, sessions that are over. */
import { fromIsoDay } from '../../market.ts';
import { FeedFailure } from '../failure.ts';
import type { Dividend, FeedRequest, Split, TickerHistory } from '../feed.ts';
import { priceAsTraded, shareFactors, volumeAsTraded } from './asTraded.ts';
import type { Chart, Quote } from './chart.ts';
import { type DayOf, dayIn } from './sessionDay.ts';

const PRICES = ['open', 'high', 'low', 'close'] as const;

/** Quotes of some exchanges come up to 20 minutes late, and closing auctions end after the close. */
const SETTLED_AFTER_S = 1800;

/**
 * @param chart reaches to today, whatever `to` is: prices are adjusted for all splits there were
 * @param now seconds since 1970-01-01
 * @throws FeedFailure when nothing is there, or it cannot be right
 */
export function historyOf(request: FeedRequest, chart: Chart, now: number): TickerHistory {
  const { meta } = chart;
  const dayOf = dayIn(meta.exchangeTimezoneName);
  const from = fromIsoDay(request.from);
  const completeTo = Math.min(fromIsoDay(request.to), lastCompleteDay(chart, dayOf, now));
  const within = ({ day }: { readonly day: number }) => day >= from && day <= completeTo;

  const splits = splitsOf(chart, dayOf);
  const rows = rowsOf(chart, dayOf).filter(within);
  if (rows.length === 0) throw new FeedFailure('no-data', `Yahoo has no bars from ${request.from} to ${request.to}`);
  const days = Int32Array.from(rows, ({ day }) => day);
  return {
    ticker: request.ticker,
    identity: null,
    currency: meta.currency ?? null,
    exchange: meta.exchangeName ?? null,
    timeZone: meta.exchangeTimezoneName,
    completeTo,
    days,
    ...columnsOf(chart.indicators.quote[0]!, rows, shareFactors(days, splits)),
    splits: splits.filter(within),
    dividends: dividendsOf(chart, dayOf, splits).filter(within),
  };
}

/** The last day whose session is over; without word of sessions, yesterday. */
function lastCompleteDay({ meta }: Chart, dayOf: DayOf, now: number): number {
  const today = dayOf(now);
  const session = meta.currentTradingPeriod?.regular;
  if (session === undefined) return today - 1;
  const day = dayOf(session.start);
  const isOver = now >= session.end + SETTLED_AFTER_S;
  return isOver ? day : Math.min(day - 1, today);
}

interface Row {
  readonly day: number;
  /** Where it stands in the columns of the chart. */
  readonly at: number;
}

/**
 * A day of a halt has nulls all through, and is no row. After the close Yahoo may tell the same day twice, as a bar and
 * as the last quote: the later one counts.
 */
function rowsOf({ timestamp, indicators }: Chart, dayOf: DayOf): Row[] {
  const quote = indicators.quote[0];
  const rows: Row[] = [];
  if (quote === undefined) return rows;
  for (const [at, instant] of timestamp.entries()) {
    if (PRICES.every((price) => quote[price][at] === null)) continue;
    const day = dayOf(instant);
    const before = rows.at(-1)?.day ?? Number.NEGATIVE_INFINITY;
    if (day < before) throw new FeedFailure('bad-answer', "Yahoo's bars are not in the order of their days");
    if (day === before) rows.pop();
    rows.push({ day, at });
  }
  return rows;
}

function columnsOf(quote: Quote, rows: readonly Row[], factors: Float64Array) {
  const column = (values: readonly (number | null)[], asTraded: (value: number, factor: number) => number) =>
    Float64Array.from(rows, ({ at }, index) => {
      const value = values[at] ?? null;
      return value === null ? Number.NaN : asTraded(value, factors[index]!);
    });
  const [open, high, low, close] = PRICES.map((price) => column(quote[price], priceAsTraded));
  return { open: open!, high: high!, low: low!, close: close!, volume: column(quote.volume, volumeAsTraded) };
}

function splitsOf({ events }: Chart, dayOf: DayOf): Split[] {
  return Object.values(events.splits)
    .map(({ date, numerator, denominator }) => {
      const ratio = numerator / denominator;
      if (ratio > 0 && Number.isFinite(ratio)) return { day: dayOf(date), ratio };
      throw new FeedFailure('bad-answer', `Yahoo tells of a split of ${numerator} for ${denominator}`);
    })
    .sort((a, b) => a.day - b.day);
}

/** They are adjusted for later splits as prices are; one on the day of a split is per new share. */
function dividendsOf({ events }: Chart, dayOf: DayOf, splits: readonly Split[]): Dividend[] {
  const told = Object.values(events.dividends)
    .map(({ date, amount }) => ({ day: dayOf(date), amount }))
    .sort((a, b) => a.day - b.day);
  const factors = shareFactors(
    told.map(({ day }) => day),
    splits,
  );
  return told.map(({ day, amount }, index) => ({ day, amount: priceAsTraded(amount, factors[index]!) }));
}
