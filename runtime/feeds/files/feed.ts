/**
 * Parquet and CSV files as a feed: what `source: parquet` and `source: csv` read, to be kept in a store. Bars that are
 * adjusted for splits are taken back to what was traded by the splits that come with them.
 */
import { configSchema, type FeedConfig, type FilesConfig } from '../../../configs/schema.ts';
import { UserError } from '../../ports.ts';
import { openActionTable } from '../../sources/files/actions.ts';
import { type BarTable, openBars, surveyBars } from '../../sources/files/bars.ts';
import type { Duck } from '../../sources/files/duck.ts';
import { reading } from '../../sources/files/table.ts';
import type { BulkFeed, BulkRelations } from '../bulk.ts';

type FilesFeedConfig = NonNullable<FeedConfig['files']>;

export function openFilesFeed(config: FilesFeedConfig, baseFolder: string): BulkFeed {
  const { format, bars, corporate_actions } = config;
  verifyAsTraded(config);
  const data = configSchema.shape.data.parse({ source: format, bars, corporate_actions }) as FilesConfig;
  return {
    name: 'files',
    description: `${format} files ${bars.path}`,
    dividendsKnown: (bars.columns.dividend ?? corporate_actions?.columns.dividend ?? null) !== null,
    assumptions: bars.close_adjusted_for === 'splits' && bars.columns.raw_close === null ? [TAKEN_BACK] : [],
    relations: (duck) => relationsOf(duck, data, baseFolder),
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

async function relationsOf(duck: Duck, data: FilesConfig, baseFolder: string): Promise<BulkRelations> {
  const bars = await openBars(duck, data, baseFolder, null);
  // For its complaints: of rows without a ticker or a date.
  await surveyBars(duck, bars);
  const table = await openActionTable(duck, data, baseFolder, bars);
  const actions = `(SELECT ticker, date, split, dividend FROM ${table!.from})`;
  const readTable = <T>(work: () => Promise<T>) => reading(bars.table, work);
  if (data.bars.close_adjusted_for === 'nothing') return { bars: bars.from, actions, reading: readTable };
  await nameLaterSplits(duck, actions);
  return { bars: barsAsTraded(bars), actions: actionsAsTraded(actions), reading: readTable };
}

/** `later_splits(ticker, date, ratio)`: shares after the last split per share before `date`, for each day with a split. */
async function nameLaterSplits(duck: Duck, actions: string): Promise<void> {
  await duck.run(
    'CREATE OR REPLACE TABLE later_splits AS SELECT ticker, date, ' +
      'product(split) OVER (PARTITION BY ticker ORDER BY date DESC) AS ratio ' +
      `FROM (SELECT ticker, date, product(split) AS split FROM ${actions} ` +
      'WHERE NOT isnan(split) AND split NOT IN (0, 1) GROUP BY ticker, date)',
  );
}

/** Joined to rows by the first split after their day. */
const LATER = 'ASOF LEFT JOIN later_splits l ON l.ticker = r.ticker AND r.date < l.date';

/** Prices are multiplied by the splits that came later, and shares divided, unless a column says them as traded. */
function barsAsTraded({ from, columns }: BarTable): string {
  const scale = columns.raw_close === null ? 'coalesce(l.ratio, 1)' : '(r.raw_close / r.close)';
  const prices = ['open', 'high', 'low'].map((name) => `r.${name} * ${scale} AS ${name}`);
  const close = columns.raw_close === null ? `r.close * ${scale}` : 'r.raw_close';
  const volume = columns.raw_volume === null ? 'r.volume / coalesce(l.ratio, 1)' : 'r.raw_volume';
  return `(SELECT r.ticker, r.date, ${prices.join(', ')}, ${close} AS close, ${volume} AS volume FROM ${from} r ${LATER})`;
}

/** A dividend is on the footing of the file's close: per share of the last day. */
function actionsAsTraded(actions: string): string {
  return `(SELECT r.ticker, r.date, r.split, r.dividend * coalesce(l.ratio, 1) AS dividend FROM ${actions} r ${LATER})`;
}
