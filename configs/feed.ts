/** `data.feed`: where `strat data pull` gets bars from. */
import * as z from 'zod';
import { bars, corporateActions } from './bars.ts';
import { column, path } from './parts.ts';

const also = z.array(z.string().min(1)).default([]).describe('Such as the benchmark, which is no member.');

const tickers = z
  .union([
    z.array(z.string().min(1)).min(1),
    z.strictObject({ file: path, column: column.default('ticker'), also }),
    z.strictObject({ membership: z.string().min(1), also }),
  ])
  .describe('Whom to pull: named, in a column of a file, or all who were ever in an index of `data.membership`.');

const requests = z
  .strictObject({
    at_once: z.int().min(1).max(16).default(2).describe('Requests under way at a time.'),
    per_minute: z.int().min(1).max(6000).default(60).describe('Requests begun within a minute, evenly spread.'),
    retries: z
      .int()
      .min(0)
      .max(20)
      .default(5)
      .describe(
        'How often the same is asked for again, after waits that double, when the vendor fails or says that it is too much.',
      ),
    timeout_seconds: z.number().min(0.1).max(600).default(30).describe('For one request.'),
  })
  .describe('How a vendor is asked over the network. The defaults are those of a guest who wants to be let in again.');

export const feed = z
  .strictObject({
    from: z.string().min(1).describe("`files`, `yahoo`, or a module of one's own by its path (`./stooq.ts`)."),
    tickers: tickers.nullable().default(null).describe('Null: all that files hold; another feed has to be told.'),
    since: z.iso.date('a day such as 2010-01-31').default('2000-01-01').describe('The first day to ask for.'),
    overlap: z
      .int()
      .min(1)
      .max(260)
      .default(5)
      .describe('Sessions that are asked for again with what is new, to notice that the vendor has restated some.'),
    calendar: z.string().min(1).default('XNYS').describe('Whose sessions count as missing when there is no bar.'),
    requests: requests.prefault({}),
    url: z
      .url({ protocol: /^https?$/, error: 'an address such as https://proxy.example/yahoo' })
      .regex(/^\w+:\/\/[^/@]*(\/|$)/, 'an address without a user or a password, which no request may carry')
      .nullable()
      .default(null)
      .describe("Where the service that `from: yahoo` asks is to be had instead, such as a proxy of one's own."),
    options: z
      .record(z.string(), z.unknown())
      .default({})
      .describe("For a module of one's own: handed to it as it is written."),
    files: z
      .strictObject({
        format: z.enum(['parquet', 'csv']),
        bars,
        corporate_actions: corporateActions.nullable().default(null),
      })
      .nullable()
      .default(null)
      .describe('What `from: files` reads; as under `source: parquet` and `source: csv`.'),
  })
  .refine(({ from, files: read }) => from !== 'files' || read !== null, {
    path: ['files'],
    message: 'says which files `from: files` reads, and is missing',
  })
  .refine(({ from, url }) => url === null || from === 'yahoo', { path: ['url'], message: 'only `from: yahoo` has one' })
  .refine(({ from, options }) => !['files', 'yahoo'].includes(from) || Object.keys(options).length === 0, {
    path: ['options'],
    message: 'only a module of your own, such as `from: ./stooq.ts`, takes any',
  })
  .describe(
    'Where `strat data pull` gets bars from, and a live paper session those it lacks. A backtest never asks it.',
  );
