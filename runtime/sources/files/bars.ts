/**
 * Bars from the files into panels. DuckDB reads with all cores and gives every row the number of its place,
 * stock · sessions + session, so that rows may come in any order; here they are only put there.
 */
import type { FilesConfig } from '../../../configs/schema.ts';
import { type Axes, newPanel, type Panel, toIsoDay } from '../../market.ts';
import { UserError } from '../../ports.ts';
import { counted } from '../wording.ts';
import { type Duck, identifier, literal } from './duck.ts';
import { type Naming, openNaming } from './identityTables.ts';
import { type Format, formatOf, locateFiles } from './locate.ts';
import {
  columnOf,
  dateSql,
  fileOf,
  numberSql,
  openTable,
  reading,
  type Table,
  textSql,
  tickerSql,
  verifyColumns,
} from './table.ts';
import { chosenTelling, describeVintages, knownAtSql } from './vintages.ts';
import { barPaths, emptyCell, openWide } from './wide.ts';

type BarColumns = FilesConfig['bars']['columns'];

export const BAR_ROLES = [
  'open',
  'high',
  'low',
  'close',
  'volume',
  'adjusted_close',
  'raw_close',
  'raw_volume',
] as const;
export type BarRole = (typeof BAR_ROLES)[number];

/** The config's columns under the config's names: a relation `(ticker, date, open, …, split_factor, dividend)`. */
export interface BarTable {
  readonly table: Table;
  readonly columns: BarColumns;
  /** Roles the file has. */
  readonly roles: readonly BarRole[];
  readonly from: string;
  /** The same with rows of later days, which is where actions are read from. */
  readonly fromAll: string;
  /** The same read anew, with more columns of the table, such as its `filename`. */
  readonly anew: (more: string) => string;
  /** Who the tickers are: `ticker` above is the stock's name. */
  readonly naming: Naming;
  readonly assumptions: readonly string[];
}

/** One panel per role, as the file says, nothing adjusted. */
export type FileBars = Readonly<Partial<Record<BarRole, Panel>>> &
  Readonly<Record<'open' | 'high' | 'low' | 'close' | 'volume', Panel>>;

/** @param asOf days since 1970-01-01 of the last bars to read; null: all of them. */
export async function openBars(
  duck: Duck,
  data: FilesConfig,
  baseFolder: string,
  asOf: number | null,
): Promise<BarTable> {
  const source: Format = data.source;
  const { columns: named, vintages, wide } = data.bars;
  verifyFormat(locateFiles(barPaths(data.bars), baseFolder, source, 'data.bars.path'), source);
  verifyDistinct(named);
  const table = await openLayout(duck, data, baseFolder);
  const columns = wide === null ? named : { ...named, ticker: 'ticker' };
  const roles = BAR_ROLES.filter((role) => columns[role] !== null);
  const actions = (['split_factor', 'dividend'] as const).filter((role) => columns[role] !== null);
  verifyColumns(
    table,
    (['ticker', 'date', 'identity', ...roles, ...actions] as const).flatMap((role) => {
      const name = columns[role];
      return name === null ? [] : [[role, name] as const];
    }),
  );
  const selected = [
    `${tickerSql(table, columns.ticker)} AS ticker`,
    `${dateSql(table, columns.date)} AS date`,
    ...[...roles, ...actions].map((role) => `${numberSql(table, columns[role]!, role)} AS ${identifier(role)}`),
    ...(columns.identity === null ? [] : [`${textSql(table, columns.identity, 'identity')} AS identity`]),
    ...(vintages === null ? [] : [`${knownAtSql(table, vintages)} AS known_at`]),
  ].join(', ');
  const empty = wide === null ? '' : ` WHERE NOT (${emptyCell([...roles, ...actions])})`;
  const told = (more: string) => `(SELECT * FROM (SELECT ${selected}${more} FROM ${table.relation})${empty})`;

  const naming = await openNaming(duck, data, baseFolder, table, told(''));
  const owned = (more: string) => naming.bars(told(more));
  const vintage = vintages === null ? [] : await describeVintages(duck, table, owned(''), vintages);
  const anew = vintages === null ? owned : (more: string) => chosenTelling(owned(more), vintages, asOf);
  const assumptions = [...naming.assumptions, ...vintage];
  const made = { table, columns, roles, anew, naming, assumptions };
  if (table.relation.startsWith('read_parquet') && vintages === null) return { ...made, ...relations(anew(''), asOf) };
  // What takes work, as parsing text does, is done once and asked several times.
  await reading(table, () => duck.run(`CREATE OR REPLACE TABLE bars AS FROM ${anew('')}`));
  return { ...made, ...relations('bars', asOf) };
}

async function openLayout(duck: Duck, data: FilesConfig, baseFolder: string): Promise<Table> {
  const { path, wide, called } = data.bars;
  if (wide !== null) return openWide(duck, data, baseFolder);
  const table = await openTable(duck, path, baseFolder, data, 'data.bars');
  return called === undefined ? table : { ...table, called };
}

function relations(all: string, asOf: number | null): Pick<BarTable, 'from' | 'fromAll'> {
  if (asOf === null) return { from: all, fromAll: all };
  return { from: `(SELECT * FROM ${all} WHERE date <= DATE '${toIsoDay(asOf)}')`, fromAll: all };
}

/** A file whose name says another format than the config's is more likely the wrong file than a wrong name. */
function verifyFormat(files: readonly string[], source: Format): void {
  const other = files.find((file) => formatOf(file, source) !== source);
  if (other === undefined) return;
  const format = formatOf(other, source);
  throw new UserError('wrong-format', `\`data.source\` is ${source}, and \`data.bars.path\` names ${other}`, [
    `say \`source: ${format}\`, or name the ${source} file`,
  ]);
}

/** One column under two roles is a slip of the pen that no later check would see. */
function verifyDistinct(columns: BarColumns): void {
  const roles = new Map<string, string>();
  for (const [role, name] of Object.entries(columns)) {
    if (name === null) continue;
    const other = roles.get(name.toLowerCase());
    if (other !== undefined) {
      throw new UserError(
        'column-named-twice',
        `\`data.bars.columns\` names the column \`${name}\` for both \`${other}\` and \`${role}\``,
        ['each needs a column of its own; what the file does not have is left out or null'],
      );
    }
    roles.set(name.toLowerCase(), role);
  }
}

/** Tickers, ascending, and days with any bar, ascending, of the whole file. */
export async function surveyBars(duck: Duck, bars: BarTable): Promise<{ tickers: string[]; days: Int32Array }> {
  const { table, from } = bars;
  const tickers = await reading(table, () => duck.rows(`SELECT DISTINCT ticker FROM ${from}`));
  const days = await reading(table, () => duck.rows(`SELECT DISTINCT date - DATE '1970-01-01' FROM ${from}`));
  if (tickers.length === 0) throw new UserError('no-rows', `${fileOf(table)} holds no rows`);
  if (tickers.some(([ticker]) => ticker === null || ticker === '')) await complainOfMissing(duck, bars, 'ticker');
  if (days.some(([day]) => day === null)) await complainOfMissing(duck, bars, 'date');
  return {
    tickers: tickers.map(([ticker]) => String(ticker)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
    days: Int32Array.from(days, ([day]) => Number(day)).sort(),
  };
}

/** So few tickers are read at once as well as in halves. */
const FEW = 50;

/** Bars in their places, and the days of which there was more than one, by ticker: those are missing. */
export interface ReadBars {
  readonly file: FileBars;
  readonly repeated: ReadonlyMap<string, readonly number[]>;
}

/** Puts every bar of the axes in its place. A second bar for a place is refused, or both are missing. */
export async function readBars(
  duck: Duck,
  bars: BarTable,
  axes: Axes,
  duplicates: 'refused' | 'missing',
): Promise<ReadBars> {
  const { sessions, tickers } = axes;
  const size = tickers.length * sessions.length;
  const panels = bars.roles.map(() => newPanel(size));
  const taken = new Uint8Array(size);
  let rows = 0;
  const twice: number[] = [];

  await nameAxes(duck, axes);
  const values = bars.roles.map((role) => `b.${identifier(role)}`).join(', ');
  const query =
    `SELECT s.place + d.place, ${values} FROM ${bars.from} b ` +
    'JOIN axis_tickers s ON s.ticker = b.ticker JOIN axis_days d ON d.date = b.date';
  // Files are mostly sorted by ticker: each half then skips the other's rows unread.
  const half = Math.floor(tickers.length / 2);
  const queries = [`${query} WHERE s.stock < ${half}`, `${query} WHERE s.stock >= ${half}`];
  await reading(bars.table, () =>
    duck.scan(tickers.length < FEW ? [query] : queries, (chunk) => {
      const places = chunk.integers(0);
      rows += places.length;
      for (let row = 0; row < places.length; row++) {
        if (taken[places[row]!] === 1) twice.push(places[row]!);
        taken[places[row]!] = 1;
      }
      const inARow = ascendsByOne(places);
      for (const [index, panel] of panels.entries()) {
        const column = chunk.doubles(index + 1);
        if (inARow) panel.set(column, places[0]!);
        else scatter(column, places, panel);
      }
    }),
  );
  for (let place = 0; rows - twice.length < size && place < size; place++) {
    if (taken[place] === 0) for (const panel of panels) panel[place] = Number.NaN;
  }
  if (twice.length > 0 && duplicates === 'refused') await complainOfDuplicates(duck, bars);
  for (const place of twice) for (const panel of panels) panel[place] = Number.NaN;
  const file = Object.fromEntries(bars.roles.map((role, index) => [role, panels[index]!])) as FileBars;
  return { file, repeated: daysByTicker(axes, twice) };
}

function daysByTicker({ sessions, tickers }: Axes, places: readonly number[]): Map<string, number[]> {
  const days = new Map<string, number[]>();
  for (const place of Int32Array.from(new Set(places)).sort()) {
    const ticker = tickers[Math.floor(place / sessions.length)]!;
    const day = sessions[place % sessions.length]!;
    const own = days.get(ticker);
    if (own) own.push(day);
    else days.set(ticker, [day]);
  }
  return days;
}

/** Days with a bar that are not among the sessions, ascending, by ticker. Needs the axes' tables. */
export async function readClosedDays(
  duck: Duck,
  bars: BarTable,
  closed: Int32Array,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const days = new Map<string, number[]>();
  if (closed.length === 0) return days;
  const list = [...closed].map((day) => `DATE '${toIsoDay(day)}'`).join(', ');
  const rows = await reading(bars.table, () =>
    duck.rows(
      `SELECT DISTINCT b.ticker, b.date - DATE '1970-01-01' AS day FROM ${bars.from} b ` +
        `JOIN axis_tickers s ON s.ticker = b.ticker WHERE b.date IN (${list}) ORDER BY 1, 2`,
    ),
  );
  for (const [ticker, day] of rows) {
    const own = days.get(String(ticker));
    if (own) own.push(Number(day));
    else days.set(String(ticker), [Number(day)]);
  }
  return days;
}

/** Files sorted by ticker and date, and without gaps, come as stretches that can be copied as they are. */
function ascendsByOne(places: Int32Array): boolean {
  const first = places[0]!;
  for (let row = 1; row < places.length; row++) if (places[row] !== first + row) return false;
  return true;
}

function scatter(values: Float64Array, places: Int32Array, panel: Panel): void {
  for (let row = 0; row < values.length; row++) panel[places[row]!] = values[row]!;
}

/** The axes as tables, for joining: `axis_tickers(ticker, stock, place)` and `axis_days(date, place)`. */
async function nameAxes(duck: Duck, { sessions, tickers }: Axes): Promise<void> {
  const names = `[${tickers.map(literal).join(', ')}]`;
  await duck.run(
    'CREATE OR REPLACE TABLE axis_tickers AS SELECT ticker, stock::INTEGER AS stock, ' +
      `(stock * ${sessions.length})::INTEGER AS place ` +
      `FROM (SELECT unnest(${names}) AS ticker, unnest(range(${tickers.length})) AS stock)`,
  );
  await duck.run(
    "CREATE OR REPLACE TABLE axis_days AS SELECT DATE '1970-01-01' + day::INTEGER AS date, place::INTEGER AS place " +
      `FROM (SELECT unnest([${sessions.join(', ')}]) AS day, unnest(range(${sessions.length})) AS place)`,
  );
}

// ── complaints ─────────────────────────────────────────────────────────────────────────────────────────────────

/** The rows of the files again, with the file of each. Only where something is wrong: it reads all of them anew. */
function rowsWithFile(bars: BarTable, more = ''): string {
  return bars.anew(`, filename AS file${more}`);
}

const IN_AXES = 'JOIN axis_tickers s USING (ticker) JOIN axis_days d USING (date)';

/** The files that hold the rows a condition picks, for messages. */
async function filesWith(duck: Duck, bars: BarTable, from: string): Promise<string> {
  if (bars.table.files.length === 1 || bars.table.called !== undefined) return fileOf(bars.table);
  const rows = await duck.rows(`SELECT DISTINCT file FROM ${from} ORDER BY 1`);
  return fileOf(rows.length === 0 ? bars.table : { files: rows.map(([file]) => String(file)) });
}

async function complainOfMissing(duck: Duck, bars: BarTable, role: 'ticker' | 'date'): Promise<never> {
  const { table, columns } = bars;
  const column = identifier(columnOf(table, columns[role] ?? columns.date, role));
  const where = role === 'ticker' ? "ticker IS NULL OR ticker = ''" : 'date IS NULL';
  const from = `${rowsWithFile(bars, `, ${column}::VARCHAR AS written`)} WHERE ${where}`;
  const [[count, example, ticker, date] = []] = await duck.rows(
    `SELECT count(*) OVER (), written, ticker, date::VARCHAR FROM ${from} ORDER BY file, ticker, date LIMIT 1`,
  );
  const rows = `${counted(Number(count), 'row')} of ${await filesWith(duck, bars, from)}`;
  if (role === 'ticker') {
    throw new UserError(
      'no-ticker',
      `${rows} without a \`${columns.ticker}\`${date ? `; the first is of ${date}` : ''}`,
      ['every row must say which stock it is of; for one ticker per file say `ticker: null` under `data.bars.columns`'],
    );
  }
  const shown = `${(example ?? '') === '' ? 'empty' : `"${example}"`}${ticker ? ` (${ticker})` : ''}`;
  throw new UserError('bad-date', `${rows} with a \`${columns.date}\` that is no date; the first is ${shown}`, [
    'dates may be DATE, timestamps, ISO text such as 2024-01-31, or 20240131',
    'how others are written is said by `date_format` under `data`, such as `%d.%m.%Y`',
  ]);
}

async function complainOfDuplicates(duck: Duck, bars: BarTable): Promise<never> {
  const pairs = `${rowsWithFile(bars)} ${IN_AXES} GROUP BY ticker, date HAVING count(*) > 1`;
  const rows = await duck.rows(
    `SELECT ticker, date::VARCHAR, count(*), string_agg(DISTINCT file, ' and ' ORDER BY file), count(DISTINCT file) ` +
      `FROM ${pairs} ORDER BY ticker, date`,
  );
  const where = await filesWith(duck, bars, `(SELECT unnest(list(DISTINCT file)) AS file FROM ${pairs})`);
  const examples = rows
    .slice(0, 3)
    .map(
      ([ticker, date, count, files, n]) => `${ticker} on ${date} (${count} rows${Number(n) > 1 ? `: ${files}` : ''})`,
    );
  throw new UserError(
    'duplicate-bars',
    `${where} has more than one bar for ${counted(rows.length, 'pair')} of ticker and date: ${examples.join(', ')}` +
      `${rows.length > 3 ? ', …' : ''}`,
    ['keep one row for each: which one is right cannot be known here'],
  );
}

/** The first text that is no number, where and how many; for a role in whose panel infinity was found. */
export async function complainOfNumbers(duck: Duck, bars: BarTable, role: BarRole): Promise<never> {
  const { table, columns } = bars;
  const name = columnOf(table, columns[role]!, role);
  const written = `, ${identifier(name)}::VARCHAR AS written`;
  const from = `${rowsWithFile(bars, written)} ${IN_AXES} WHERE isinf(${identifier(role)})`;
  const [[example, count, ticker, date] = []] = await duck.rows(
    `SELECT written, count(*) OVER (), ticker, date::VARCHAR FROM ${from} ORDER BY ticker, date LIMIT 1`,
  );
  const where = await filesWith(duck, bars, from);
  throw new UserError(
    'wrong-type',
    `the column \`${name}\` of ${where} must be numbers: ${counted(Number(count), 'value')} cannot be read as one, ` +
      `such as "${example}" (${ticker} on ${date})`,
    ['empty cells and NA are read as missing'],
  );
}

/** More places than these are of so many files that naming the first ones is enough. */
const MOST_PLACES = 10_000;

/** The files that hold the bars of some places, for messages. */
export function filesOfPlaces(duck: Duck, bars: BarTable, places: readonly number[]): Promise<string> {
  const some = places.slice(0, MOST_PLACES).join(', ');
  return filesWith(duck, bars, `${rowsWithFile(bars)} ${IN_AXES} WHERE s.place + d.place IN (${some})`);
}
