/** A local HTTP server that speaks Yahoo's chart format, misbehaves on demand and keeps what it was asked. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers a request, or doesn't. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export interface Asked {
  readonly symbol: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

export class ChartServer {
  readonly asked: Asked[] = [];
  /** By symbol, one for each time it is asked; the last one stays. */
  readonly answers: Record<string, Answer[]> = {};
  /** The most requests that were under way at a time. */
  mostAtOnce = 0;
  private underWay = 0;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => this.answer(request, response));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  timesAsked(symbol: string): number {
    return this.asked.filter((each) => each.symbol === symbol).length;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url!, 'http://localhost');
    const symbol = decodeURIComponent(url.pathname.replace('/v8/finance/chart/', ''));
    this.asked.push({ symbol, query: url.searchParams, headers: request.headers });
    this.underWay += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay);
    response.on('close', () => {
      this.underWay -= 1;
    });
    const answers = this.answers[symbol] ?? [unknownTicker];
    (answers.length > 1 ? answers.shift()! : answers[0]!)(response, request);
  }
}

export function send(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
}

/** After so many milliseconds. */
export function late(ms: number, answer: Answer): Answer {
  return (response, request) => {
    setTimeout(() => answer(response, request), ms);
  };
}

export const unknownTicker = send(
  404,
  '{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}',
);

export const nothingThen = send(
  400,
  '{"chart":{"result":null,"error":{"code":"Bad Request","description":"Data doesn\'t exist for startDate = 1262217600, endDate = 1262649600"}}}',
);

type Cell = number | null;

/** What a test says of a chart; the rest is as Yahoo has it for a stock in New York. */
export interface ChartOf {
  readonly symbol: string;
  readonly zone?: string;
  readonly currency?: string;
  /** ISO instant of the session's start; open, high, low, close, volume. */
  readonly bars: readonly (readonly [instant: string, Cell, Cell, Cell, Cell, Cell])[];
  /** ISO instants of the session under way, or the last one. */
  readonly session?: readonly [start: string, end: string];
  readonly splits?: readonly (readonly [instant: string, numerator: number, denominator: number])[];
  readonly dividends?: readonly (readonly [instant: string, amount: number])[];
}

/** The body of an answer, by the format as of 2026: `range` is empty and `validRanges` may be gone. */
export function chartBody({ symbol, zone = 'America/New_York', currency = 'USD', bars, ...chart }: ChartOf): string {
  const [start, end] = (chart.session ?? ['2030-01-02T14:30:00Z', '2030-01-02T21:00:00Z']).map(seconds);
  const period = (from: number, to: number) => ({ timezone: 'EST', start: from, end: to, gmtoffset: -18000 });
  const column = (index: 1 | 2 | 3 | 4 | 5) => bars.map((bar) => bar[index]);
  const splits = (chart.splits ?? []).map(([instant, numerator, denominator]) => [
    String(seconds(instant)),
    { date: seconds(instant), numerator, denominator, splitRatio: `${numerator}:${denominator}` },
  ]);
  const dividends = (chart.dividends ?? []).map(([instant, amount]) => [
    String(seconds(instant)),
    { amount, date: seconds(instant) },
  ]);
  const events = {
    ...(dividends.length > 0 ? { dividends: Object.fromEntries(dividends) } : {}),
    ...(splits.length > 0 ? { splits: Object.fromEntries(splits) } : {}),
  };
  const result = {
    meta: {
      currency,
      symbol,
      exchangeName: 'NMS',
      fullExchangeName: 'NasdaqGS',
      instrumentType: 'EQUITY',
      firstTradeDate: 345479400,
      regularMarketTime: end,
      hasPrePostMarketData: true,
      gmtoffset: -18000,
      timezone: 'EST',
      exchangeTimezoneName: zone,
      regularMarketPrice: 1,
      chartPreviousClose: 1,
      priceHint: 2,
      currentTradingPeriod: {
        pre: period(start! - 19800, start!),
        regular: period(start!, end!),
        post: period(end!, end! + 14400),
      },
      dataGranularity: '1d',
      range: '',
    },
    ...(bars.length > 0 ? { timestamp: bars.map(([instant]) => seconds(instant)) } : {}),
    ...(Object.keys(events).length > 0 ? { events } : {}),
    indicators: {
      quote: [
        bars.length === 0
          ? {}
          : { high: column(2), volume: column(5), open: column(1), low: column(3), close: column(4) },
      ],
      adjclose: [bars.length === 0 ? {} : { adjclose: column(4) }],
    },
  };
  return JSON.stringify({ chart: { result: [result], error: null } });
}

export function chartOf(chart: ChartOf): Answer {
  return send(200, chartBody(chart));
}

function seconds(instant: string): number {
  return Date.parse(instant) / 1000;
}
