/** Whom to pull: what `data.feed.tickers` says, as a list. */
import type { StoreConfig } from '../../configs/schema.ts';
import { UserError } from '../ports.ts';
import { openTable, reading, tickerSql } from '../sources/files/table.ts';
import { withDuck } from './database.ts';

/** Each once, ascending; null: all that the feed has. Relative paths of the config start at `baseFolder`. */
export async function wantedTickers(data: StoreConfig, baseFolder: string): Promise<string[] | null> {
  const tickers = data.feed?.tickers ?? null;
  if (tickers === null) return null;
  if (Array.isArray(tickers)) return distinct(tickers);
  const { path, column, setting } = 'file' in tickers ? fileOf(tickers) : membershipOf(data, tickers.membership);
  const found = await withDuck(async (duck) => {
    const table = await openTable(duck, path, baseFolder, { source: 'csv', date_format: data.date_format }, setting);
    return reading(table, () => duck.rows(`SELECT DISTINCT ${tickerSql(table, column)} FROM ${table.relation}`));
  });
  const named = found.flatMap(([ticker]) => (ticker === null || ticker === '' ? [] : [String(ticker)]));
  return distinct([...named, ...tickers.also]);
}

function fileOf({ file, column }: { readonly file: string; readonly column: string }) {
  return { path: file, column, setting: 'data.feed.tickers' };
}

/** All who were ever a member, so that nobody is left out for having left. */
function membershipOf({ membership }: StoreConfig, index: string) {
  const config = Object.hasOwn(membership, index) ? membership[index]! : null;
  if (config === null) {
    throw new UserError(
      'no-such-index',
      `\`data.feed.tickers\` names the membership ${index}, which is not configured`,
      [`add it under \`data.membership\`; there ${Object.keys(membership).join(', ') || 'is none'}`],
    );
  }
  return { path: config.path, column: config.columns.ticker, setting: `data.membership.${index}` };
}

function distinct(tickers: readonly string[]): string[] {
  return [...new Set(tickers)].sort();
}
