/**
 * Damaged files are set aside, and what the latest snapshot lacks then is pulled again:
 *
 *   verify ─▶ set aside ─▶ latest sound manifest ─▶ its damaged years from the feed ─▶ commit
 *
 * A vendor that tells what it told before gives the same objects, and all snapshots are whole again. Until every ticker
 * of the damaged years is there, HEAD stays, and runs refuse what is gone: nothing gets smaller without a word.
 */
import { rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ensureFolder } from '../artifacts/folders.ts';
import type { BulkFeed } from '../feeds/bulk.ts';
import type { Feed, FeedRequest } from '../feeds/feed.ts';
import { isBulk } from '../feeds/open.ts';
import type { Duck } from '../sources/files/duck.ts';
import { commitStage } from './commit.ts';
import { withDuck } from './database.ts';
import { Journal } from './journal.ts';
import type { StorePlaces } from './layout.ts';
import { withLock } from './lock.ts';
import { readHead, type Snapshot, type Tables, writeHead } from './manifest.ts';
import type { LastStays, Window } from './missing.ts';
import { sweepPartials, writeObject } from './objects.ts';
import type { PullPorts } from './pull.ts';
import { checkStage, createStage, type Failure, stageRelations } from './stage.ts';
import { readListing, relationOf } from './tables.ts';
import { askWhole } from './vendor.ts';
import { type DamagedObject, verifyStore } from './verify.ts';

export interface RepairOutcome {
  readonly damaged: readonly DamagedObject[];
  readonly damagedManifests: readonly string[];
  /** Which HEAD names now; null: no manifest is sound. */
  readonly snapshot: Snapshot | null;
  /** Of the latest snapshot; others have failed if it is shorter than what was asked for. */
  readonly failures: readonly Failure[];
  /** Objects that did not come back as they were, and the snapshots that cannot be read without them. */
  readonly lost: readonly DamagedObject[];
}

export interface RepairRequest {
  readonly places: StorePlaces;
  /** Null: nothing is pulled, only set aside and told. */
  readonly feed: Feed | BulkFeed | null;
  /** Goes on without the tickers that fail. */
  readonly acceptLoss: boolean;
  readonly lastStays?: LastStays;
}

/** @throws UserError when somebody else is writing */
export function repair(request: RepairRequest, ports: PullPorts): Promise<RepairOutcome> {
  const { places, feed } = request;
  return withLock(places, ports.now, async () => {
    await sweepPartials(places);
    const { damaged, damagedManifests, snapshots } = await verifyStore(places);
    await setAside(places, damaged, damagedManifests);
    const named = await readHead(places);
    const head = snapshots.find(({ id }) => id === named) ?? snapshots.at(-1) ?? null;
    const gone = damaged.filter(({ snapshots: ids }) => head !== null && ids.includes(head.id));
    if (head !== null && head.id !== named) await writeHead(places, head.id);
    const none = { damaged, damagedManifests, snapshot: head, failures: [], lost: damaged };
    if (head === null || feed === null || gone.length === 0) return none;
    const { snapshot, failures } = await withDuck((duck) => restore(duck, { ...request, feed }, head, gone, ports));
    const after = await verifyStore(places);
    return { ...none, snapshot, failures, lost: after.damaged };
  });
}

async function setAside(places: StorePlaces, damaged: readonly DamagedObject[], manifests: readonly string[]) {
  const objects = damaged.filter(({ fault }) => fault === 'changed').map(({ object }) => places.object(object.hash));
  const files = [...objects, ...manifests.map((id) => places.snapshot(id))];
  if (files.length > 0) await ensureFolder(places.damaged);
  for (const file of files) await rename(file, join(places.damaged, basename(file)));
}

type RestoreRequest = RepairRequest & { readonly feed: Feed | BulkFeed };

async function restore(
  duck: Duck,
  request: RestoreRequest,
  head: Snapshot,
  gone: readonly DamagedObject[],
  ports: PullPorts,
): Promise<{ snapshot: Snapshot; failures: readonly Failure[] }> {
  const { places, feed, acceptLoss } = request;
  const tables = await soundTables(duck, places, head, gone);
  const years = yearsOf(gone);
  await createStage(duck);
  const journal = await Journal.open(places, { base: head.id, feed: `repair from ${feed.name}` });
  const failures = years === null ? [] : await stageYears(duck, request, tables, years, journal, ports);
  if (ports.signal.aborted || (failures.length > 0 && !acceptLoss)) return { snapshot: head, failures };
  const { snapshot } = await commitStage(duck, places, {
    base: head,
    tables,
    feed: feed.name,
    pulledAt: ports.now().toISOString(),
    dividendsKnown: isBulk(feed) ? feed.dividendsKnown : true,
    assumptions: isBulk(feed) ? feed.assumptions : [],
    reasons: new Map(),
  });
  await journal.remove();
  return { snapshot: snapshot ?? head, failures };
}

/** Less what is gone. Without its listing, who is in a store and since when is told by its bars. */
async function soundTables(
  duck: Duck,
  places: StorePlaces,
  { tables }: Snapshot,
  gone: readonly DamagedObject[],
): Promise<Tables> {
  const hashes = new Set(gone.map(({ object }) => object.hash));
  const sound = (objects: Tables['bars']) => objects.filter(({ hash }) => !hashes.has(hash));
  const bars = sound(tables.bars);
  const listing = sound(tables.listing);
  if (listing.length === 0) {
    const query =
      'SELECT ticker, NULL::VARCHAR AS identity, NULL::VARCHAR AS currency, NULL::VARCHAR AS exchange, ' +
      'NULL::VARCHAR AS time_zone, min(date) AS first, max(date) AS last, min(date) AS covers_from, max(date) AS covers_to ' +
      `FROM ${relationOf(places, 'bars', bars)} GROUP BY ticker ORDER BY ticker`;
    listing.push(await writeObject(duck, places, query, { first: 'covers_from', last: 'covers_to' }));
  }
  return { bars, actions: sound(tables.actions), listing };
}

/** One stretch over all damaged years of bars and actions; null: there are none. */
function yearsOf(gone: readonly DamagedObject[]): Window | null {
  const rows = gone.filter(({ table, object }) => table !== 'listing' && object.rows > 0);
  if (rows.length === 0) return null;
  const years = rows.flatMap(({ object }) => [object.first.slice(0, 4), object.last.slice(0, 4)]).sort();
  return { from: `${years[0]}-01-01`, to: `${years.at(-1)}-12-31` };
}

async function stageYears(
  duck: Duck,
  { places, feed, lastStays = new Map() }: RestoreRequest,
  tables: Tables,
  years: Window,
  journal: Journal,
  ports: PullPorts,
): Promise<Failure[]> {
  const requests = [...(await readListing(duck, places, tables)).values()].flatMap((kept): FeedRequest[] => {
    const from = kept.coversFrom > years.from ? kept.coversFrom : years.from;
    const to = kept.coversTo < years.to ? kept.coversTo : years.to;
    return from > to ? [] : [{ ticker: kept.ticker, from, to }];
  });
  if (!isBulk(feed)) {
    const refused = ofEarlierBearers(requests, lastStays);
    for (const failure of refused) ports.emit({ type: 'ticker-failed', ...failure });
    const failures = await askWhole(feed, ofLastBearers(requests, lastStays), ports, journal);
    await journal.stage(duck);
    return [...refused, ...failures, ...(await checkStage(duck))];
  }
  const tickers = requests.map(({ ticker }) => ticker);
  const listing = relationOf(places, 'listing', tables.listing);
  const relations = await feed.relations(duck);
  await relations.reading(() => stageRelations(duck, relations, years, tickers, listing));
  await duck.run(
    `UPDATE staged_listing SET covers_from = greatest(k.covers_from, DATE '${years.from}'), ` +
      `covers_to = least(k.covers_to, DATE '${years.to}') FROM ${listing} k WHERE k.ticker = staged_listing.ticker`,
  );
  return checkStage(duck);
}

/** A vendor answers with the bars of whoever bears a ticker last: they must not take the place of another company's. */
function ofLastBearers(requests: readonly FeedRequest[], lastStays: LastStays): FeedRequest[] {
  return requests.flatMap((request) => {
    const stay = lastStays.get(request.ticker);
    const from = stay !== undefined && stay.from > request.from ? stay.from : request.from;
    const to = stay !== undefined && stay.to < request.to ? stay.to : request.to;
    return from > to ? [] : [{ ...request, from, to }];
  });
}

function ofEarlierBearers(requests: readonly FeedRequest[], lastStays: LastStays): Failure[] {
  return requests.flatMap(({ ticker, from }): Failure[] => {
    const since = lastStays.get(ticker)?.from ?? from;
    if (since <= from) return [];
    const message = `is another company since ${since}: what the one before traded cannot be asked for`;
    return [{ ticker, code: 'no-data', message }];
  });
}
