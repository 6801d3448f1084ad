/** What the stage would change in a snapshot, row by row and in words. */
import { type Duck, literal } from '../sources/files/duck.ts';
import { counted } from '../sources/wording.ts';
import type { StorePlaces } from './layout.ts';
import type { Tables, TickerChange } from './manifest.ts';
import { relationOf, VALUES } from './tables.ts';

/**
 * Makes `bar_differences(ticker, date, what)` and `action_differences(ticker, date)`: kept rows that the stage replaces,
 * against the rows that it holds. What is the same on both sides is in neither.
 */
export async function findDifferences(duck: Duck, places: StorePlaces, tables: Tables): Promise<void> {
  const kept = (table: 'bars' | 'actions') =>
    `(SELECT k.* FROM ${relationOf(places, table, tables[table])} k JOIN staged_listing s ON k.ticker = s.ticker ` +
    'AND k.date BETWEEN s.covers_from AND s.covers_to)';
  const values = (side: string) => `row(${VALUES.map((value) => `${side}.${value}`).join(', ')})`;
  await duck.run(
    'CREATE TABLE bar_differences AS SELECT coalesce(k.ticker, s.ticker) AS ticker, coalesce(k.date, s.date) AS date, ' +
      "CASE WHEN k.ticker IS NULL THEN 'added' WHEN s.ticker IS NULL THEN 'removed' ELSE 'changed' END AS what " +
      `FROM ${kept('bars')} k FULL JOIN staged_bars s ON k.ticker = s.ticker AND k.date = s.date ` +
      `WHERE k.ticker IS NULL OR s.ticker IS NULL OR ${values('k')} IS DISTINCT FROM ${values('s')}`,
  );
  await duck.run(
    'CREATE TABLE action_differences AS SELECT ticker, date FROM (' +
      `(SELECT * FROM ${kept('actions')} EXCEPT ALL SELECT * FROM staged_actions) UNION ALL ` +
      `(SELECT * FROM staged_actions EXCEPT ALL SELECT * FROM ${kept('actions')}))`,
  );
}

/** By ticker, ascending. `reasons` are those for which a ticker was pulled whole. */
export async function describeChanges(
  duck: Duck,
  places: StorePlaces,
  tables: Tables,
  reasons: ReadonlyMap<string, string>,
): Promise<TickerChange[]> {
  const rows = await duck.rows(
    `WITH kept AS (SELECT * FROM ${relationOf(places, 'listing', tables.listing)}), ` +
      "b AS (SELECT ticker, count(*) FILTER (what = 'added') AS added, count(*) FILTER (what = 'changed') AS changed, " +
      "count(*) FILTER (what = 'removed') AS removed, min(date) AS first FROM bar_differences GROUP BY ticker), " +
      'a AS (SELECT ticker, count(*) AS actions, min(date) AS first FROM action_differences GROUP BY ticker) ' +
      'SELECT s.ticker, k.ticker IS NULL, coalesce(added, 0)::INTEGER, coalesce(changed, 0)::INTEGER, ' +
      'coalesce(removed, 0)::INTEGER, coalesce(actions, 0)::INTEGER, least(b.first, a.first)::VARCHAR, ' +
      'coalesce(a.first <= k.last, false) FROM staged_listing s LEFT JOIN kept k USING (ticker) LEFT JOIN b USING (ticker) ' +
      'LEFT JOIN a USING (ticker) WHERE k.ticker IS NULL OR b.ticker IS NOT NULL OR a.ticker IS NOT NULL ' +
      'OR s.covers_from < k.covers_from OR s.covers_to > k.covers_to ORDER BY s.ticker',
  );
  return rows.map(([name, isNew, added, changed, removed, actions, from, pastAction]) => {
    const ticker = String(name);
    const counts = {
      added: Number(added),
      changed: Number(changed),
      removed: Number(removed),
      actions: Number(actions),
    };
    const restated = counts.changed + counts.removed > 0 || `${pastAction}` === 'true';
    const what = `${isNew}` === 'true' ? 'new' : restated ? 'restated' : 'appended';
    const reason = [...(reasons.has(ticker) ? [reasons.get(ticker)!] : []), inWords(counts)].join('; ');
    return { ticker, what, ...counts, from: typeof from === 'string' ? from : null, reason };
  });
}

function inWords({
  added,
  changed,
  removed,
  actions,
}: Record<'added' | 'changed' | 'removed' | 'actions', number>): string {
  const parts = [
    [added, `${counted(added, 'bar')} more`],
    [changed, `${counted(changed, 'bar')} changed`],
    [removed, `${counted(removed, 'bar')} gone`],
    [
      actions,
      `${counted(actions, 'split or dividend').replace('split or dividends', 'splits or dividends')} came or went`,
    ],
  ] as const;
  return parts.flatMap(([count, words]) => (count > 0 ? [words] : [])).join(', ') || 'no bar more';
}

/** Years in which rows differ, ascending. */
export async function changedYears(duck: Duck, table: 'bars' | 'actions'): Promise<number[]> {
  const differences = table === 'bars' ? 'bar_differences' : 'action_differences';
  const rows = await duck.rows(`SELECT DISTINCT year(date)::INTEGER FROM ${differences} ORDER BY 1`);
  return rows.map(([year]) => Number(year));
}

/** Kept rows that stay, and the stage's, of one year. */
export function mergedYear(places: StorePlaces, table: 'bars' | 'actions', tables: Tables, year: number): string {
  const objects = tables[table].filter(({ first }) => first.startsWith(yearText(year)));
  const range = `date BETWEEN ${literal(`${yearText(year)}-01-01`)} AND ${literal(`${yearText(year)}-12-31`)}`;
  return (
    `SELECT * FROM ${relationOf(places, table, objects)} k WHERE NOT EXISTS (SELECT 1 FROM staged_listing s ` +
    'WHERE s.ticker = k.ticker AND k.date BETWEEN s.covers_from AND s.covers_to) ' +
    `UNION ALL SELECT * FROM staged_${table} WHERE ${range}`
  );
}

export function yearText(year: number): string {
  return String(year).padStart(4, '0');
}
