/** The sector of each stock: from when to when where the file says, else one classification for all time. */
import type { FilesConfig } from '../../../configs/schema.ts';
import { type Groups, groupsOf, type Spell } from '../../groups.ts';
import { type Axes, toIsoDay } from '../../market.ts';
import { type MarketRequest, UserError } from '../../ports.ts';
import { boundOf, boundSql } from './bounds.ts';
import type { Duck } from './duck.ts';
import type { Identities } from './identity.ts';
import { fileOf, openTable, reading, type Table, textSql, tickerSql } from './table.ts';

/** A ticker's time in a sector as the file has it; days, both included. */
interface Row {
  readonly ticker: string;
  readonly sector: string;
  readonly from: number;
  readonly to: number;
}

/** Null where the config has none and nobody asks for them. What became of each sector is told of any book. */
export async function readSectors(
  duck: Duck,
  data: FilesConfig,
  baseFolder: string,
  axes: Axes,
  { sectors: asked }: MarketRequest,
  identities: Identities,
): Promise<{ sectors: Groups | null; assumptions: string[] }> {
  if (data.sectors === null) {
    if (asked) throw noSectors();
    return { sectors: null, assumptions: [] };
  }
  const table = await openTable(duck, data.sectors.path, baseFolder, data, 'data.sectors');
  const { columns } = data.sectors;
  const dated = columns.from !== null || columns.to !== null;
  const rows = await readRows(duck, table, columns);
  const sectors = groupsOf(
    dated ? spellsOfTheDay(rows, axes, identities) : spellsOfToday(rows, axes, identities),
    axes,
  );
  return { sectors, assumptions: [assumptionOf(sectors, axes, dated)] };
}

function noSectors(): UserError {
  return new UserError('no-sectors', 'the strategy reads the sectors of stocks, and the config names no file of them', [
    'say where they are: `sectors: { path: sectors.csv, columns: { from: since } }` under `data`',
  ]);
}

type Columns = NonNullable<FilesConfig['sectors']>['columns'];

async function readRows(duck: Duck, table: Table, { ticker, sector, from, to }: Columns): Promise<Row[]> {
  const found = await reading(table, () =>
    duck.rows(
      `SELECT ${tickerSql(table, ticker)} AS ticker, ${textSql(table, sector, 'sector')} AS sector, ` +
        `${boundSql(table, from, 'from')}, ${boundSql(table, to, 'to')} FROM ${table.relation} ORDER BY ticker, sector`,
    ),
  );
  return found.flatMap(([name, group, first, firstText, last, lastText]) => {
    if (name === null || name === '') throw new UserError('no-ticker', `${fileOf(table)} has a row without a ticker`);
    if (group === null || group === '') return [];
    const row = {
      ticker: String(name),
      sector: String(group),
      from: boundOf(first, firstText, { table, column: from, of: String(name) }) ?? -Infinity,
      to: boundOf(last, lastText, { table, column: to, of: String(name) }) ?? Infinity,
    };
    if (row.to >= row.from) return [row];
    const days = `${toIsoDay(row.from)}, and ends before, on ${toIsoDay(row.to)}`;
    throw new UserError('bad-sectors', `${fileOf(table)}: the stay of ${name} in ${group} begins on ${days}`);
  });
}

/** Rows with dates call a stock by the ticker of those days. */
function spellsOfTheDay(rows: readonly Row[], { tickers }: Axes, identities: Identities): Spell[] {
  const places = new Map(tickers.map((ticker, stock) => [ticker, stock] as const));
  return rows.flatMap(({ ticker, sector, ...stay }) =>
    identities.staysOf(ticker, stay).flatMap(({ stock: name, from, to }) => {
      const stock = places.get(name);
      return stock === undefined ? [] : [{ stock, group: sector, from, to }];
    }),
  );
}

/** A file without dates was made today, and calls stocks as they are called today. Of two rows the first by name. */
function spellsOfToday(rows: readonly Row[], { tickers }: Axes, identities: Identities): Spell[] {
  const byTicker = new Map(rows.toReversed().map(({ ticker, sector }) => [ticker, sector] as const));
  return tickers.flatMap((name, stock) => {
    const called = identities.namesToday(name).find((each) => byTicker.has(each));
    return called === undefined ? [] : [{ stock, group: byTicker.get(called)!, from: -Infinity, to: Infinity }];
  });
}

function assumptionOf({ numbers }: Groups, { tickers, sessions }: Axes, dated: boolean): string {
  const ever = (stock: number) =>
    numbers.subarray(stock * sessions.length, (stock + 1) * sessions.length).some((number) => number >= 0);
  const without = tickers.filter((_, stock) => !ever(stock)).length;
  return (
    (dated
      ? 'Sectors hold from and to the days that their file tells.'
      : 'Sectors are one classification for the whole period: if it was made after the period, what reads them looks ahead.') +
    (without > 0 ? ` ${without} of ${tickers.length} stocks have none.` : '')
  );
}
