/**
 * The configuration of a run: where things are and how the work is done, never what the strategy is. One schema says
 * what is allowed, what it defaults to and what it means; the types below are derived from it.
 *
 * Paths: `data` paths start at the config file's folder, so that a config and its data travel together; `storage`
 * folders start at the current working folder, so that a preset shipped with the package writes where the user stands.
 */
import * as z from 'zod';
import { documentStoreSchema } from './documentStore.ts';
import { monitoringSchema } from './monitoring.ts';
import { qualitySchema } from './quality.ts';

const path = z.string().min(1);
const column = z.string().min(1);
const optionalColumn = column.nullable().default(null);

// ── data ───────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * When data are there that somebody could have acted on. What is left out is there the moment it is made. It moves no
 * result: a strategy that decides before what it needs has arrived is refused.
 */
const arrives = z.strictObject({
  /** The bars of a session, the benchmark's included. */
  bars: minutesAfter('close'),
  /** The opens of a session, when they are there before its bars. */
  opens: minutesAfter('open'),
});

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

/** A series from outside the market, which strategies call by its key: `external("VIX")`. */
const externalSeries = z
  .strictObject({
    path,
    columns: z
      .strictObject({
        date: column.default('date'),
        value: column.default('value'),
        /** The day on which a value was published: it counts from that day's close on. For releases and revisions. */
        published: optionalColumn,
      })
      .prefault({}),
    /**
     * The source's true delay, counted from the day in `columns.date`: `at close`, `15 min after close`, `next open`,
     * `1 session after` (by its close), or `45 days after` for what is dated by the month or quarter it is about.
     */
    published: z
      .string()
      .regex(
        PUBLISHED,
        'written like `at close`, `15 min after close`, `next open`, `1 session after` or `45 days after`',
      )
      .transform(readPublication)
      .nullable()
      .default(null),
  })
  .refine(({ published, columns }) => (published === null) !== (columns.published === null), {
    path: ['published'],
    message:
      'says when values are published (such as `1 session after`), or `columns.published` names the column that does',
  });

function readPublication(text: string): Publication {
  const { minutes, next, sessions, days } = PUBLISHED.exec(text)?.groups ?? {};
  if (days !== undefined) return { by: 'days', days: Number(days) };
  if (next !== undefined) return { by: 'session', at: 'open', shift: 1, delay: 0 };
  return { by: 'session', at: 'close', shift: Number(sessions ?? 0), delay: Number(minutes ?? 0) };
}

/** By the name strategies use. */
const series = z.record(z.string().min(1), externalSeries).default({});

const synthetic = z.strictObject({
  source: z.literal('synthetic'),
  /** The same seed gives the same market, to the last bit. */
  seed: z.int().min(0).max(0xffff_ffff).default(7),
  /** How many stocks are ever listed; about five in six are members of the index on any one day. */
  stocks: z.int().min(4).max(10_000).default(120),
  /** Mean daily Spearman correlation of the planted signal with the next session's return. */
  planted_rank_ic: z.number().min(0).max(0.8).default(0.1),
  series,
  arrives: arrives.prefault({}),
});

/** Names of the bars' columns. A price or volume the file does not have is null. */
const barColumns = z.strictObject({
  /** Null: one ticker per file, named by the file (`AAPL.csv`). */
  ticker: column.nullable().default('ticker'),
  date: column.default('date'),
  open: column.default('open'),
  high: column.default('high'),
  low: column.default('low'),
  close: column.default('close'),
  volume: column.default('volume'),
  /** Close adjusted for splits and dividends. Open, high and low are scaled by it. */
  adjusted_close: optionalColumn,
  /** Close and volume as traded. */
  raw_close: optionalColumn,
  raw_volume: optionalColumn,
  /** On the day a split takes effect: new shares per old share; 0, 1 or empty on other days. */
  split_factor: optionalColumn,
  /** On the ex-dividend day: paid per share, on the same footing as `close`; 0 or empty on other days. */
  dividend: optionalColumn,
  /** The vendor's permanent id of the stock, such as a PERMNO: tells reused and changed tickers apart. */
  identity: optionalColumn,
});

/** Days that are told again later, with other values: which telling counts. */
const vintages = z.strictObject({
  /** When a row was known: a date, or a timestamp (in UTC when it has a zone). */
  known_at: column,
  /** A bar first told more than so many days after its own day is missing: nobody could decide on it. */
  within_days: z.int().min(0).max(3650).default(0),
  /** Null: as first told. A day: as told last by then, which decisions before it could not know. */
  as_known_on: z.iso.date('a day such as 2016-12-31').nullable().default(null),
});

/** What bars are, wherever they come from. */
const barMeaning = {
  columns: barColumns.prefault({}),
  /** What the columns open, high, low and close are adjusted for. Volume is taken to be adjusted for splits likewise. */
  close_adjusted_for: z.enum(['nothing', 'splits', 'splits_and_dividends']),
  vintages: vintages.nullable().default(null),
};

const bars = z.strictObject({
  /** A file, a folder (all its files of the source's kind, subfolders included), or a glob. */
  path,
  /**
   * Null: a row per ticker and day. Else a column per ticker, and how it is named: `{ticker}_{field}`, where `columns`
   * names the fields; or `{ticker}`, where each field has a file of its own and `path` says which: `dump/{field}.csv`.
   */
  wide: z
    .string()
    .regex(
      /^[^{}]*(\{ticker\}([^{}]+\{field\})?|\{field\}[^{}]+\{ticker\})[^{}]*$/,
      'written like `{ticker}_{field}` or `{ticker}`',
    )
    .nullable()
    .default(null),
  ...barMeaning,
});

const corporateActions = z.strictObject({
  path,
  columns: z
    .strictObject({
      ticker: column.default('ticker'),
      date: column.default('date'),
      /** New shares per old share; 0, 1 or empty when the row is no split. Null: the file has none. */
      split: column.nullable().default('split'),
      /** Per share, on the same footing as `close`. Null: the file has none. */
      dividend: column.nullable().default('dividend'),
    })
    .prefault({}),
});

/** Who belonged to an index and when: one row per stay. */
const membership = z.strictObject({
  path,
  columns: z
    .strictObject({
      ticker: column.default('ticker'),
      /** Null: a list of those who have always belonged, which nobody could have had. */
      start: column.nullable().default('start'),
      /** Empty: still a member. Null: all of them are. */
      end: column.nullable().default('end'),
    })
    .prefault({}),
  /** Whether the end date is the last day in the index (`last_day_in`) or the first day out of it. */
  end_means: z.enum(['first_day_out', 'last_day_in']).default('first_day_out'),
});

const benchmark = z.strictObject({
  path,
  columns: z
    .strictObject({
      /** Null: the file is the benchmark, whatever the strategy calls it. */
      ticker: column.nullable().default('ticker'),
      date: column.default('date'),
      /** Adjusted for splits and dividends, when the benchmark is to earn its dividends. */
      close: column.default('close'),
    })
    .prefault({}),
});

/** A row per stock; or per stay in a sector, with the first and the last day (empty: since ever, and still). */
const sectors = z.strictObject({
  path,
  columns: z
    .strictObject({
      ticker: column.default('ticker'),
      sector: column.default('sector'),
      /** Both null: one classification for all time, which looks ahead where it was made after the period. */
      from: optionalColumn,
      to: optionalColumn,
    })
    .prefault({}),
});

const delistings = z.strictObject({
  path,
  columns: z
    .strictObject({
      ticker: column.default('ticker'),
      date: column.default('date'),
      /** Simple return on the last price. Null: not known, 0. */
      return: column.nullable().default('return'),
    })
    .prefault({}),
});

/** Which company bore a ticker and when: one row per stay. Stocks are then companies, called by their first ticker. */
const identity = z.strictObject({
  path,
  columns: z
    .strictObject({
      ticker: column.default('ticker'),
      /** First and last day; empty: since ever, and still. */
      from: column.default('from'),
      to: column.default('to'),
      /** Whatever stays with the company when its ticker does not. */
      id: column.default('id'),
    })
    .prefault({}),
  /** What bars and corporate actions are called by: the ticker of their day, or the last one (as at most free vendors). */
  bars_by: z.enum(['ticker_of_the_day', 'last_ticker']).default('ticker_of_the_day'),
});

/** What bars of real stocks need around them, wherever they lie. */
const around = {
  /** How days are written that are neither ISO nor 20240131, in letters of strptime: `%d.%m.%Y`. Of all files. */
  date_format: z
    .string()
    .regex(/%[-a-zA-Z]/, 'written in letters of strptime, such as `%d.%m.%Y`')
    .nullable()
    .default(null),
  identity: identity.nullable().default(null),
  /** By the name strategies use: `constituents("SP500")` reads the entry `SP500`. */
  membership: z.record(z.string().min(1), membership).default({}),
  /** Null: the benchmark is looked for among the bars. */
  benchmark: benchmark.nullable().default(null),
  sectors: sectors.nullable().default(null),
  series,
  delistings: delistings.nullable().default(null),
  /** What a stock is whose bars end before the data do: delisted at its last price, or carried at it. */
  missing_tail: z.enum(['delist_at_zero_return', 'carry']).default('delist_at_zero_return'),
  /** What to do about bars that look wrong, rule by rule. */
  quality: qualitySchema,
  arrives: arrives.prefault({}),
};

const files = { bars, corporate_actions: corporateActions.nullable().default(null), ...around };
const parquet = z.strictObject({ source: z.literal('parquet'), ...files });
const csv = z.strictObject({ source: z.literal('csv'), ...files });

/** Rows of bars by a query of DuckDB. Its result is read once per run, and hashed. */
const duckdb = z.strictObject({
  source: z.literal('duckdb'),
  /** One SELECT, whose columns `bars.columns` names. Relative paths in it start at the config file's folder. */
  query: z.string().min(1),
  /** Database files to read, each by the name of its file: `prices.db` has `prices.daily`. Opened read-only. */
  attach: z.array(path).default([]),
  /** Extensions that are fetched and loaded first, such as `httpfs` for `s3://` and `https://`. None: no network. */
  extensions: z.array(z.string().regex(/^[a-z][a-z0-9_]*$/, 'the name of an extension of DuckDB')).default([]),
  /** Of DuckDB, such as `s3_region`. Keys and passwords never stand here: they come from the environment. */
  settings: z
    .record(
      z
        .string()
        .regex(/^[a-zA-Z][a-zA-Z0-9_]*$/, 'the name of a setting of DuckDB')
        .regex(/^(?!.*(secret|password|token|access_key)).*$/i, 'no secret: those come from the environment'),
      z.union([z.string(), z.number(), z.boolean()]),
    )
    .default({}),
  bars: z.strictObject(barMeaning),
  corporate_actions: corporateActions.nullable().default(null),
  ...around,
});

/** Such as the benchmark, which is no member. */
const also = z.array(z.string().min(1)).default([]);

/** Whom to pull: named, in a column of a file, or all who were ever in an index of `data.membership`. */
const tickers = z.union([
  z.array(z.string().min(1)).min(1),
  z.strictObject({ file: path, column: column.default('ticker'), also }),
  z.strictObject({ membership: z.string().min(1), also }),
]);

/** How a vendor is asked over the network. The defaults are those of a guest who wants to be let in again. */
const requests = z.strictObject({
  /** Requests under way at a time. */
  at_once: z.int().min(1).max(16).default(2),
  /** Requests begun within a minute, evenly spread. */
  per_minute: z.int().min(1).max(6000).default(60),
  /** How often the same is asked for again, after waits that double, when the vendor fails or says that it is too much. */
  retries: z.int().min(0).max(20).default(5),
  /** For one request. */
  timeout_seconds: z.number().min(0.1).max(600).default(30),
});

/** Where `strat data pull` gets bars from. A run never asks it. */
const feed = z
  .strictObject({
    /** `files`, `yahoo`, or a module of one's own by its path (`./stooq.ts`). */
    from: z.string().min(1),
    /** Null: all that files hold; another feed has to be told. */
    tickers: tickers.nullable().default(null),
    /** The first day to ask for. */
    since: z.iso.date('a day such as 2010-01-31').default('2000-01-01'),
    /** Sessions that are asked for again with what is new, to notice that the vendor has restated some. */
    overlap: z.int().min(1).max(260).default(5),
    /** Whose sessions count as missing when there is no bar. */
    calendar: z.string().min(1).default('XNYS'),
    requests: requests.prefault({}),
    /** Where the service that `from: yahoo` asks is to be had instead, such as a proxy of one's own. */
    url: z
      .url({ protocol: /^https?$/, error: 'an address such as https://proxy.example/yahoo' })
      .nullable()
      .default(null),
    /** For a module of one's own: handed to it as it is written. */
    options: z.record(z.string(), z.unknown()).default({}),
    /** What `from: files` reads; as under `source: parquet` and `source: csv`. */
    files: z
      .strictObject({
        format: z.enum(['parquet', 'csv']),
        bars,
        corporate_actions: corporateActions.nullable().default(null),
      })
      .nullable()
      .default(null),
  })
  .refine(({ from, files: read }) => from !== 'files' || read !== null, {
    path: ['files'],
    message: 'says which files `from: files` reads, and is missing',
  })
  .refine(({ from, url }) => url === null || from === 'yahoo', { path: ['url'], message: 'only `from: yahoo` has one' })
  .refine(({ from, options }) => !['files', 'yahoo'].includes(from) || Object.keys(options).length === 0, {
    path: ['options'],
    message: 'only a module of your own, such as `from: ./stooq.ts`, takes any',
  });

const store = z.strictObject({
  source: z.literal('store'),
  /** The folder in which `strat data pull` keeps bars as they were traded, with splits and dividends. */
  path,
  /** `latest`, or the id of a snapshot (its first 8 digits will do): the same bits for ever. */
  snapshot: z
    .string()
    .regex(/^(latest|[0-9a-f]{8,64})$/, '`latest` or the id of a snapshot')
    .default('latest'),
  feed: feed.nullable().default(null),
  ...around,
});

const data = z.discriminatedUnion('source', [synthetic, parquet, csv, duckdb, store]);

// ── engine and storage ─────────────────────────────────────────────────────────────────────────────────────────

const engine = z.strictObject({
  /**
   * `auto`: native, else portable, the two builds of the fused engine. `tfjs`: the plain engine on the fastest backend
   * that is installed, tfjs-node-gpu, tfjs-node or tfjs-wasm; each can be asked for by name, tfjs-cpu only so.
   */
  backend: z
    .enum(['auto', 'native', 'portable', 'tfjs', 'tfjs-node-gpu', 'tfjs-node', 'tfjs-wasm', 'tfjs-cpu'])
    .default('auto'),
  /** The most to use. */
  threads: z.union([z.literal('auto'), z.int().min(1).max(1024)]).default('auto'),
  /** The most models of folds and seeds to train at once, each on its share of the threads. */
  models: z.union([z.literal('auto'), z.int().min(1).max(1024)]).default('auto'),
  /**
   * Of what the LSTM's matrix products multiply; their sums and all else are float32. `bf16` needs the native engine and
   * a processor with AVX512_BF16, and gives other results.
   */
  precision: z.enum(['float32', 'bf16']).default('float32'),
});

const storage = z.strictObject({
  /** Finished stages, by content; may be deleted, is made again. */
  artifacts: path.default('.strat/artifacts'),
  /** One folder per run: record, ledger, report. */
  runs: path.default('runs'),
  /** The ledger of paper trading. Not to be deleted: it is the only record. */
  paper: path.default('.strat/paper'),
});

// ── paper trading ──────────────────────────────────────────────────────────────────────────────────────────────

const fraction = z.number().min(0).max(1);

const paper = z.strictObject({
  /** Of the stocks that traded the session before, the least with a bar in the session that is due; fewer are late data. */
  least_bars: fraction.default(0.9),
  /** Of the stocks of the session that is due, the most with bars in which the rules of quality find something. */
  most_findings: fraction.default(0.1),
  /** Whether a live invocation asks `data.feed` of a store for what it lacks of the sessions that are due. */
  pull: z.enum(['when due', 'never']).default('when due'),
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
