/** A vendor in memory: what it tells of each ticker can be changed between pulls, and what it was asked is kept. */
import type {
  Dividend,
  Feed,
  FeedAnswer,
  FeedProblem,
  FeedRequest,
  Split,
  TickerHistory,
} from '../../runtime/feeds/feed.ts';
import { fromIsoDay } from '../../runtime/market.ts';

/** Open, high, low, close, volume. */
export type Bar = readonly [number, number, number, number, number];

export interface Company {
  /** By ISO day. */
  readonly bars: Record<string, Bar>;
  readonly splits?: readonly Split[];
  readonly dividends?: readonly Dividend[];
  readonly identity?: string;
  readonly problem?: FeedProblem;
}

export class ScriptedFeed implements Feed {
  readonly name = 'scripted';
  readonly description = 'a vendor in memory';
  readonly companies: Record<string, Company>;
  /** Of all pulls, in order. */
  readonly asked: FeedRequest[] = [];
  /** Called before each answer. */
  before: (ticker: string) => void = () => {};

  constructor(companies: Record<string, Company>) {
    this.companies = companies;
  }

  async *histories(requests: readonly FeedRequest[], signal: AbortSignal): AsyncIterable<FeedAnswer> {
    for (const request of requests) {
      if (signal.aborted) return;
      this.before(request.ticker);
      this.asked.push(request);
      const company = this.companies[request.ticker];
      if (company === undefined) {
        yield { ticker: request.ticker, problem: { code: 'unknown-ticker', message: 'there is no such ticker' } };
      } else if (company.problem !== undefined) yield { ticker: request.ticker, problem: company.problem };
      else yield { ticker: request.ticker, history: historyOf(request, company) };
    }
  }
}

function historyOf({ ticker, from, to }: FeedRequest, company: Company): TickerHistory {
  const days = Object.keys(company.bars)
    .filter((day) => day >= from && day <= to)
    .sort();
  const column = (index: number) => Float64Array.from(days, (day) => company.bars[day]![index]!);
  const within = ({ day }: { readonly day: number }) => day >= fromIsoDay(from) && day <= fromIsoDay(to);
  return {
    ticker,
    identity: company.identity ?? null,
    currency: 'USD',
    exchange: 'XNYS',
    timeZone: 'America/New_York',
    completeTo: fromIsoDay(to),
    days: Int32Array.from(days, fromIsoDay),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: column(4),
    splits: (company.splits ?? []).filter(within),
    dividends: (company.dividends ?? []).filter(within),
  };
}

/** Bars of these days, at a price that rises by 1 a bar. */
export function rising(days: readonly string[], start: number): Record<string, Bar> {
  return Object.fromEntries(
    days.map((day, at) => {
      const close = start + at;
      return [day, [close - 0.5, close + 1, close - 1, close, 1000 + at]];
    }),
  );
}
