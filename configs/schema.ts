/**
 * The configuration of a run: where things are and how the work is done, never what the strategy is. One schema says
 * what is allowed, what it defaults to and what it means; the types below are derived from it.
 *
 * Paths: `data` paths start at the config file's folder, so that a config and its data travel together; `storage`
 * folders start at the current working folder, so that a preset shipped with the package writes where the user stands.
 */
import * as z from 'zod';
import { brokerSchema } from './broker.ts';
import { documentStoreSchema } from './documentStore.ts';
import { monitoringSchema } from './monitoring.ts';
import { qualitySchema } from './quality.ts';

const path = z.string().min(1);
const column = z.string().min(1);
const optionalColumn = column.nullable().default(null);

// ── data ───────────────────────────────────────────────────────────────────────────────────────────────────────

const arrives = z
  .strictObject({
    bars: minutesAfter('close').describe("The bars of a session, the benchmark's included."),
    opens: minutesAfter('open').describe('The opens of a session, when they are there before its bars.'),
  })
  .describe(
    'When data are there that somebody could have acted on. What is left out is there the moment it is made. It moves no result: a strategy that decides before what it needs has arrived is refused.',
  );

/** `15 min after close`, as minutes. */
function minutesAfter(instant: 'open' | 'close') {
  return z
    .string()
    .regex(new RegExp(`^\\d{1,5} min after ${instant}$`), `written like \`15 min after ${instant}\``)
    .transform((text) => Number.parseInt(text, 10))
    .nullable()
    .default(null);
}

/** When a value was there for anybody to act on. `at` an open or close, counted from the session of the value's day. */
export type Publication =
  | { readonly by: 'session'; readonly at: 'open' | 'close'; readonly shift: number; readonly delay: number }
  | { readonly by: 'days'; readonly days: number };

const PUBLISHED =
  /^(?:(?<at>at close)|(?<minutes>\d{1,4}) min after close|(?<next>next open)|(?<sessions>\d{1,3}) sessions? after|(?<days>\d{1,3}) days? after)$/;

const externalSeries = z
  .strictObject({
    path,
    columns: z
      .strictObject({
        date: column.default('date'),
        value: column.default('value'),
        published: optionalColumn.describe(
          "The day on which a value was published: it counts from that day's close on. For releases and revisions.",
        ),
      })
      .prefault({}),
    published: z
      .string()
      .regex(
        PUBLISHED,
        'written like `at close`, `15 min after close`, `next open`, `1 session after` or `45 days after`',
      )
      .transform(readPublication)
      .nullable()
      .default(null)
      .describe(
        "The source's true delay, counted from the day in `columns.date`: `at close`, `15 min after close`, `next open`, `1 session after` (by its close), or `45 days after` for what is dated by the month or quarter it is about.",
      ),
  })
  .refine(({ published, columns }) => (published === null) !== (columns.published === null), {
    path: ['published'],
    message:
      'says when values are published (such as `1 session after`), or `columns.published` names the column that does',
  })
  .describe('A series from outside the market, which strategies call by its key: `external("VIX")`.');

function readPublication(text: string): Publication {
  const { minutes, next, sessions, days } = PUBLISHED.exec(text)?.groups ?? {};
  if (days !== undefined) return { by: 'days', days: Number(days) };
  if (next !== undefined) return { by: 'session', at: 'open', shift: 1, delay: 0 };
  return { by: 'session', at: 'close', shift: Number(sessions ?? 0), delay: Number(minutes ?? 0) };
}

const series = z.record(z.string().min(1), externalSeries).default({}).describe('By the name strategies use.');

const synthetic = z.strictObject({
  source: z.literal('synthetic'),
  seed: z.int().min(0).max(0xffff_ffff).default(7).describe('The same seed gives the same market, to the last bit.'),
  stocks: z
    .int()
    .min(4)
    .max(10_000)
    .default(120)
    .describe('How many stocks are ever listed; about five in six are members of the index on any one day.'),
  planted_rank_ic: z
    .number()
    .min(0)
    .max(0.8)
    .default(0.1)
    .describe("Mean daily Spearman correlation of the planted signal with the next session's return."),
  series,
  arrives: arrives.prefault({}),
});

const barColumns = z
  .strictObject({
    ticker: column.nullable().default('ticker').describe('Null: one ticker per file, named by the file (`AAPL.csv`).'),
    date: column.default('date'),
    open: column.default('open'),
    high: column.default('high'),
    low: column.default('low'),
    close: column.default('close'),
    volume: column.default('volume'),
    adjusted_close: optionalColumn.describe(
      'Close adjusted for splits and dividends. Open, high and low are scaled by it.',
    ),
    raw_close: optionalColumn.describe('Close and volume as traded.'),
    raw_volume: optionalColumn,
    split_factor: optionalColumn.describe(
      'On the day a split takes effect: new shares per old share; 0, 1 or empty on other days.',
    ),
    dividend: optionalColumn.describe(
      'On the ex-dividend day: paid per share, on the same footing as `close`; 0 or empty on other days.',
    ),
    identity: optionalColumn.describe(
      "The vendor's permanent id of the stock, such as a PERMNO: tells reused and changed tickers apart.",
    ),
  })
  .describe("Names of the bars' columns. A price or volume the file does not have is null.");

const vintages = z
  .strictObject({
    known_at: column.describe('When a row was known: a date, or a timestamp (in UTC when it has a zone).'),
    within_days: z
      .int()
      .min(0)
      .max(3650)
      .default(0)
      .describe('A bar first told more than so many days after its own day is missing: nobody could decide on it.'),
    as_known_on: z.iso
      .date('a day such as 2016-12-31')
      .nullable()
      .default(null)
      .describe('Null: as first told. A day: as told last by then, which decisions before it could not know.'),
  })
  .describe('Days that are told again later, with other values: which telling counts.');

/** What bars are, wherever they come from. */
const barMeaning = {
  columns: barColumns.prefault({}),
  close_adjusted_for: z
    .enum(['nothing', 'splits', 'splits_and_dividends'])
    .describe(
      'What the columns open, high, low and close are adjusted for. Volume is taken to be adjusted for splits likewise.',
    ),
  vintages: vintages.nullable().default(null),
};

const bars = z.strictObject({
  path: path.describe("A file, a folder (all its files of the source's kind, subfolders included), or a glob."),
  wide: z
    .string()
    .regex(
      /^[^{}]*(\{ticker\}([^{}]+\{field\})?|\{field\}[^{}]+\{ticker\})[^{}]*$/,
      'written like `{ticker}_{field}` or `{ticker}`',
    )
    .nullable()
    .default(null)
    .describe(
      'Null: a row per ticker and day. Else a column per ticker, and how it is named: `{ticker}_{field}`, where `columns` names the fields; or `{ticker}`, where each field has a file of its own and `path` says which: `dump/{field}.csv`.',
    ),
  ...barMeaning,
});

const corporateActions = z.strictObject({
  path,
  columns: z
    .strictObject({
      ticker: column.default('ticker'),
      date: column.default('date'),
      split: column
        .nullable()
        .default('split')
        .describe('New shares per old share; 0, 1 or empty when the row is no split. Null: the file has none.'),
      dividend: column
        .nullable()
        .default('dividend')
        .describe('Per share, on the same footing as `close`. Null: the file has none.'),
    })
    .prefault({}),
});

const membership = z
  .strictObject({
    path,
    columns: z
      .strictObject({
        ticker: column.default('ticker'),
        start: column
          .nullable()
          .default('start')
          .describe('Null: a list of those who have always belonged, which nobody could have had.'),
        end: column.nullable().default('end').describe('Empty: still a member. Null: all of them are.'),
      })
      .prefault({}),
    end_means: z
      .enum(['first_day_out', 'last_day_in'])
      .default('first_day_out')
      .describe('Whether the end date is the last day in the index (`last_day_in`) or the first day out of it.'),
  })
  .describe('Who belonged to an index and when: one row per stay.');

const benchmark = z.strictObject({
  path,
  columns: z
    .strictObject({
      ticker: column
        .nullable()
        .default('ticker')
        .describe('Null: the file is the benchmark, whatever the strategy calls it.'),
      date: column.default('date'),
      close: column
        .default('close')
        .describe('Adjusted for splits and dividends, when the benchmark is to earn its dividends.'),
    })
    .prefault({}),
});

const sectors = z
  .strictObject({
    path,
    columns: z
      .strictObject({
        ticker: column.default('ticker'),
        sector: column.default('sector'),
        from: optionalColumn.describe(
          'Both null: one classification for all time, which looks ahead where it was made after the period.',
        ),
        to: optionalColumn,
      })
      .prefault({}),
  })
  .describe(
    'A row per stock; or per stay in a sector, with the first and the last day (empty: since ever, and still).',
  );

const delistings = z.strictObject({
  path,
  columns: z
    .strictObject({
      ticker: column.default('ticker'),
      date: column.default('date'),
      return: column.nullable().default('return').describe('Simple return on the last price. Null: not known, 0.'),
    })
    .prefault({}),
});

const identity = z
  .strictObject({
    path,
    columns: z
      .strictObject({
        ticker: column.default('ticker'),
        from: column.default('from').describe('First and last day; empty: since ever, and still.'),
        to: column.default('to'),
        id: column.default('id').describe('Whatever stays with the company when its ticker does not.'),
      })
      .prefault({}),
    bars_by: z
      .enum(['ticker_of_the_day', 'last_ticker'])
      .default('ticker_of_the_day')
      .describe(
        'What bars and corporate actions are called by: the ticker of their day, or the last one (as at most free vendors).',
      ),
  })
  .describe(
    'Which company bore a ticker and when: one row per stay. Stocks are then companies, called by their first ticker.',
  );

/** What bars of real stocks need around them, wherever they lie. */
const around = {
  date_format: z
    .string()
    .regex(/%[-a-zA-Z]/, 'written in letters of strptime, such as `%d.%m.%Y`')
    .nullable()
    .default(null)
    .describe(
      'How days are written that are neither ISO nor 20240131, in letters of strptime: `%d.%m.%Y`. Of all files.',
    ),
  identity: identity.nullable().default(null),
  membership: z
    .record(z.string().min(1), membership)
    .default({})
    .describe('By the name strategies use: `constituents("SP500")` reads the entry `SP500`.'),
  benchmark: benchmark.nullable().default(null).describe('Null: the benchmark is looked for among the bars.'),
  sectors: sectors.nullable().default(null),
  series,
  delistings: delistings.nullable().default(null),
  missing_tail: z
    .enum(['delist_at_zero_return', 'carry'])
    .default('delist_at_zero_return')
    .describe('What a stock is whose bars end before the data do: delisted at its last price, or carried at it.'),
  quality: qualitySchema.describe('What to do about bars that look wrong, rule by rule.'),
  arrives: arrives.prefault({}),
};

const files = { bars, corporate_actions: corporateActions.nullable().default(null), ...around };
const parquet = z.strictObject({ source: z.literal('parquet'), ...files });
const csv = z.strictObject({ source: z.literal('csv'), ...files });

const duckdb = z
  .strictObject({
    source: z.literal('duckdb'),
    query: z
      .string()
      .min(1)
      .describe(
        "One SELECT, whose columns `bars.columns` names. Relative paths in it start at the config file's folder.",
      ),
    attach: z
      .array(path)
      .default([])
      .describe(
        'Database files to read, each by the name of its file: `prices.db` has `prices.daily`. Opened read-only.',
      ),
    extensions: z
      .array(z.string().regex(/^[a-z][a-z0-9_]*$/, 'the name of an extension of DuckDB'))
      .default([])
      .describe(
        'Extensions that are fetched and loaded first, such as `httpfs` for `s3://` and `https://`. None: no network.',
      ),
    settings: z
      .record(
        z
          .string()
          .regex(/^[a-zA-Z][a-zA-Z0-9_]*$/, 'the name of a setting of DuckDB')
          .regex(/^(?!.*(secret|password|token|access_key)).*$/i, 'no secret: those come from the environment'),
        z.union([z.string(), z.number(), z.boolean()]),
      )
      .default({})
      .describe('Of DuckDB, such as `s3_region`. Keys and passwords never stand here: they come from the environment.'),
    bars: z.strictObject(barMeaning),
    corporate_actions: corporateActions.nullable().default(null),
    ...around,
  })
  .describe('Rows of bars by a query of DuckDB. Its result is read once per run, and hashed.');

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

const feed = z
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
  .describe('Where `strat data pull` gets bars from. A run never asks it.');

const store = z.strictObject({
  source: z.literal('store'),
  path: path.describe(
    'The folder in which `strat data pull` keeps bars as they were traded, with splits and dividends.',
  ),
  snapshot: z
    .string()
    .regex(/^(latest|[0-9a-f]{8,64})$/, '`latest` or the id of a snapshot')
    .default('latest')
    .describe('`latest`, or the id of a snapshot (its first 8 digits will do): the same bits for ever.'),
  feed: feed.nullable().default(null),
  ...around,
});

const data = z.discriminatedUnion('source', [synthetic, parquet, csv, duckdb, store]);

// ── engine and storage ─────────────────────────────────────────────────────────────────────────────────────────

const engine = z.strictObject({
  backend: z
    .enum(['auto', 'native', 'portable', 'tfjs', 'tfjs-node-gpu', 'tfjs-node', 'tfjs-wasm', 'tfjs-cpu'])
    .default('auto')
    .describe(
      '`auto`: native, else portable, the two builds of the fused engine. `tfjs`: the plain engine on the fastest backend that is installed, tfjs-node-gpu, tfjs-node or tfjs-wasm; each can be asked for by name, tfjs-cpu only so.',
    ),
  threads: z
    .union([z.literal('auto'), z.int().min(1).max(1024)])
    .default('auto')
    .describe('The most to use.'),
  models: z
    .union([z.literal('auto'), z.int().min(1).max(1024)])
    .default('auto')
    .describe('The most models of folds and seeds to train at once, each on its share of the threads.'),
  precision: z
    .enum(['float32', 'bf16'])
    .default('float32')
    .describe(
      "Of what the LSTM's matrix products multiply; their sums and all else are float32. `bf16` needs the native engine and a processor with AVX512_BF16, and gives other results.",
    ),
});

const storage = z.strictObject({
  artifacts: path.default('.strat/artifacts').describe('Finished stages, by content; may be deleted, is made again.'),
  runs: path.default('runs').describe('One folder per run: record, ledger, report.'),
  paper: path
    .default('.strat/paper')
    .describe('The ledger of paper trading. Not to be deleted: it is the only record.'),
});

// ── paper trading ──────────────────────────────────────────────────────────────────────────────────────────────

const fraction = z.number().min(0).max(1);

const paper = z.strictObject({
  least_bars: fraction
    .default(0.9)
    .describe(
      'Of the stocks that traded the session before, the least with a bar in the session that is due; fewer are late data.',
    ),
  most_findings: fraction
    .default(0.1)
    .describe(
      'Of the stocks of the session that is due, the most with bars in which the rules of quality find something.',
    ),
  pull: z
    .enum(['when due', 'never'])
    .default('when due')
    .describe('Whether a live invocation asks `data.feed` of a store for what it lacks of the sessions that are due.'),
  broker: brokerSchema.describe('Who holds what the account holds.'),
});

export const configSchema = z.strictObject({
  data,
  engine: engine.prefault({}),
  storage: storage.prefault({}),
  paper: paper.prefault({}),
  monitoring: monitoringSchema.prefault({}),
  store: documentStoreSchema.default('embedded'),
});

export type Config = z.infer<typeof configSchema>;
/** What a source of bars is opened with. */
export type DataConfig = SyntheticConfig | FilesConfig | DuckDbConfig | StoreConfig;
export type SyntheticConfig = Omit<z.infer<typeof synthetic>, 'arrives' | 'series'>;
export type SeriesConfig = z.infer<typeof externalSeries>;
type ConfiguredFiles = z.infer<typeof parquet> | z.infer<typeof csv>;
/** What a config says, or what a store says for it: that names its files one by one. */
export type FilesConfig = Omit<ConfiguredFiles, 'bars' | 'corporate_actions' | 'series'> & {
  readonly bars: OnePathOrMore<ConfiguredFiles['bars']> & {
    /** What messages call the files whose names would tell people nothing. */
    readonly called?: string;
  };
  readonly corporate_actions: OnePathOrMore<NonNullable<ConfiguredFiles['corporate_actions']>> | null;
};
export type DuckDbConfig = Omit<z.infer<typeof duckdb>, 'series'>;
export type StoreConfig = Omit<z.infer<typeof store>, 'series'>;
export type FeedConfig = z.infer<typeof feed>;
type OnePathOrMore<T> = Omit<T, 'path'> & { readonly path: string | readonly string[] };
