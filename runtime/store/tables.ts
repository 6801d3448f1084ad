/** The tables of a store as relations of DuckDB. Prices and volumes are as traded; NULL is missing. */
import { type Duck, literal } from '../sources/files/duck.ts';
import type { StorePlaces } from './layout.ts';
import type { StoredObject, TableName, Tables } from './manifest.ts';

/** Name and type of each column, in the order of the file. */
export const COLUMNS = {
  bars: {
    ticker: 'VARCHAR',
    date: 'DATE',
    open: 'DOUBLE',
    high: 'DOUBLE',
    low: 'DOUBLE',
    close: 'DOUBLE',
    volume: 'DOUBLE',
  },
  /** A row per event: new shares per old one, or what is paid per share as it is traded then. */
  actions: { ticker: 'VARCHAR', date: 'DATE', split: 'DOUBLE', dividend: 'DOUBLE' },
  listing: {
    ticker: 'VARCHAR',
    /** The vendor's permanent name of the company. */
    identity: 'VARCHAR',
    currency: 'VARCHAR',
    exchange: 'VARCHAR',
    time_zone: 'VARCHAR',
    /** Days of the first and the last bar. */
    first: 'DATE',
    last: 'DATE',
    /** Days between which a session without a bar has none at the vendor either. */
    covers_from: 'DATE',
    covers_to: 'DATE',
  },
} as const satisfies Record<TableName, Record<string, string>>;

/** The values of a bar. */
export const VALUES = ['open', 'high', 'low', 'close', 'volume'] as const;

export function declare(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ');
}

/** What stands behind FROM for the rows of some objects of a table. */
export function relationOf(places: StorePlaces, table: TableName, objects: readonly StoredObject[]): string {
  if (objects.length > 0)
    return `read_parquet([${objects.map(({ hash }) => literal(places.object(hash))).join(', ')}])`;
  const none = Object.entries(COLUMNS[table]).map(([name, type]) => `NULL::${type} AS ${name}`);
  return `(SELECT ${none.join(', ')} WHERE false)`;
}

/** One row of the listing. Days are ISO. */
export interface Listed {
  readonly ticker: string;
  readonly identity: string | null;
  readonly first: string | null;
  readonly last: string | null;
  readonly coversFrom: string;
  readonly coversTo: string;
}

export async function readListing(duck: Duck, places: StorePlaces, tables: Tables): Promise<Map<string, Listed>> {
  const rows = await duck.rows(
    'SELECT ticker, identity, first::VARCHAR, last::VARCHAR, covers_from::VARCHAR, covers_to::VARCHAR ' +
      `FROM ${relationOf(places, 'listing', tables.listing)} ORDER BY ticker`,
  );
  const text = (value: string | number | null | undefined) => (typeof value === 'string' ? value : null);
  return new Map(
    rows.map(([ticker, identity, first, last, coversFrom, coversTo]) => [
      String(ticker),
      {
        ticker: String(ticker),
        identity: text(identity),
        first: text(first),
        last: text(last),
        coversFrom: String(coversFrom),
        coversTo: String(coversTo),
      },
    ]),
  );
}
