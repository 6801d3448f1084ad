/** Two snapshots, of one store or of two: where their bars and corporate actions disagree, and by how much. */
import type { Duck } from '../sources/files/duck.ts';
import { withDuck } from './database.ts';
import type { StorePlaces } from './layout.ts';
import type { Snapshot, TableName } from './manifest.ts';
import type { Window } from './missing.ts';
import { verifyObjects } from './objects.ts';
import { relationOf, VALUES } from './tables.ts';

export interface DiffSide {
  readonly places: StorePlaces;
  readonly snapshot: Snapshot;
}

/** Of one ticker and one field, over the days on which both have a bar. */
export interface FieldDifference {
  readonly ticker: string;
  readonly field: (typeof VALUES)[number];
  readonly days: number;
  /** Largest |after − before| / |before|; null: on one side it is missing, or zero. */
  readonly largest: number | null;
  /** ISO day of the largest, or of the first where there is none. */
  readonly largestOn: string;
  readonly first: string;
}

/** Of one field, over all tickers and all days on which both have a bar and it differs. */
export interface FieldSummary {
  readonly field: (typeof VALUES)[number];
  readonly tickers: number;
  /** Of all tickers together. */
  readonly values: number;
  /** Of these, missing on one side. */
  readonly missing: number;
  /** Of |after − before| / |before| where both have a value; null: nowhere, or it is zero before. */
  readonly median: number | null;
  readonly largest: number | null;
}

/** One value of one bar. */
export interface ValueDifference {
  readonly ticker: string;
  /** ISO day. */
  readonly date: string;
  readonly field: (typeof VALUES)[number];
  readonly before: number;
  readonly after: number;
  /** |after − before| / |before|; null where it is zero before. */
  readonly relative: number | null;
}

/** Bars that one side has and the other has not, of tickers that both have. */
export interface BarDifference {
  readonly ticker: string;
  readonly only: 'before' | 'after';
  readonly days: number;
  readonly first: string;
  readonly last: string;
}

export interface ActionDifference {
  readonly ticker: string;
  readonly date: string;
  readonly only: 'before' | 'after';
  readonly split: number | null;
  readonly dividend: number | null;
}

export interface SnapshotDiff {
  readonly newTickers: readonly string[];
  readonly goneTickers: readonly string[];
  readonly summary: readonly FieldSummary[];
  /** The largest by |after − before| / |before|, largest first. */
  readonly worst: readonly ValueDifference[];
  readonly fields: readonly FieldDifference[];
  readonly bars: readonly BarDifference[];
  readonly actions: readonly ActionDifference[];
  /** By period, the first day within it on which anything differs; null: nothing does. */
  readonly touched: readonly (string | null)[];
}

/** @param periods of runs that were made on the first side. @throws UserError when either is damaged */
export async function diffSnapshots(
  before: DiffSide,
  after: DiffSide,
  periods: readonly Window[],
): Promise<SnapshotDiff> {
  for (const { places, snapshot } of [before, after]) await verifyObjects(places, snapshot.tables);
  return withDuck(async (duck) => {
    await nameSides(duck, before, after);
    const [newTickers, goneTickers] = [await tickersOnly(duck, 'after'), await tickersOnly(duck, 'before')];
    const touched: (string | null)[] = [];
    for (const period of periods) touched.push(await firstTouched(duck, period));
    return {
      newTickers,
      goneTickers,
      summary: await fieldSummaries(duck),
      worst: await worstDifferences(duck),
      fields: await fieldDifferences(duck),
      bars: await barDifferences(duck),
      actions: await actionDifferences(duck),
      touched,
    };
  });
}

/**
 * `bars_differ` and `actions_differ`: rows of either side that the other has not; `values_differ`: of bars that both have.
 * Years of the same bits are not read.
 */
async function nameSides(duck: Duck, before: DiffSide, after: DiffSide): Promise<void> {
  const shared = new Set(hashes(before).filter((hash) => hashes(after).includes(hash)));
  const side = ({ places, snapshot }: DiffSide, table: TableName) =>
    relationOf(
      places,
      table,
      snapshot.tables[table].filter(({ hash }) => !shared.has(hash)),
    );
  const differ = VALUES.map((value) => `b.${value} IS DISTINCT FROM a.${value}`).join(' OR ');
  const columns = VALUES.map((value) => `b.${value} AS ${value}_before, a.${value} AS ${value}_after`).join(', ');
  await duck.run(
    'CREATE TABLE bars_differ AS SELECT coalesce(b.ticker, a.ticker) AS ticker, coalesce(b.date, a.date) AS date, ' +
      `b.ticker IS NOT NULL AS in_before, a.ticker IS NOT NULL AS in_after, ${columns} FROM ${side(before, 'bars')} b ` +
      `FULL JOIN ${side(after, 'bars')} a ON b.ticker = a.ticker AND b.date = a.date ` +
      `WHERE b.ticker IS NULL OR a.ticker IS NULL OR ${differ}`,
  );
  const each = VALUES.map(
    (value, field) =>
      `SELECT ticker, date, ${field} AS field, ${value}_before AS before, ${value}_after AS after FROM bars_differ ` +
      `WHERE in_before AND in_after AND ${value}_before IS DISTINCT FROM ${value}_after`,
  );
  await duck.run(
    'CREATE VIEW values_differ AS SELECT *, CASE WHEN before <> 0 THEN abs(after - before) / abs(before) END AS relative ' +
      `FROM (${each.join(' UNION ALL ')})`,
  );
  const [b, a] = [side(before, 'actions'), side(after, 'actions')];
  await duck.run(
    `CREATE TABLE actions_differ AS SELECT *, 'before' AS only_in FROM (SELECT * FROM ${b} EXCEPT ALL SELECT * FROM ${a}) ` +
      `UNION ALL SELECT *, 'after' FROM (SELECT * FROM ${a} EXCEPT ALL SELECT * FROM ${b})`,
  );
  for (const [name, { places, snapshot }] of [
    ['before', before],
    ['after', after],
  ] as const) {
    await duck.run(
      `CREATE TABLE ${name}_tickers AS SELECT ticker FROM ${relationOf(places, 'listing', snapshot.tables.listing)}`,
    );
  }
}

function hashes({ snapshot }: DiffSide): string[] {
  return Object.values(snapshot.tables)
    .flat()
    .map(({ hash }) => hash);
}

async function tickersOnly(duck: Duck, side: 'before' | 'after'): Promise<string[]> {
  const other = side === 'before' ? 'after' : 'before';
  const rows = await duck.rows(
    `SELECT ticker FROM ${side}_tickers ANTI JOIN ${other}_tickers USING (ticker) ORDER BY 1`,
  );
  return rows.map(([ticker]) => String(ticker));
}

async function fieldSummaries(duck: Duck): Promise<FieldSummary[]> {
  const rows = await duck.rows(
    'SELECT field, count(DISTINCT ticker)::INTEGER, count(*)::INTEGER, count_if(before IS NULL OR after IS NULL)::INTEGER, ' +
      'median(relative)::VARCHAR, max(relative)::VARCHAR FROM values_differ GROUP BY field ORDER BY field',
  );
  return rows.map(([field, tickers, values, missing, median, largest]) => ({
    field: VALUES[Number(field)]!,
    tickers: Number(tickers),
    values: Number(values),
    missing: Number(missing),
    median: numberOf(median),
    largest: numberOf(largest),
  }));
}

const WORST = 10;

/** What rises from zero comes first: no share says by how much. */
async function worstDifferences(duck: Duck): Promise<ValueDifference[]> {
  const rows = await duck.rows(
    'SELECT ticker, date::VARCHAR, field, before::VARCHAR, after::VARCHAR, relative::VARCHAR FROM values_differ ' +
      'WHERE before IS NOT NULL AND after IS NOT NULL ' +
      `ORDER BY relative DESC NULLS FIRST, date, ticker, field LIMIT ${WORST}`,
  );
  return rows.map(([ticker, date, field, before, after, relative]) => ({
    ticker: String(ticker),
    date: String(date),
    field: VALUES[Number(field)]!,
    before: Number(before),
    after: Number(after),
    relative: numberOf(relative),
  }));
}

async function fieldDifferences(duck: Duck): Promise<FieldDifference[]> {
  const rows = await duck.rows(
    'SELECT ticker, field, count(*)::INTEGER, max(relative)::VARCHAR, coalesce(arg_max(date, relative), min(date))::VARCHAR, ' +
      'min(date)::VARCHAR FROM values_differ GROUP BY ticker, field ORDER BY ticker, field',
  );
  return rows.map(([ticker, field, days, largest, largestOn, first]) => ({
    ticker: String(ticker),
    field: VALUES[Number(field)]!,
    days: Number(days),
    largest: numberOf(largest),
    largestOn: String(largestOn),
    first: String(first),
  }));
}

async function barDifferences(duck: Duck): Promise<BarDifference[]> {
  const rows = await duck.rows(
    "SELECT ticker, CASE WHEN in_before THEN 'before' ELSE 'after' END AS side, count(*)::INTEGER, min(date)::VARCHAR, " +
      'max(date)::VARCHAR FROM bars_differ SEMI JOIN before_tickers USING (ticker) SEMI JOIN after_tickers USING (ticker) ' +
      'WHERE NOT (in_before AND in_after) GROUP BY ticker, side ORDER BY ticker, side',
  );
  return rows.map(([ticker, only, days, first, last]) => ({
    ticker: String(ticker),
    only: only === 'before' ? 'before' : 'after',
    days: Number(days),
    first: String(first),
    last: String(last),
  }));
}

async function actionDifferences(duck: Duck): Promise<ActionDifference[]> {
  const rows = await duck.rows(
    'SELECT ticker, date::VARCHAR, only_in, split::VARCHAR, dividend::VARCHAR FROM actions_differ ' +
      'ORDER BY ticker, date, only_in DESC, split, dividend',
  );
  return rows.map(([ticker, date, only, split, dividend]) => ({
    ticker: String(ticker),
    date: String(date),
    only: only === 'before' ? 'before' : 'after',
    split: numberOf(split),
    dividend: numberOf(dividend),
  }));
}

async function firstTouched(duck: Duck, { from, to }: Window): Promise<string | null> {
  const within = `date BETWEEN DATE '${from}' AND DATE '${to}'`;
  const [[first] = [null]] = await duck.rows(
    `SELECT min(date)::VARCHAR FROM (SELECT date FROM bars_differ WHERE ${within} ` +
      `UNION ALL SELECT date FROM actions_differ WHERE ${within})`,
  );
  return typeof first === 'string' ? first : null;
}

/** Text that holds every digit of a double; NULL is missing. */
function numberOf(text: string | number | null | undefined): number | null {
  return text == null ? null : Number(text);
}
