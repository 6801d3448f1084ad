/** Stocks whose bars end before the data do. */
import type { FilesConfig } from '../../../configs/schema.ts';
import { type Axes, type Delisting, type Panel, toIsoDay } from '../../market.ts';
import { UserError } from '../../ports.ts';
import { counted, listed } from '../wording.ts';
import type { BarTable } from './bars.ts';
import type { Duck } from './duck.ts';
import { dateSql, fileOf, numberSql, openTable, reading, tickerSql } from './table.ts';

/** A stock without a bar in the last so many sessions of the data has ended; fewer may be a halt. */
const TAIL = 10;

export async function findDelistings(
  duck: Duck,
  data: FilesConfig,
  baseFolder: string,
  bars: BarTable,
  axes: Axes,
  close: Panel,
): Promise<{ delistings: Delisting[]; assumptions: string[] }> {
  const last = lastBars(axes, close);
  const known = await readKnown(duck, data, baseFolder, bars, axes, last);
  const told = new Set(known.map(({ stock }) => stock));
  const ended = (await endedStocks(duck, bars, axes, last)).filter((stock) => !told.has(stock));
  const names = ended.map((stock) => `${axes.tickers[stock]} (${toIsoDay(axes.sessions[last[stock]!]!)})`);

  if (data.missing_tail === 'carry') {
    const sentence = `${counted(ended.length, 'stock')} with bars that end before the data, carried at the last price: ${listed(names)}.`;
    return { delistings: known, assumptions: ended.length > 0 ? [sentence] : [] };
  }
  const assumed = ended.map((stock) => ({ stock, session: last[stock]! + 1, return: 0 }));
  return {
    delistings: [...known, ...assumed].sort((a, b) => a.session - b.session || a.stock - b.stock),
    assumptions:
      ended.length > 0
        ? [
            `${counted(ended.length, 'stock')} with bars that end before the data, taken as delisted on the session after at ` +
              `the last price (return 0): ${listed(names)}.`,
          ]
        : [],
  };
}

/** Index of the last session with a close, by stock; -1: none. */
function lastBars({ sessions, tickers }: Axes, close: Panel): Int32Array {
  return new Int32Array(tickers.length).map((_, stock) => {
    for (let t = sessions.length - 1; t >= 0; t--) if (!Number.isNaN(close[stock * sessions.length + t]!)) return t;
    return -1;
  });
}

/** A stock that trades again after the period is only halted in it. */
async function endedStocks(duck: Duck, bars: BarTable, axes: Axes, last: Int32Array): Promise<number[]> {
  const end = axes.sessions.length - 1;
  const quiet = [...last.keys()].filter((stock) => last[stock]! >= 0 && last[stock]! < end - TAIL);
  if (quiet.length === 0) return [];
  const lastDay = toIsoDay(axes.sessions[end]!);
  const rows = await reading(bars.table, () =>
    duck.rows(
      `SELECT DISTINCT s.stock FROM ${bars.from} b JOIN axis_tickers s USING (ticker) WHERE b.date > DATE '${lastDay}'`,
    ),
  );
  const later = new Set(rows.map(([stock]) => Number(stock)));
  return quiet.filter((stock) => !later.has(stock));
}

/** Days from which stocks are no longer listed, by name, as the file of delistings has them. */
export async function readDelistedDays(
  duck: Duck,
  data: FilesConfig,
  baseFolder: string,
  bars: BarTable,
): Promise<ReadonlyMap<string, number>> {
  if (data.delistings === null) return new Map();
  const { columns, path } = data.delistings;
  const table = await openTable(duck, path, baseFolder, data, 'data.delistings');
  const [ticker, date] = [tickerSql(table, columns.ticker), dateSql(table, columns.date)];
  const told = `(SELECT ${ticker} AS ticker, ${date} AS date FROM ${table.relation})`;
  const rows = await reading(table, () =>
    duck.rows(`SELECT ticker, max(date) - DATE '1970-01-01' FROM ${bars.naming.events(told)} GROUP BY 1`),
  );
  return new Map(rows.filter(([, day]) => day !== null).map(([name, day]) => [String(name), Number(day)]));
}

/** From the file of delistings; each is booked on the first session from its date on that comes after the last bar. */
async function readKnown(
  duck: Duck,
  data: FilesConfig,
  baseFolder: string,
  bars: BarTable,
  axes: Axes,
  last: Int32Array,
): Promise<Delisting[]> {
  if (data.delistings === null) return [];
  const table = await openTable(duck, data.delistings.path, baseFolder, data, 'data.delistings');
  const { columns } = data.delistings;
  const value = columns.return === null ? "'nan'::DOUBLE" : numberSql(table, columns.return, 'return');
  const told =
    `(SELECT ${tickerSql(table, columns.ticker)} AS ticker, ${dateSql(table, columns.date)} AS date, ${value} AS value ` +
    `FROM ${table.relation})`;
  const rows = await reading(table, () =>
    duck.rows(
      "SELECT s.stock, f.date - DATE '1970-01-01', f.value::VARCHAR, f.ticker " +
        `FROM ${bars.naming.events(told)} f JOIN axis_tickers s USING (ticker) ORDER BY 1, 2`,
    ),
  );
  const delistings: Delisting[] = [];
  for (const [stock, day, text, ticker] of rows) {
    const change = text === 'nan' ? 0 : Number(text);
    if (day === null || !(change >= -1 && change < Infinity)) {
      throw new UserError(
        'bad-delisting',
        `${fileOf(table)}: the delisting of ${ticker} has ${day === null ? 'no date' : `the return ${text}`}`,
        ['a return is simple and a fraction: -0.35 is a loss of 35%; -1 is the least'],
      );
    }
    const index = Number(stock);
    const onOrAfter = axes.sessions.findIndex((session) => session >= Number(day));
    const session = Math.max(onOrAfter, last[index]! + 1);
    if (onOrAfter >= 0 && last[index]! >= 0 && session < axes.sessions.length) {
      delistings.push({ stock: index, session, return: change });
    }
  }
  return delistings;
}
