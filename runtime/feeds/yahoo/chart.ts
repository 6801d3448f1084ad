/**
 * The part of Yahoo's chart answer (`/v8/finance/chart/SYMBOL`) that is read here. All else may come and go: the
 * library's own schema asks for more, such as `validRanges`, and turns good bars down when that is left out.
 */
import * as z from 'zod';
import type { Reply } from '../client.ts';
import { FeedFailure, shortened } from '../failure.ts';

/** Seconds since 1970-01-01; the library makes dates of some of them. */
const instant = z.union([z.number(), z.date().transform((date) => date.getTime() / 1000)]);
const column = z.array(z.number().nullable());
const events = <T extends z.ZodType>(event: T) => z.record(z.string(), event).default({});

const chart = z.object({
  meta: z.object({
    symbol: z.string(),
    currency: z.string().nullish(),
    exchangeName: z.string().nullish(),
    exchangeTimezoneName: z.string(),
    dataGranularity: z.string().optional(),
    /** The session under way, or else the last or the next one; half days end early. */
    currentTradingPeriod: z.object({ regular: z.object({ start: instant, end: instant }) }).optional(),
  }),
  /** Absent when there is no bar. */
  timestamp: z.array(z.int()).default([]),
  indicators: z.object({
    quote: z.array(
      z.object({
        open: column.default([]),
        high: column.default([]),
        low: column.default([]),
        close: column.default([]),
        volume: column.default([]),
      }),
    ),
  }),
  events: z
    .object({
      dividends: events(z.object({ date: instant, amount: z.number() })),
      splits: events(z.object({ date: instant, numerator: z.number(), denominator: z.number() })),
    })
    .prefault({}),
});

export type Chart = z.infer<typeof chart>;
export type Quote = Chart['indicators']['quote'][number];

/** @throws FeedFailure when it is not what Yahoo answers, or does not fit together */
export function parseChart(answer: unknown): Chart {
  const parsed = chart.safeParse(answer);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new FeedFailure('bad-answer', `Yahoo's answer is not a chart: ${path.join('.')}: ${message}`);
  }
  const { meta, timestamp, indicators } = parsed.data;
  if (meta.dataGranularity !== undefined && meta.dataGranularity !== '1d') {
    throw new FeedFailure('bad-answer', `Yahoo sent bars of ${meta.dataGranularity} when asked for days`);
  }
  const short = Object.entries(indicators.quote[0] ?? {}).find(([, values]) => values.length !== timestamp.length);
  if (short) {
    throw new FeedFailure(
      'bad-answer',
      `Yahoo sent ${timestamp.length} instants and ${short[1].length} of ${short[0]}`,
    );
  }
  return parsed.data;
}

const errorBody = z.object({ chart: z.object({ error: z.object({ code: z.string(), description: z.string() }) }) });

/**
 * The body of a reply that holds a chart. What is no JSON may be a page of a proxy or cut short on the way, so it is
 * asked for again; what Yahoo says in its own words is final.
 * @throws FeedFailure
 */
export function bodyOf({ status, body }: Reply): string {
  const error = errorBody.safeParse(jsonOf(body, status)).data?.chart.error;
  if (error) throw new FeedFailure(codeOf(error), `Yahoo says "${shortened(error.description)}"`);
  if (status !== 200) {
    throw new FeedFailure('bad-answer', `Yahoo answers with HTTP ${status} and no reason`, { again: true });
  }
  return body;
}

function jsonOf(body: string, status: number): unknown {
  try {
    return JSON.parse(body);
  } catch {
    const what = /^\s*</.test(body) ? 'a web page' : 'no JSON, or JSON that is cut short';
    const message = `Yahoo answers with ${what} (HTTP ${status}): ${shortened(body)}`;
    throw new FeedFailure('bad-answer', message, { again: true });
  }
}

function codeOf({ code, description }: { readonly code: string; readonly description: string }) {
  if (code === 'Not Found') return 'unknown-ticker';
  // 400 for a range that ends before the first bar.
  return /^data doesn't exist/i.test(description) ? 'no-data' : 'bad-answer';
}
