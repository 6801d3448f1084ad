/** Identities from a file of stays or from a column of the bars, and rows called by them. */
import type { FilesConfig } from '../../../configs/schema.ts';
import { toIsoDay } from '../../market.ts';
import { UserError } from '../../ports.ts';
import { counted, listed } from '../wording.ts';
import { type Duck, identifier, literal } from './duck.ts';
import { Identities, type StockStay, type TickerStay } from './identity.ts';
import { columnOf, dateSql, fileOf, missingSql, openTable, reading, type Table, textSql, tickerSql } from './table.ts';

/** Calls rows `(ticker, date, …)` by their stock; without identities, rows stay as they are. */
export interface Naming {
  readonly identities: Identities;
  /** Of bars; those of nobody are left out. */
  bars(rows: string): string;
  /** Of what happens to a stock, called as the bars are. */
  actions(rows: string): string;
  /** Of what is called by the ticker of its day. */
  events(rows: string): string;
  readonly assumptions: readonly string[];
}

const same = (rows: string): string => rows;

/** @param rows of the bars `(ticker, date, identity)` where the config names such a column */
export async function openNaming(
  duck: Duck,
  data: FilesConfig,
  baseFolder: string,
  bars: Table,
  rows: string,
): Promise<Naming> {
  if (data.bars.columns.identity !== null) {
    const identities = new Identities(await staysOfBars(duck, bars, rows), fileOf(bars));
    await nameStays(duck, 'stays_of_events', identities.extended);
    const byDay = (some: string) => called(some, 'stays_of_events');
    return { identities, bars: byDay, actions: byDay, events: byDay, assumptions: [] };
  }
  if (data.identity === null) {
    return { identities: new Identities([], ''), bars: same, actions: same, events: same, assumptions: [] };
  }
  const table = await openTable(duck, data.identity.path, baseFolder, data, 'data.identity');
  const identities = new Identities(await staysOfFile(duck, table, data.identity.columns), fileOf(table));
  await nameStays(duck, 'stays_of_events', identities.extended);
  const events = (some: string) => called(some, 'stays_of_events');
  if (data.identity.bars_by === 'last_ticker') {
    await nameStays(duck, 'stays_of_bars', lastBearers(identities));
    const last = (some: string) => called(some, 'stays_of_bars');
    return { identities, bars: last, actions: last, events, assumptions: [] };
  }
  await nameStays(duck, 'stays_of_bars', identities.stays);
  const assumptions = await leftOut(duck, bars, rows);
  return { identities, bars: (some) => called(some, 'stays_of_bars'), actions: events, events, assumptions };
}

/** What says who bore a ticker and when, of files or of a store. */
export type IdentitySettings = Pick<FilesConfig, 'source' | 'identity' | 'date_format'>;

/** Nobody is told of without `data.identity`, or where bars are called by whoever bore the ticker last. */
async function readIdentities(duck: Duck, data: IdentitySettings, baseFolder: string): Promise<Identities> {
  const { identity } = data;
  if (identity === null || identity.bars_by === 'last_ticker') return new Identities([], '');
  const table = await openTable(duck, identity.path, baseFolder, data, 'data.identity');
  return new Identities(await staysOfFile(duck, table, identity.columns), fileOf(table));
}

/** When the last company to bear each ticker did so. */
export async function readLastStays(
  duck: Duck,
  data: IdentitySettings,
  baseFolder: string,
): Promise<Map<string, { readonly from: string; readonly to: string }>> {
  const { stays } = await readIdentities(duck, data, baseFolder);
  const day = (value: number, endless: string) => (Number.isFinite(value) ? toIsoDay(value) : endless);
  return new Map(
    stays.map(({ ticker, from, to }) => [ticker, { from: day(from, '0000-01-01'), to: day(to, '9999-12-31') }]),
  );
}

/** A table `(ticker, first, last, stock)` of whose each day of a ticker is. */
export async function nameBearers(duck: Duck, name: string, data: IdentitySettings, baseFolder: string): Promise<void> {
  await nameStays(duck, name, (await readIdentities(duck, data, baseFolder)).extended);
}

/** A ticker that no stay is told of is its own stock; one of which some are told is nobody's outside them. */
function called(rows: string, stays: string): string {
  return (
    `(SELECT b.* REPLACE (coalesce(i.stock, b.ticker) AS ticker) FROM ${rows} b LEFT JOIN ${stays} i ` +
    'ON i.ticker = b.ticker AND b.date BETWEEN i.first AND i.last ' +
    `WHERE i.stock IS NOT NULL OR b.date IS NULL OR NOT coalesce(b.ticker IN (SELECT ticker FROM ${stays}), false))`
  );
}

function lastBearers(identities: Identities): StockStay[] {
  const tickers = [...new Set(identities.stays.map(({ ticker }) => ticker))];
  return tickers.map((ticker) => ({ ticker, stock: identities.lastBearer(ticker), from: -Infinity, to: Infinity }));
}

async function nameStays(duck: Duck, table: string, stays: readonly StockStay[]): Promise<void> {
  await duck.run(`CREATE OR REPLACE TABLE ${table} (ticker VARCHAR, first DATE, last DATE, stock VARCHAR)`);
  if (stays.length === 0) return;
  const values = stays.map(
    ({ ticker, from, to, stock }) =>
      `(${literal(ticker)}, ${dateLiteral(from, '-infinity')}, ${dateLiteral(to, 'infinity')}, ${literal(stock)})`,
  );
  await duck.run(`INSERT INTO ${table} VALUES ${values.join(', ')}`);
}

function dateLiteral(day: number, endless: string): string {
  return `DATE '${Number.isFinite(day) ? toIsoDay(day) : endless}'`;
}

async function staysOfBars(duck: Duck, bars: Table, rows: string): Promise<TickerStay[]> {
  const found = await reading(bars, () =>
    duck.rows(
      "SELECT ticker, identity, min(date) - DATE '1970-01-01', max(date) - DATE '1970-01-01' " +
        `FROM ${rows} WHERE ticker IS NOT NULL AND date IS NOT NULL GROUP BY 1, 2`,
    ),
  );
  return found.map(([ticker, id, from, to]) => {
    if (id === null || id === '') {
      throw new UserError('bad-identity', `${fileOf(bars)} has bars of ${ticker} without an identity`, [
        'every row must say whose it is; or leave `identity` out under `data.bars.columns`',
      ]);
    }
    return { ticker: String(ticker), id: String(id), from: Number(from), to: Number(to) };
  });
}

type IdentityColumns = NonNullable<FilesConfig['identity']>['columns'];

async function staysOfFile(duck: Duck, table: Table, columns: IdentityColumns): Promise<TickerStay[]> {
  const day = (role: 'from' | 'to') => {
    const written = `${identifier(columnOf(table, columns[role], role))}::VARCHAR`;
    const missing = `${written} IS NULL OR ${missingSql(written)}`;
    return `${dateSql(table, columns[role], role)} - DATE '1970-01-01', ${missing}, ${written}`;
  };
  const rows = await reading(table, () =>
    duck.rows(
      `SELECT ${tickerSql(table, columns.ticker)}, ${textSql(table, columns.id, 'id')}, ${day('from')}, ${day('to')} ` +
        `FROM ${table.relation}`,
    ),
  );
  return rows.map(([ticker, id, first, sinceEver, firstText, last, still, lastText]) => {
    if (!ticker || !id) {
      throw new UserError('bad-identity', `${fileOf(table)} has a row without a ${ticker ? 'company' : 'ticker'}`);
    }
    for (const [value, open, text] of [
      [first, sinceEver, firstText],
      [last, still, lastText],
    ]) {
      if (value === null && `${open}` !== 'true') {
        throw new UserError('bad-date', `${fileOf(table)}: the day "${text}" of ${ticker} is no date`);
      }
    }
    const stay = { from: first === null ? -Infinity : Number(first), to: last === null ? Infinity : Number(last) };
    if (stay.to < stay.from) {
      throw new UserError('bad-identity', `${fileOf(table)}: a stay of ${ticker} ends before it begins`);
    }
    return { ticker: String(ticker), id: String(id), ...stay };
  });
}

/** Bars under a ticker that was nobody's on their day. */
async function leftOut(duck: Duck, bars: Table, rows: string): Promise<string[]> {
  const found = await reading(bars, () =>
    duck.rows(
      `SELECT b.ticker, count(*), min(b.date)::VARCHAR FROM ${rows} b LEFT JOIN stays_of_bars i ` +
        'ON i.ticker = b.ticker AND b.date BETWEEN i.first AND i.last ' +
        'WHERE i.stock IS NULL AND b.ticker IN (SELECT ticker FROM stays_of_bars) GROUP BY 1 ORDER BY 1',
    ),
  );
  if (found.length === 0) return [];
  const all = found.reduce((sum, [, count]) => sum + Number(count), 0);
  const tickers = found.map(([ticker, , first]) => `${ticker} (from ${first})`);
  return [
    `${counted(all, 'bar')} outside the days that \`data.identity\` tells of their ticker, left out: ${listed(tickers)}.`,
  ];
}
