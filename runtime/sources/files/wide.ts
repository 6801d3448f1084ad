/**
 * Tables with a column per ticker, as the rows they mean: one file with columns such as `AAPL_close`, or a file per field
 * with columns such as `AAPL`. Each file becomes a list of values per day; lists are joined by day and then unrolled, so
 * that thousands of tickers are one join of as many rows as there are days.
 */
import type { FilesConfig } from '../../../configs/schema.ts';
import { UserError } from '../../ports.ts';
import { listed } from '../wording.ts';
import { type Duck, identifier, literal } from './duck.ts';
import type { Paths } from './locate.ts';
import { columnOf, dateSql, describeRelation, fileOf, openTable, reading, type Table } from './table.ts';

type Bars = FilesConfig['bars'];

const FIELD = '{field}';

/** Files of the bars as the config names them: one path per field, where each has files of its own. */
export function barPaths({ path, wide, columns }: Bars): Paths {
  if (wide === null || wide.includes(FIELD) || typeof path !== 'string') return path;
  return fieldsOf(columns).map((field) => path.replaceAll(FIELD, field));
}

/** What the config calls the fields that files have: all columns but those that say whose and when. */
function fieldsOf(columns: Bars['columns']): string[] {
  const { ticker: _ticker, date: _date, identity: _identity, ...fields } = columns;
  return Object.values(fields).filter((name) => name !== null);
}

/** One file, or files of one layout, and where in it each field of each ticker is. */
interface Part {
  readonly table: Table;
  /** Column by ticker by field. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** A table of rows: `ticker`, `date`, and the fields under the names that the config gives them. */
export async function openWide(duck: Duck, data: FilesConfig, baseFolder: string): Promise<Table> {
  const { path, columns } = data.bars;
  const wide = data.bars.wide!;
  const parts: Part[] = [];
  if (wide.includes(FIELD)) {
    parts.push(partOf(await openTable(duck, path, baseFolder, data, 'data.bars'), data.bars, wide));
  } else {
    verifyNamesFields(path);
    for (const field of fieldsOf(columns)) {
      const own = String(path).replaceAll(FIELD, field);
      parts.push(partOf(await openTable(duck, own, baseFolder, data, 'data.bars'), data.bars, wide, field));
    }
  }
  for (const { table } of parts) await verifyDates(duck, table, columns.date);

  const tickers = [...new Set(parts.flatMap(({ fields }) => [...fields.values()].flatMap((own) => [...own.keys()])))];
  const relation = unrolled(parts, tickers.sort(), columns.date, String(path));
  const files = parts.flatMap(({ table }) => table.files);
  const shape = await reading({ setting: 'data.bars', files }, () => describeRelation(duck, relation));
  const called = parts.length === 1 ? {} : { called: String(path) };
  const layouts = [{ files, columns: [...shape.keys()] }];
  return { setting: 'data.bars', files, relation, columns: shape, layouts, dateFormat: data.date_format, ...called };
}

function verifyNamesFields(path: Paths): void {
  if (typeof path === 'string' && path.includes(FIELD)) return;
  throw new UserError(
    'no-such-column',
    '`data.bars.wide` names columns by ticker only, so each field needs its own file',
    [`say where: \`path: dump/${FIELD}.csv\``, 'or say how columns name the field: `wide: "{ticker}_{field}"`'],
  );
}

/** @param field the only one of the table, where its name does not stand in the columns' */
function partOf(table: Table, bars: Bars, wide: string, field?: string): Part {
  const wanted = field === undefined ? fieldsOf(bars.columns) : [field];
  const pattern = patternOf(wide, wanted);
  const date = columnOf(table, bars.columns.date, 'date');
  const fields = new Map(wanted.map((name) => [name, new Map<string, string>()]));
  const spelled = new Map(wanted.map((name) => [name.toLowerCase(), name]));
  for (const column of table.columns.keys()) {
    if (column === date) continue;
    const named = pattern.exec(column)?.groups;
    if (!named) continue;
    const own = field ?? spelled.get(named.field!.toLowerCase())!;
    fields.get(own)!.set(named.ticker!.trim(), column);
  }
  const without = wanted.filter((name) => fields.get(name)!.size === 0);
  if (without.length > 0) complainOfFields(table, wide, without);
  return { table, fields };
}

/** A ticker may hold what divides it from the field, as in `BRK_B_close`: known fields are matched first. */
function patternOf(wide: string, fields: readonly string[]): RegExp {
  const longestFirst = fields.toSorted((a, b) => b.length - a.length).map((name) => escaped(name));
  const source = wide
    .split(/(\{ticker\}|\{field\})/)
    .map((piece) =>
      piece === '{ticker}' ? '(?<ticker>.+)' : piece === FIELD ? `(?<field>${longestFirst.join('|')})` : escaped(piece),
    );
  return new RegExp(`^${source.join('')}$`, 'i');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function complainOfFields(table: Table, wide: string, without: readonly string[]): never {
  const names = without.map((name) => `\`${wide.replaceAll(FIELD, name)}\``).join(', ');
  throw new UserError(
    'no-such-column',
    `${fileOf(table)} has no column named like ${names}, which \`data.bars.wide\` and \`data.bars.columns\` ask for`,
    [
      `it has: ${listed([...table.columns.keys()])}`,
      'a field the file does not have is null under `data.bars.columns`',
    ],
  );
}

/** Days are what files are joined by: one that cannot be read would end as a day of its own. */
async function verifyDates(duck: Duck, table: Table, column: string): Promise<void> {
  const written = identifier(columnOf(table, column, 'date'));
  const [bad] = await reading(table, () =>
    duck.rows(`SELECT ${written}::VARCHAR FROM ${table.relation} WHERE ${dateSql(table, column)} IS NULL LIMIT 1`),
  );
  if (bad === undefined) return;
  const shown = bad[0] === null || bad[0] === '' ? 'empty' : `"${bad[0]}"`;
  throw new UserError('bad-date', `${fileOf(table)} has a row with a \`${column}\` that is no date: ${shown}`, [
    'how other dates are written is said by `date_format` under `data`',
  ]);
}

function unrolled(parts: readonly Part[], tickers: readonly string[], date: string, path: string): string {
  const one = parts.length === 1;
  const lists = parts.map(({ table, fields }) => {
    const own = [...fields].map(([field, columns]) => {
      const values = tickers.map((ticker) => (columns.has(ticker) ? identifier(columns.get(ticker)!) : 'NULL'));
      return `[${values.join(', ')}] AS ${identifier(field)}`;
    });
    const file = one ? ', filename' : '';
    return `(SELECT ${dateSql(table, date)} AS ${identifier(date)}, ${own.join(', ')}${file} FROM ${table.relation})`;
  });
  const joined = lists.reduce((all, list) => `${all} FULL JOIN ${list} USING (${identifier(date)})`);
  const fields = parts.flatMap((part) => [...part.fields.keys()]);
  const values = fields.map((field) => `unnest(${identifier(field)}) AS ${identifier(field)}`);
  const names = `unnest([${tickers.map(literal).join(', ')}]) AS ticker`;
  const file = one ? 'filename' : `${literal(path)} AS filename`;
  return `(SELECT ${names}, ${identifier(date)}, ${values.join(', ')}, ${file} FROM ${joined})`;
}

/** Of rows of bars: the cells of a day on which a ticker had none, which are no bar of it. */
export function emptyCell(roles: readonly string[]): string {
  const empty = (role: string) => {
    const name = identifier(role);
    if (role === 'split_factor') return `(isnan(${name}) OR ${name} IN (0, 1))`;
    return role === 'dividend' ? `(isnan(${name}) OR ${name} = 0)` : `isnan(${name})`;
  };
  return roles.map(empty).join(' AND ');
}
