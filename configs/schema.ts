/**
 * The configuration of a run: where things are and how the work is done, never what the strategy is. One schema says
 * what is allowed, what it defaults to and what it means; the types below are derived from it.
 *
 * Paths: `data` paths start at the config file's folder, so that a config and its data travel together; `storage`
 * folders start at the current working folder, so that a preset shipped with the package writes where the user stands.
 */
import * as z from 'zod';
import { around } from './around.ts';
import { arrives, type externalSeries, series } from './arrivals.ts';
import { barMeaning, bars, corporateActions } from './bars.ts';
import { brokerSchema } from './broker.ts';
import { documentStoreSchema } from './documentStore.ts';
import { feed } from './feed.ts';
import { monitoringSchema } from './monitoring.ts';
import { path } from './parts.ts';

export type { Publication } from './arrivals.ts';

// ── data ───────────────────────────────────────────────────────────────────────────────────────────────────────

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
      'Of the stocks of the session that is due, the most with bars in which the rules of quality find something, or with a close that moved by half.',
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
