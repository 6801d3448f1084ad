/** First and last days of stays in a file, where there are some. */
import { UserError } from '../../ports.ts';
import { identifier } from './duck.ts';
import { columnOf, dateSql, fileOf, missingSql, type Table } from './table.ts';

/** Two columns: days since 1970-01-01, or NULL; and the text, where there is one. */
export function boundSql(table: Table, column: string | null, role: string): string {
  if (column === null) return 'NULL, NULL';
  const text = `${identifier(columnOf(table, column, role))}::VARCHAR`;
  return `${dateSql(table, column, role)} - DATE '1970-01-01', CASE WHEN NOT (${missingSql(text)}) THEN ${text} END`;
}

/** Null where the file says nothing. `of` is whose day it is. */
export function boundOf(
  day: unknown,
  text: unknown,
  { table, column, of }: { readonly table: Table; readonly column: string | null; readonly of: string },
): number | null {
  if (day !== null) return Number(day);
  if (text === null) return null;
  throw new UserError('bad-date', `${fileOf(table)}: the \`${column}\` of ${of} is "${text}", no date`);
}
