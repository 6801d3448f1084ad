/**
 * Parquet and CSV files as a feed: what `source: parquet` and `source: csv` read, to be kept in a store. Bars that are
 * adjusted for splits are taken back to what was traded by the splits that come with them: those of the company that bore
 * the ticker, where the store's `data.identity` tells one from the other.
 */
import { configSchema, type FeedConfig, type FilesConfig } from '../../../configs/schema.ts';
import { UserError } from '../../ports.ts';
import { openActionTable } from '../../sources/files/actions.ts';
import { type BarTable, openBars, surveyBars } from '../../sources/files/bars.ts';
import type { Duck } from '../../sources/files/duck.ts';
import { type IdentitySettings, nameBearers } from '../../sources/files/identityTables.ts';
import { reading } from '../../sources/files/table.ts';
import type { BulkFeed, BulkRelations } from '../bulk.ts';

type FilesFeedConfig = NonNullable<FeedConfig['files']>;

export function openFilesFeed(config: FilesFeedConfig, baseFolder: string, bearers: IdentitySettings): BulkFeed {
  const { format, bars, corporate_actions } = config;
  verifyAsTraded(config);
  const data = configSchema.shape.data.parse({ source: format, bars, corporate_actions }) as FilesConfig;
  return {
    name: 'files',
    description: `${format} files ${bars.path}`,
    dividendsKnown: (bars.columns.dividend ?? corporate_actions?.columns.dividend ?? null) !== null,
    assumptions: bars.close_adjusted_for === 'splits' && bars.columns.raw_close === null ? [TAKEN_BACK] : [],
    relations: (duck) => relationsOf(duck, data, baseFolder, bearers),
  };
}

const TAKEN_BACK =
  'Bars of the store were taken back to what was traded by the splits that came with the files: where the files were ' +
  'adjusted for later splits too, prices are lower, and volumes higher, than what was traded.';

function verifyAsTraded({ bars, corporate_actions }: FilesFeedConfig): void {
  const under = '`data.feed.files`';
  if (bars.close_adjusted_for === 'splits_and_dividends') {
    throw new UserError(
      'not-as-traded',
      `${under} names bars that are adjusted for dividends: what was paid is not in them`,
      ['read them without a store, by `source: parquet` or `source: csv`'],
    );
  }
  if (bars.columns.identity !== null) {
    throw new UserError(
      'not-as-traded',
      `${under} names a column of companies, and a store keeps bars by their ticker`,
      ['leave `identity` out there, and say in `data.identity` who bore each ticker and when'],
    );
  }
  if ((bars.columns.split_factor ?? corporate_actions?.columns.split ?? null) !== null) return;
  throw new UserError('not-as-traded', `${under} names no splits, and a store keeps bars as they were traded`, [
    'name `split_factor` under its `bars.columns`, or a file under its `corporate_actions`',
  ]);
}

async function relationsOf(
  duck: Duck,
  data: FilesConfig,
  baseFolder: string,
  bearers: IdentitySettings,
): Promise<BulkRelations> {
  const bars = await openBars(duck, data, baseFolder, null);
  // For its complaints: of rows without a ticker or a date.
  await surveyBars(duck, bars);
  const table = await openActionTable(duck, data, baseFolder, bars);
  const actions = `(SELECT ticker, date, split, dividend FROM ${table!.from})`;
  const readTable = <T>(work: () => Promise<T>) => reading(bars.table, work);
  if (data.bars.close_adjusted_for === 'nothing') return { bars: bars.from, actions, reading: readTable };
  await nameBearers(duck, 'bearers', bearers, baseFolder);
  await nameLaterSplits(duck, actions);
  return { bars: barsAsTraded(bars), actions: actionsAsTraded(actions), reading: readTable };
}

/**
 * For each day with a split, `later_splits(ticker, date, since, ratio)`: shares after the last split of the company per
 * share before `date`, and since when it has borne the ticker.
 */
async function nameLaterSplits(duck: Duck, actions: string): Promise<void> {
  await duck.run(
    'CREATE OR REPLACE TABLE later_splits AS SELECT ticker, date, since, ' +
      'product(split) OVER (PARTITION BY ticker, since ORDER BY date DESC) AS ratio ' +
      "FROM (SELECT a.ticker, a.date, coalesce(any_value(b.first), DATE '-infinity') AS since, product(a.split) AS split " +
      `FROM ${actions} a LEFT JOIN bearers b ON b.ticker = a.ticker AND a.date BETWEEN b.first AND b.last ` +
      'WHERE NOT isnan(a.split) AND a.split NOT IN (0, 1) GROUP BY a.ticker, a.date)',
  );
}

/** Joined to rows by the first split after their day. */
const LATER = 'ASOF LEFT JOIN later_splits l ON l.ticker = r.ticker AND r.date < l.date';
/** Where that one is a later company's, none of its own is left. */
const RATIO = 'CASE WHEN l.since <= r.date THEN l.ratio ELSE 1 END';

/** Prices are multiplied by the splits that came later, and shares divided, unless a column says them as traded. */
function barsAsTraded({ from, columns }: BarTable): string {
  const scale = columns.raw_close === null ? RATIO : 'r.raw_close / r.close';
  const prices = ['open', 'high', 'low'].map((name) => `r.${name} * (${scale}) AS ${name}`);
  const close = columns.raw_close === null ? `r.close * (${scale})` : 'r.raw_close';
  const volume = columns.raw_volume === null ? `r.volume / (${RATIO})` : 'r.raw_volume';
  return `(SELECT r.ticker, r.date, ${prices.join(', ')}, ${close} AS close, ${volume} AS volume FROM ${from} r ${LATER})`;
}

/** A dividend is on the footing of the file's close: per share of the last day. */
function actionsAsTraded(actions: string): string {
  return `(SELECT r.ticker, r.date, r.split, r.dividend * (${RATIO}) AS dividend FROM ${actions} r ${LATER})`;
}
