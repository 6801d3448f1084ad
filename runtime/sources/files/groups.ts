/** The sector of each stock. */
import type { FilesConfig } from '../../../configs/schema.ts';
import type { Axes } from '../../market.ts';
import type { Duck } from './duck.ts';
import type { Identities } from './identity.ts';
import { openTable, reading, textSql, tickerSql } from './table.ts';

export async function readSectors(
  duck: Duck,
  data: FilesConfig,
  baseFolder: string,
  { tickers }: Axes,
  identities: Identities,
): Promise<{ sectors: (string | null)[]; assumptions: string[] }> {
  if (data.sectors === null) return { sectors: tickers.map(() => null), assumptions: [] };
  const table = await openTable(duck, data.sectors.path, baseFolder, data, 'data.sectors');
  const { ticker, sector } = data.sectors.columns;
  const rows = await reading(table, () =>
    duck.rows(
      `SELECT ${tickerSql(table, ticker)} AS ticker, min(${textSql(table, sector, 'sector')}) FROM ${table.relation} ` +
        'GROUP BY 1',
    ),
  );
  const byTicker = new Map(rows.map(([name, group]) => [String(name), group === null ? null : String(group) || null]));
  const sectors = tickers.map((stock) => {
    const name = identities.namesToday(stock).find((each) => byTicker.has(each));
    return name === undefined ? null : (byTicker.get(name) ?? null);
  });
  const without = sectors.filter((group) => group === null).length;
  return {
    sectors,
    assumptions: [
      'Sectors are one classification for the whole period: if it was made after the period, sector limits look ahead.' +
        (without > 0 ? ` ${without} of ${tickers.length} stocks have none.` : ''),
    ],
  };
}
