/**
 * The stage: what a feed has told, as tables of DuckDB, before it is part of the store. `staged_listing` says for each
 * ticker between which days the stage replaces what is kept; of tickers that it does not name nothing changes.
 */
import type { BulkRelations } from '../feeds/bulk.ts';
import type { FeedProblem } from '../feeds/feed.ts';
import type { Duck } from '../sources/files/duck.ts';
import type { Window } from './missing.ts';
import { COLUMNS, declare, VALUES } from './tables.ts';

/** A ticker that could not be pulled. */
export interface Failure extends FeedProblem {
  readonly ticker: string;
}

export async function createStage(duck: Duck): Promise<void> {
  const { first: _first, last: _last, ...listing } = COLUMNS.listing;
  await duck.run(`CREATE TABLE staged_bars (${declare(COLUMNS.bars)})`);
  await duck.run(`CREATE TABLE staged_actions (${declare(COLUMNS.actions)})`);
  await duck.run(`CREATE TABLE staged_listing (${declare(listing)})`);
}

/**
 * Everything the relations hold between two days, of some tickers or of all. Of a ticker that is kept, bars from before
 * its first one here stay: files are often those of the last years only.
 */
export async function stageRelations(
  duck: Duck,
  relations: BulkRelations,
  window: Window,
  wanted: readonly string[] | null,
  keptListing: string,
): Promise<void> {
  const within = `date BETWEEN DATE '${window.from}' AND DATE '${window.to}'`;
  if (wanted !== null) {
    await duck.run('CREATE TABLE wanted_tickers (ticker VARCHAR)');
    await duck.run(`INSERT INTO wanted_tickers SELECT unnest(${listOf(wanted)})`);
  }
  const some = wanted === null ? '' : 'AND ticker IN (SELECT ticker FROM wanted_tickers)';
  const known = (column: string) => `CASE WHEN isnan(${column}) THEN NULL ELSE ${column} END`;
  await duck.run(
    `INSERT INTO staged_bars SELECT ticker, date, ${VALUES.map(known).join(', ')} FROM ${relations.bars} WHERE ${within} ${some}`,
  );
  await duck.run(
    'INSERT INTO staged_listing SELECT ticker, NULL, NULL, NULL, NULL, ' +
      `CASE WHEN k.ticker IS NULL THEN DATE '${window.from}' ELSE min(b.date) END, ` +
      `(SELECT max(date) FROM staged_bars) FROM staged_bars b LEFT JOIN ${keptListing} k USING (ticker) GROUP BY ticker, k.ticker`,
  );
  await duck.run(
    `INSERT INTO staged_actions SELECT ticker, date, CASE WHEN split NOT IN (0, 1) THEN ${known('split')} END, ` +
      `CASE WHEN dividend <> 0 THEN ${known('dividend')} END FROM ${relations.actions} ` +
      `WHERE ${within} AND ticker IN (SELECT ticker FROM staged_listing) ` +
      'AND ((NOT isnan(split) AND split NOT IN (0, 1)) OR (NOT isnan(dividend) AND dividend <> 0))',
  );
}

/**
 * Tickers with two bars of one day: fewer different days than bars, counted as bits of 64 days at a time. Grouping by
 * ticker and day instead would take a group for each bar there is.
 */
const REPEATING =
  "SELECT ticker FROM (SELECT ticker, date - DATE '0001-01-01' AS day FROM staged_bars) GROUP BY ticker, day // 64 " +
  'HAVING bit_count(bit_or(1::UBIGINT << (day % 64))) <> count(*)';

/** Takes tickers off the stage whose answer cannot be right in itself, and rows that are none. */
export async function checkStage(duck: Duck): Promise<Failure[]> {
  await duck.run(`DELETE FROM staged_bars WHERE coalesce(${VALUES.join(', ')}) IS NULL`);
  for (const table of ['staged_bars', 'staged_actions']) {
    await duck.run(
      `DELETE FROM ${table} t USING staged_listing s WHERE s.ticker = t.ticker ` +
        'AND t.date NOT BETWEEN s.covers_from AND s.covers_to',
    );
  }
  const infinite = VALUES.map((value) => `isinf(${value})`).join(' OR ');
  const faults = await duck.rows(
    "SELECT ticker, 'has more than one bar on ' || min(date) FROM " +
      `(SELECT ticker, date FROM staged_bars WHERE ticker IN (${REPEATING}) GROUP BY ALL HAVING count(*) > 1) ` +
      'GROUP BY ticker ' +
      "UNION ALL SELECT ticker, 'has a value on ' || min(date) || ' that is no number' " +
      `FROM staged_bars WHERE ${infinite} GROUP BY ticker ` +
      "UNION ALL SELECT ticker, 'has a split or dividend on ' || min(date) || ' that cannot be right' FROM staged_actions " +
      'WHERE split <= 0 OR isinf(split) OR dividend < 0 OR isinf(dividend) GROUP BY ticker ORDER BY 1, 2',
  );
  const failures = new Map<string, Failure>();
  for (const [ticker, message] of faults) {
    const failure = { ticker: String(ticker), code: 'bad-answer', message: String(message) } as const;
    if (!failures.has(failure.ticker)) failures.set(failure.ticker, failure);
  }
  const bad = listOf([...failures.keys()]);
  if (failures.size > 0) {
    for (const table of ['staged_bars', 'staged_actions', 'staged_listing']) {
      await duck.run(`DELETE FROM ${table} WHERE ticker IN (SELECT unnest(${bad}))`);
    }
  }
  return [...failures.values()];
}

export function listOf(texts: readonly string[]): string {
  return `[${texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ')}]::VARCHAR[]`;
}
