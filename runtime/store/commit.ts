/**
 * The stage becomes a snapshot. The order makes it safe against a kill at any point: objects first, then the manifest
 * that names them, then HEAD that names the manifest; until HEAD is replaced, the last snapshot is the latest.
 */
import { availableParallelism } from 'node:os';
import type { Duck } from '../sources/files/duck.ts';
import { changedYears, describeChanges, findDifferences, mergedYear, yearText } from './changes.ts';
import type { StorePlaces } from './layout.ts';
import {
  NO_TABLES,
  readSnapshot,
  type Snapshot,
  type StoredObject,
  snapshotId,
  snapshotIds,
  type Tables,
  type TickerChange,
  writeHead,
  writeSnapshot,
} from './manifest.ts';
import { writeObject } from './objects.ts';
import { relationOf } from './tables.ts';

/** Files written at once; each sorts a year in memory. */
const MOST_WRITERS = 4;

export interface Commit {
  readonly base: Snapshot | null;
  /** Of the base, less what is damaged. */
  readonly tables?: Tables;
  readonly feed: string;
  readonly pulledAt: string;
  /** By the feed. */
  readonly dividendsKnown: boolean;
  readonly assumptions: readonly string[];
  /** By ticker, why it was pulled whole. */
  readonly reasons: ReadonlyMap<string, string>;
  /** Called when a year of a table is written, with how many are and how many there will be. */
  readonly written?: (years: Written) => void;
  /** Called when a step is done, by its name: for tests that end the process there. */
  readonly step?: (name: string) => void;
}

interface Written {
  readonly table: 'bars' | 'actions';
  readonly done: number;
  readonly years: number;
}

export interface Committed {
  /** The base when the stage changes nothing of it; null: there is neither. */
  readonly snapshot: Snapshot | null;
  /** Against the base. */
  readonly changes: readonly TickerChange[];
}

export async function commitStage(duck: Duck, places: StorePlaces, commit: Commit): Promise<Committed> {
  const { base, feed, pulledAt, reasons, step } = commit;
  const before = commit.tables ?? base?.tables ?? NO_TABLES;
  await findDifferences(duck, places, before);
  const changes = await describeChanges(duck, places, before, reasons);
  if (changes.length === 0 && commit.tables === undefined) return { snapshot: base, changes };

  const tables = await writeTables(duck, places, before, changes, commit);
  const id = snapshotId(tables);
  if (id === base?.id) return { snapshot: base, changes: [] };
  const dividendsKnown = commit.dividendsKnown && (base?.about.dividendsKnown ?? true);
  const assumptions = [...new Set([...(base?.about.assumptions ?? []), ...commit.assumptions])];
  const about = { feed, pulledAt, parent: base?.id ?? null, changes, dividendsKnown, assumptions };
  const snapshot = (await keptBefore(places, id)) ?? { id, tables, about };
  if (snapshot.about === about) await writeSnapshot(places, snapshot);
  step?.('manifest');
  await writeHead(places, id);
  step?.('head');
  return { snapshot, changes };
}

/** A vendor that takes a revision back leads to a snapshot that was there: that one stays as it is. */
async function keptBefore(places: StorePlaces, id: string): Promise<Snapshot | null> {
  return (await snapshotIds(places)).includes(id) ? readSnapshot(places, id) : null;
}

async function writeTables(
  duck: Duck,
  places: StorePlaces,
  before: Tables,
  changes: readonly TickerChange[],
  commit: Commit,
): Promise<Tables> {
  // Several threads would write the same rows of a file in row groups of their own choosing: each file has one, and
  // several files are written at once.
  await duck.run('SET threads = 1');
  const bars = await writeYears(duck, places, 'bars', before, commit);
  const actions = await writeYears(duck, places, 'actions', before, commit);
  if (!actions.some(({ rows }) => rows === 0)) actions.unshift(await writeNoActions(duck, places));
  if (changes.length === 0 && before.listing.length > 0) return { bars, actions, listing: before.listing };
  const listing = await writeObject(duck, places, listingSql(places, before, bars), {
    first: 'covers_from',
    last: 'covers_to',
  });
  commit.step?.('listing');
  return { bars, actions, listing: [listing] };
}

/** Years in which nothing differs keep their objects. */
async function writeYears(
  duck: Duck,
  places: StorePlaces,
  table: 'bars' | 'actions',
  before: Tables,
  { written, step }: Commit,
): Promise<StoredObject[]> {
  const years = await changedYears(duck, table);
  const texts = new Set(years.map(yearText));
  const objects = before[table].filter(({ first }) => !texts.has(first.slice(0, 4)));
  const order = table === 'bars' ? 'ticker, date' : 'ticker, date, split, dividend';
  const next = years.values();
  let done = 0;
  const writer = async (own: Duck) => {
    for (const year of next) {
      const query = `SELECT * FROM (${mergedYear(places, table, before, year)}) ORDER BY ${order}`;
      const object = await writeObject(own, places, query, { first: 'date', last: 'date' });
      written?.({ table, done: ++done, years: years.length });
      step?.(`${table} ${year}`);
      if (object.rows > 0) objects.push(object);
    }
  };
  await together(Math.min(availableParallelism(), MOST_WRITERS), () => duck.beside(writer));
  return objects.sort((a, b) => (a.first < b.first ? -1 : 1));
}

/** Does the same work so many times at once. All have ended when one has failed. */
async function together(times: number, work: () => Promise<void>): Promise<void> {
  const ended = await Promise.allSettled(Array.from({ length: times }, work));
  for (const outcome of ended) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Without any row: a table that is there and empty says that splits are known, and that there were none. */
function writeNoActions(duck: Duck, places: StorePlaces): Promise<StoredObject> {
  return writeObject(duck, places, `SELECT * FROM ${relationOf(places, 'actions', [])}`, {
    first: 'date',
    last: 'date',
  });
}

function listingSql(places: StorePlaces, before: Tables, bars: readonly StoredObject[]): string {
  const told = ['identity', 'currency', 'exchange', 'time_zone'].map(
    (name) => `coalesce(s.${name}, k.${name}) AS ${name}`,
  );
  return (
    `SELECT ticker, ${told.join(', ')}, b.first, b.last, least(s.covers_from, k.covers_from) AS covers_from, ` +
    'greatest(s.covers_to, k.covers_to) AS covers_to ' +
    `FROM ${relationOf(places, 'listing', before.listing)} k FULL JOIN staged_listing s USING (ticker) ` +
    `LEFT JOIN (SELECT ticker, min(date) AS first, max(date) AS last FROM ${relationOf(places, 'bars', bars)} ` +
    'GROUP BY ticker) b USING (ticker) ORDER BY ticker'
  );
}
