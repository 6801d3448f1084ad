/**
 * Bars, splits and dividends of Yahoo Finance, through yahoo-finance2. The library knows the address and how to ask for
 * a chart; the asking itself is ours (`../client.ts`), for its `fetch` is replaced: it neither waits nor tries again,
 * and prints to the console what it does not like.
 */
import type { FeedConfig } from '../../../configs/schema.ts';
import { DAY_MS, fromIsoDay } from '../../market.ts';
import { PoliteClient } from '../client.ts';
import { answerEach } from '../each.ts';
import { FeedFailure } from '../failure.ts';
import type { Feed, FeedRequest } from '../feed.ts';
import { ACTUAL_TIMING, type Timing } from '../timing.ts';
import { bodyOf, parseChart } from './chart.ts';
import { historyOf } from './history.ts';

export function openYahoo(
  { requests: manners, url }: Pick<FeedConfig, 'requests' | 'url'>,
  timing: Timing = ACTUAL_TIMING,
): Feed {
  const client = new PoliteClient(manners, timing);
  return {
    name: 'yahoo',
    description: 'Yahoo Finance',
    async *histories(requests, signal) {
      const askChart = await chartsOf(client, url);
      yield* answerEach(requests, manners.at_once, signal, async (request, either) => {
        const now = timing.now() / 1000;
        const chart = parseChart(await askChart(request, now, either));
        verifySymbol(request.ticker, chart.meta.symbol);
        return historyOf(request, chart, now);
      });
    },
  };
}

/** Classes of shares are `BRK.B` to everybody else; behind the dot Yahoo has the exchange, and none of one letter A or B. */
function symbolOf(ticker: string): string {
  return ticker.replace(/^([A-Z]+)\.([AB])$/, '$1-$2');
}

/** What was renamed may be answered under its new name; the same bars would be kept as two stocks. */
function verifySymbol(ticker: string, symbol: string): void {
  if (symbol.toUpperCase() === symbolOf(ticker).toUpperCase()) return;
  throw new FeedFailure('unknown-ticker', `Yahoo knows ${ticker} as ${symbol} now: ask for ${symbol}`);
}

type AskChart = (request: FeedRequest, now: number, signal: AbortSignal) => Promise<unknown>;

const DAY_S = DAY_MS / 1000;

/** Loaded when the first ticker is asked for: 50 ms. */
async function chartsOf(client: PoliteClient, url: string | null): Promise<AskChart> {
  const [{ default: createYahooFinance }, { default: chart }] = await Promise.all([
    import('yahoo-finance2/createYahooFinance'),
    import('yahoo-finance2/modules/chart'),
  ]);
  const YahooFinance = createYahooFinance({ modules: { chart } });
  const library = new YahooFinance({
    fetch: politeFetch(client, url),
    // Its queue must not be the narrower one, its validation asks a package registry which version is the latest.
    queue: { concurrency: Number.MAX_SAFE_INTEGER },
    validation: { logErrors: false, logOptionsErrors: false },
    versionCheck: false,
  });
  return (request, now, signal) =>
    library.chart(
      encodeURIComponent(symbolOf(request.ticker)),
      {
        // A day more on either side: days begin elsewhere than in Greenwich. To today, for the sake of the splits.
        period1: (fromIsoDay(request.from) - 1) * DAY_S,
        period2: Math.ceil(now) + DAY_S,
        interval: '1d',
        events: 'div|split',
        includePrePost: false,
        return: 'object',
      },
      { validateResult: false, fetchOptions: { signal } },
    );
}

/** Hands the library bodies that are charts, and nothing else. Cookies are not passed on: a chart needs none. */
function politeFetch(client: PoliteClient, url: string | null): typeof fetch {
  return async (input, init) => {
    const asked = new URL(String(input));
    const address = url === null ? asked.href : `${url.replace(/\/$/, '')}${asked.pathname}${asked.search}`;
    const headers = Object.fromEntries(new Headers(init?.headers));
    delete headers.cookie;
    const body = await client.get(address, { signal: init!.signal!, headers, read: bodyOf });
    return new Response(body, { status: 200 });
  };
}
