/** A file, or many of one layout, as a relation with known columns. */
import type { FilesConfig } from '../../../configs/schema.ts';
import { UserError } from '../../ports.ts';
import { counted, nearest } from '../wording.ts';
import { byHeader, csvRelation } from './csv.ts';
import { type Duck, identifier, literal, UnreadableFile } from './duck.ts';
import { type Format, formatOf, locateFiles, type Paths } from './locate.ts';

export interface Table {
  /** The config's key, for messages. */
  readonly setting: string;
  readonly files: readonly string[];
  /** What messages call the files, where their names would tell people nothing. */
  readonly called?: string;
  /** What stands after FROM. */
  readonly relation: string;
  /** Column names as the file spells them, and DuckDB's type of each. */
  readonly columns: ReadonlyMap<string, string>;
  /** Which files have which columns: a file that lacks one would otherwise be read as if its values were missing. */
  readonly layouts: readonly Layout[];
  /** How days are written that are neither ISO nor 20240131, in letters of strptime. */
  readonly dateFormat: string | null;
}

/** What the config says of all its files. */
export type FileSettings = Pick<FilesConfig, 'source' | 'date_format'>;

/** Files that have the same columns. */
interface Layout {
  readonly files: readonly string[];
  readonly columns: readonly string[];
}

/** What a spreadsheet or a statistics program writes for "no value". */
const MISSING = ['', '.', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None', '-'];

export async function openTable(
  duck: Duck,
  path: Paths,
  baseFolder: string,
  { source, date_format }: FileSettings,
  setting: string,
): Promise<Table> {
  const files = locateFiles(path, baseFolder, source, `${setting}.path`);
  return reading({ setting, files }, async () => {
    const format = oneFormat(files, source, setting);
    const relation = await relationOf(duck, files, format);
    const columns = await describeRelation(duck, relation);
    const layouts = await layoutsOf(duck, files, format, [...columns.keys()]);
    return { setting, files, relation, columns, layouts, dateFormat: date_format };
  });
}

function oneFormat(files: readonly string[], source: Format, setting: string): Format {
  const format = formatOf(files[0]!, source);
  const other = files.find((file) => formatOf(file, source) !== format);
  if (other === undefined) return format;
  throw new UserError(
    'mixed-formats',
    `\`${setting}.path\` names files of both formats: ${files[0]} is read as ${format}, ${other} is not`,
    ['keep the files of one table in one format'],
  );
}

/** Names of its columns and DuckDB's types of them. */
export async function describeRelation(duck: Duck, relation: string): Promise<Map<string, string>> {
  const described = await duck.rows(`DESCRIBE SELECT * FROM ${relation}`);
  return new Map(described.map(([name, type]) => [String(name), String(type)]));
}

async function layoutsOf(duck: Duck, files: readonly string[], format: Format, all: string[]): Promise<Layout[]> {
  if (files.length === 1) return [{ files, columns: all }];
  if (format === 'parquet') return parquetLayouts(duck, files);
  const groups = byHeader(files);
  if (groups.length === 1) return [{ files, columns: all }];
  const layouts: Layout[] = [];
  for (const group of groups) {
    const relation = await csvRelation(duck, [group[0]!]);
    layouts.push({ files: group, columns: [...(await describeRelation(duck, relation)).keys()] });
  }
  return layouts;
}

/** The parts of a nested column are listed too: none can be named by a config. */
async function parquetLayouts(duck: Duck, files: readonly string[]): Promise<Layout[]> {
  const list = `[${files.map(literal).join(', ')}]`;
  const rows = await duck.rows(`SELECT file_name, name FROM parquet_schema(${list}) WHERE num_children IS NULL`);
  const named = new Map<string, string[]>(files.map((file) => [file, []]));
  for (const [file, name] of rows) named.get(String(file))!.push(String(name));
  const layouts = new Map<string, { files: string[]; columns: string[] }>();
  for (const [file, columns] of named) {
    const key = JSON.stringify(columns);
    const layout = layouts.get(key);
    if (layout) layout.files.push(file);
    else layouts.set(key, { files: [file], columns });
  }
  return [...layouts.values()];
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
    const row = damagedRow(error.message);
    if (row !== null) {
      throw new UserError(
        'unreadable-file',
        `${named} (\`${table.setting}\`) is damaged in line ${row.line}: ${row.what}`,
        ['is the file cut short? fetch it again, or correct or delete that line'],
      );
    }
    const reason = error.message.split('\n').slice(0, 3).join(' ').trim();
    throw new UserError('unreadable-file', `${named} (\`${table.setting}\`) cannot be read: ${reason}`);
  }
}

/** Line and fault of a CSV row that does not fit the header, from DuckDB's words; null: it complains of something else. */
function damagedRow(message: string): { line: string; what: string } | null {
  const at = /CSV Error on Line: (\d+)\s*\nOriginal Line:(.*)\n(.*)/.exec(message);
  if (at === null) return null;
  const [, line, text, fault] = at as unknown as [string, string, string, string];
  const columns = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(fault);
  const what = columns
    ? `it has ${counted(Number(columns[2]), 'value')}, and the header ${counted(Number(columns[1]), 'column')}`
    : /quote/i.test(fault)
      ? 'a quote is opened and not closed, or stands inside a value'
      : fault.trim().replace(/\.$/, '');
  const shown = text.trim();
  return { line, what: `${what}: "${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}".` };
}

/** The file's spelling of a column the config names; compared without regard to case, as SQL does. */
export function columnOf(table: Table, name: string, role: string): string {
  verifyColumns(table, [[role, name]]);
  return spelled([...table.columns.keys()], name)!;
}

/** Every file must have every column, given as `[role, name]`; what any layout lacks is told at once. */
export function verifyColumns(table: Table, wanted: readonly (readonly [role: string, name: string])[]): void {
  for (const { files, columns } of table.layouts) {
    const missing = wanted.filter(([, name]) => spelled(columns, name) === undefined);
    if (missing.length > 0) complainOfColumns(table, files, columns, missing);
  }
}

function spelled(columns: readonly string[], name: string): string | undefined {
  const key = name.toLowerCase();
  return columns.find((column) => column.toLowerCase() === key);
}

function complainOfColumns(
  table: Table,
  files: readonly string[],
  columns: readonly string[],
  missing: readonly (readonly [role: string, name: string])[],
): never {
  const under = `\`${table.setting}.columns\``;
  const names = missing.map(([, name]) => `\`${name}\``).join(', ');
  const [role, name] = missing[0]!;
  const many = missing.length > 1;
  const near = missing.flatMap(([, wanted]) => nearest(wanted, columns, 1).map((found) => [wanted, found] as const));
  const byFile = table.setting === 'data.bars' && missing.some(([r, wanted]) => r === 'ticker' && wanted === 'ticker');
  throw new UserError(
    'no-such-column',
    many
      ? `${fileOf({ ...table, files })} lacks the columns ${names}, which ${under} names`
      : `${fileOf({ ...table, files })} has no column \`${name}\`, which \`${table.setting}.columns.${role}\` names`,
    [
      ...(byFile ? [`if each file is one ticker named by its file, say \`ticker: null\` under ${under}`] : []),
      ...near.map(([wanted, found]) => (many ? `${wanted}: did you mean \`${found}\`?` : `did you mean \`${found}\`?`)),
      `it has: ${columns.join(', ')}`,
      ...(files.length < table.files.length
        ? ['other files have other columns: all files of a table need the columns the config names']
        : [`say \`${missing.map(([r]) => r).join(': …, ')}: <name of the column>\` under ${under}`]),
    ],
  );
}

export function fileOf(table: Pick<Table, 'files' | 'called'>): string {
  if (table.called !== undefined) return table.called;
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

/** Calendar date of a DATE, a timestamp (in UTC when it has a zone), ISO text, 20240131 or the config's format; else NULL. */
export function dateSql(table: Table, column: string, role = 'date'): string {
  const name = columnOf(table, column, role);
  const quoted = identifier(name);
  const type = table.columns.get(name)!;
  if (type === 'DATE') return quoted;
  if (type === 'TIMESTAMP WITH TIME ZONE') return `(DATE '1970-01-01' + (epoch_us(${quoted}) // 86400000000)::INTEGER)`;
  if (type.startsWith('TIMESTAMP')) return `${quoted}::DATE`;
  if (isNumeric(type)) return compactDate(`${quoted}::BIGINT::VARCHAR`);
  const text = `trim(${quoted}::VARCHAR)`;
  const other = table.dateFormat === null ? '' : `, try_strptime(${text}, ${literal(table.dateFormat)})::DATE`;
  return `coalesce(try_cast(substr(${text}, 1, 10) AS DATE), ${compactDate(text)}${other})`;
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
      `the column \`${name}\` of ${fileOf(table)} holds ${type}, and \`${table.setting}.columns.${role}\` must be numbers`,
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
