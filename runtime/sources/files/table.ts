/** A file, or many of one layout, as a relation with known columns. */
import { UserError } from '../../ports.ts';
import { nearest } from '../wording.ts';
import { csvRelation } from './csv.ts';
import { type Duck, identifier, literal, UnreadableFile } from './duck.ts';
import { type Format, formatOf, locateFiles } from './locate.ts';

export interface Table {
  /** The config's key, for messages. */
  readonly setting: string;
  readonly files: readonly string[];
  /** What stands after FROM. */
  readonly relation: string;
  /** Column names as the file spells them, and DuckDB's type of each. */
  readonly columns: ReadonlyMap<string, string>;
}

/** What a spreadsheet or a statistics program writes for "no value". */
const MISSING = ['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None', '-'];

export async function openTable(
  duck: Duck,
  path: string,
  baseFolder: string,
  source: Format,
  setting: string,
): Promise<Table> {
  const files = locateFiles(path, baseFolder, source, `${setting}.path`);
  return reading({ setting, files }, async () => {
    const relation = await relationOf(duck, files, formatOf(files[0]!, source));
    const described = await duck.rows(`DESCRIBE SELECT * FROM ${relation}`);
    const columns = new Map(described.map(([name, type]) => [String(name), String(type)]));
    return { setting, files, relation, columns };
  });
}

async function relationOf(duck: Duck, files: readonly string[], format: Format): Promise<string> {
  if (format === 'csv') return csvRelation(duck, files);
  const union = files.length > 1 ? ', union_by_name = true' : '';
  return `read_parquet([${files.map(literal).join(', ')}]${union})`;
}

/** Runs a query over the table; what DuckDB then complains of is worded with the setting and its files. */
export async function reading<T>(table: Pick<Table, 'setting' | 'files'>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const named = table.files.find((file) => error.message.includes(file)) ?? table.files[0]!;
    const reason = error.message.split('\n').slice(0, 3).join(' ').trim();
    throw new UserError('unreadable-file', `${named} (\`${table.setting}\`) cannot be read: ${reason}`);
  }
}

/** The file's spelling of a column the config names; compared without regard to case, as SQL does. */
export function columnOf(table: Table, name: string, role: string): string {
  const key = name.toLowerCase();
  for (const column of table.columns.keys()) if (column.toLowerCase() === key) return column;
  const known = [...table.columns.keys()].filter((column) => column !== 'filename');
  const near = nearest(name, known)[0];
  throw new UserError(
    'no-such-column',
    `${fileOf(table)} has no column \`${name}\`, which \`${table.setting}.columns.${role}\` names.`,
    [
      ...(near ? [`Did you mean \`${near}\`?`] : []),
      `It has: ${known.join(', ')}.`,
      `Say \`${role}: <name of the column>\` under \`${table.setting}.columns\`.`,
    ],
  );
}

export function fileOf(table: Pick<Table, 'files'>): string {
  const [first] = table.files;
  return table.files.length === 1 ? first! : `${first} (and ${table.files.length - 1} more)`;
}

// ── expressions ────────────────────────────────────────────────────────────────────────────────────────────────

/** Ticker as text, trimmed; from the file's name when no column holds it. */
export function tickerSql(table: Table, column: string | null): string {
  if (column === null) {
    const ending = literal('\\.(csv|tsv|txt|parquet|pq)(\\.gz|\\.zst)?$');
    return `regexp_replace(parse_filename(filename), ${ending}, '', 'i')`;
  }
  const name = columnOf(table, column, 'ticker');
  const quoted = identifier(name);
  return table.columns.get(name) === 'VARCHAR' && isParquet(table) ? quoted : `trim(${quoted}::VARCHAR)`;
}

/** Calendar date of a DATE, a timestamp (in UTC when it has a zone), ISO text or a number such as 20240131; else NULL. */
export function dateSql(table: Table, column: string, role = 'date'): string {
  const name = columnOf(table, column, role);
  const quoted = identifier(name);
  const type = table.columns.get(name)!;
  if (type === 'DATE') return quoted;
  if (type === 'TIMESTAMP WITH TIME ZONE') return `(DATE '1970-01-01' + (epoch_us(${quoted}) // 86400000000)::INTEGER)`;
  if (type.startsWith('TIMESTAMP')) return `${quoted}::DATE`;
  if (isNumeric(type)) return compactDate(`${quoted}::BIGINT::VARCHAR`);
  const text = `trim(${quoted}::VARCHAR)`;
  return `coalesce(try_cast(substr(${text}, 1, 10) AS DATE), ${compactDate(text)})`;
}

function compactDate(text: string): string {
  return `CASE WHEN regexp_full_match(${text}, '\\d{8}') THEN try_strptime(${text}, '%Y%m%d')::DATE END`;
}

/** A DOUBLE without nulls: NaN is missing, infinity a text that is no number, to be complained of. */
export function numberSql(table: Table, column: string, role: string): string {
  const name = columnOf(table, column, role);
  const quoted = identifier(name);
  const type = table.columns.get(name)!;
  if (type === 'DOUBLE') return `coalesce(${quoted}, 'nan'::DOUBLE)`;
  if (isNumeric(type)) return `coalesce(${quoted}::DOUBLE, 'nan'::DOUBLE)`;
  if (type !== 'VARCHAR') {
    throw new UserError(
      'wrong-type',
      `The column \`${name}\` of ${fileOf(table)} holds ${type}, and \`${table.setting}.columns.${role}\` must be numbers.`,
    );
  }
  return (
    `CASE WHEN ${quoted} IS NULL OR ${missingSql(quoted)} THEN 'nan'::DOUBLE ` +
    `ELSE coalesce(try_cast(${quoted} AS DOUBLE), 'inf'::DOUBLE) END`
  );
}

export function missingSql(quoted: string): string {
  return `trim(${quoted}) IN (${MISSING.map(literal).join(', ')})`;
}

export function textSql(table: Table, column: string, role: string): string {
  return `trim(${identifier(columnOf(table, column, role))}::VARCHAR)`;
}

function isNumeric(type: string): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*)$/.test(type);
}

function isParquet(table: Table): boolean {
  return table.relation.startsWith('read_parquet');
}
