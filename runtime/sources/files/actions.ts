/** Splits and dividends of the run's stocks, from a file of their own or from columns of the bars. */
import type { FilesConfig } from '../../../configs/schema.ts';
import { type Axes, toIsoDay } from '../../market.ts';
import { UserError } from '../../ports.ts';
import type { BarTable } from './bars.ts';
import type { Duck } from './duck.ts';
import { dateSql, type FileSettings, fileOf, numberSql, openTable, reading, type Table, tickerSql } from './table.ts';

/** Takes effect before the open of `day`. */
export interface CorporateAction {
  readonly day: number;
  /** New shares per old share; 1 when it is no split. */
  readonly split: number;
  /** Per share, on the footing of the file's close; 0 when there is none. */
  readonly dividend: number;
}

export interface CorporateActions {
  readonly splitsKnown: boolean;
  readonly dividendsKnown: boolean;
  /** Day of the last action known of any stock, or null. */
  readonly lastDay: number | null;
  /** By stock, ascending by day. */
  readonly byStock: readonly (readonly CorporateAction[])[];
}

/** What the bars' own columns say wins over a file of actions. Needs the axes' tables. */
export async function readActions(
  duck: Duck,
  data: FilesConfig,
  baseFolder: string,
  axes: Axes,
  bars: BarTable,
): Promise<CorporateActions> {
  const table = await openActionTable(duck, data, baseFolder, bars);
  if (table !== null) return readRelation(duck, table, axes);
  return { splitsKnown: false, dividendsKnown: false, lastDay: null, byStock: axes.tickers.map(() => []) };
}

/** Where the config says that actions are; null: nowhere. */
export async function openActionTable(
  duck: Duck,
  data: FilesConfig,
  baseFolder: string,
  bars: BarTable,
): Promise<ActionTable | null> {
  const { split_factor, dividend } = data.bars.columns;
  if (split_factor !== null || dividend !== null) return columnsOf(bars);
  if (data.corporate_actions === null) return null;
  const table = await openActions(duck, data.corporate_actions, data, baseFolder);
  return { ...table, from: bars.naming.actions(table.from) };
}

/** A relation `(ticker, date, split, dividend)` and what it knows of. */
export interface ActionTable {
  readonly table: Table;
  readonly from: string;
  readonly splitsKnown: boolean;
  readonly dividendsKnown: boolean;
}

const NONE = "'nan'::DOUBLE";

function columnsOf(bars: BarTable): ActionTable {
  const { split_factor, dividend } = bars.columns;
  const split = split_factor === null ? NONE : 'split_factor';
  const paid = dividend === null ? NONE : 'dividend';
  return {
    table: bars.table,
    from: `(SELECT ticker, date, ${split} AS split, ${paid} AS dividend FROM ${bars.fromAll})`,
    splitsKnown: split_factor !== null,
    dividendsKnown: dividend !== null,
  };
}

async function openActions(
  duck: Duck,
  config: NonNullable<FilesConfig['corporate_actions']>,
  settings: FileSettings,
  baseFolder: string,
): Promise<ActionTable> {
  const table = await openTable(duck, config.path, baseFolder, settings, 'data.corporate_actions');
  const { split, dividend } = config.columns;
  const from =
    `(SELECT ${tickerSql(table, config.columns.ticker)} AS ticker, ${dateSql(table, config.columns.date)} AS date, ` +
    `${split === null ? NONE : numberSql(table, split, 'split')} AS split, ` +
    `${dividend === null ? NONE : numberSql(table, dividend, 'dividend')} AS dividend FROM ${table.relation})`;
  return { table, from, splitsKnown: split !== null, dividendsKnown: dividend !== null };
}

async function readRelation(duck: Duck, actions: ActionTable, axes: Axes): Promise<CorporateActions> {
  const { table, from, splitsKnown, dividendsKnown } = actions;
  const rows = await reading(table, () =>
    duck.rows(
      "SELECT s.stock, a.date - DATE '1970-01-01', a.split::VARCHAR, a.dividend::VARCHAR, a.ticker " +
        `FROM ${from} a JOIN axis_tickers s USING (ticker) ` +
        'WHERE (NOT isnan(a.split) AND a.split NOT IN (0, 1)) OR (NOT isnan(a.dividend) AND a.dividend <> 0) ' +
        'ORDER BY 1, 2, a.split, a.dividend',
    ),
  );
  const [[last] = [null]] = await reading(table, () => duck.rows(`SELECT max(date) - DATE '1970-01-01' FROM ${from}`));

  const byStock: CorporateAction[][] = axes.tickers.map(() => []);
  for (const [stock, day, splitText, dividendText, ticker] of rows) {
    // 0, 1 and missing all say that the row is no split.
    const split = Number(splitText) || 1;
    const dividend = Number(dividendText) || 0;
    if (day === null || !(split > 0 && split < Infinity) || !(dividend >= 0 && dividend < Infinity)) {
      const when = day === null ? 'a day that is no date' : toIsoDay(Number(day));
      throw new UserError(
        'bad-corporate-action',
        `${fileOf(table)} has an action of ${ticker} on ${when} that cannot be right: split ${splitText}, ` +
          `dividend ${dividendText}`,
        ['a split is new shares per old share; a dividend is paid per share; both are numbers, neither is negative'],
      );
    }
    byStock[Number(stock)]!.push({ day: Number(day), split, dividend });
  }
  return { splitsKnown, dividendsKnown, lastDay: last === null ? null : Number(last), byStock };
}
