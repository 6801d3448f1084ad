/** The benchmark's adjusted closes by session, from its own file or from the bars. */
import type { FilesConfig } from '../../../configs/schema.ts';
import { type Axes, toIsoDay } from '../../market.ts';
import { UserError } from '../../ports.ts';
import { counted, listed, nearest } from '../wording.ts';
import type { BarTable } from './bars.ts';
import { type Duck, literal } from './duck.ts';
import { dateSql, type FileSettings, fileOf, numberSql, openTable, reading, type Table, tickerSql } from './table.ts';

/** A relation `(ticker, date, close)`; without a ticker, all of it is the benchmark. */
interface CloseTable {
  readonly table: Table;
  readonly from: string;
  readonly hasTicker: boolean;
}

export async function readBenchmark(
  duck: Duck,
  data: FilesConfig,
  baseFolder: string,
  bars: BarTable,
  axes: Axes,
  ticker: string,
): Promise<{ closes: Float64Array; assumptions: string[] }> {
  const source = data.benchmark ? await openCloses(duck, data.benchmark, data, baseFolder) : closesOf(bars);
  const where = source.hasTicker ? `WHERE ticker = ${literal(ticker)}` : '';
  const rows = await reading(source.table, () =>
    duck.rows(
      `SELECT d.place, b.close::VARCHAR FROM (SELECT * FROM ${source.from} ${where}) b JOIN axis_days d USING (date)`,
    ),
  );
  if (rows.length === 0) await complain(duck, source, ticker, data.benchmark === null, axes);

  const closes = new Float64Array(axes.sessions.length).fill(Number.NaN);
  for (const [place, text] of rows) {
    const t = Number(place);
    const close = Number(text === 'inf' ? Number.POSITIVE_INFINITY : text);
    const day = toIsoDay(axes.sessions[t]!);
    if (!Number.isNaN(closes[t]!)) {
      throw new UserError('duplicate-bars', `${fileOf(source.table)} has ${ticker} twice on ${day}`);
    }
    if (close <= 0 || close === Infinity) {
      throw new UserError('bad-bars', `${fileOf(source.table)} has ${ticker} at ${text} on ${day}: no price`);
    }
    closes[t] = close;
  }
  return { closes, assumptions: gaps(closes, ticker) };
}

async function openCloses(
  duck: Duck,
  config: NonNullable<FilesConfig['benchmark']>,
  settings: FileSettings,
  baseFolder: string,
): Promise<CloseTable> {
  const table = await openTable(duck, config.path, baseFolder, settings, 'data.benchmark');
  const { ticker, date, close } = config.columns;
  const from =
    `(SELECT ${ticker === null ? "''" : tickerSql(table, ticker)} AS ticker, ${dateSql(table, date)} AS date, ` +
    `${numberSql(table, close, 'close')} AS close FROM ${table.relation})`;
  return { table, from, hasTicker: ticker !== null };
}

function closesOf(bars: BarTable): CloseTable {
  const close = bars.columns.adjusted_close === null ? 'close' : 'adjusted_close';
  return { table: bars.table, from: `(SELECT ticker, date, ${close} AS close FROM ${bars.from})`, hasTicker: true };
}

async function complain(
  duck: Duck,
  { table, from, hasTicker }: CloseTable,
  ticker: string,
  fromBars: boolean,
  axes: Axes,
): Promise<never> {
  const rows = await reading(table, () => duck.rows(`SELECT DISTINCT ticker FROM ${from} WHERE ticker IS NOT NULL`));
  const known = rows.map(([name]) => String(name)).sort();
  const hints = fromBars ? ['Name the file that has it under `data.benchmark`.'] : [];
  if (!hasTicker || known.includes(ticker)) {
    const period = `${toIsoDay(axes.sessions[0]!)} to ${toIsoDay(axes.sessions.at(-1)!)}`;
    throw new UserError('no-benchmark', `${fileOf(table)} has no close of ${ticker} from ${period}`, hints);
  }
  const near = nearest(ticker, known);
  throw new UserError('no-benchmark', `${fileOf(table)} has no benchmark called ${ticker}`, [
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : `it has ${listed(known)}`,
    ...hints,
  ]);
}

function gaps(closes: Float64Array, ticker: string): string[] {
  const missing = closes.filter(Number.isNaN).length;
  return missing === 0
    ? []
    : [`The benchmark ${ticker} has no close on ${missing} of ${counted(closes.length, 'session')}.`];
}
