/**
 * A pull, from a feed into the store:
 *
 *   missing ─▶ feed ─▶ journal ─▶ stage ─▶ check ─▶ commit ─▶ snapshot
 *      ▲                  └ a kill here loses nothing: the next pull goes on behind it
 *      └ a ticker whose last bars are no longer what they were is asked for whole
 *
 * A bulk feed (files) is staged at once, without journal: asking it again costs nothing. Tickers that fail are told and
 * keep what the store has of them; all others are kept in spite of it.
 */
import type { BulkFeed } from '../feeds/bulk.ts';
import type { Feed } from '../feeds/feed.ts';
import { isBulk } from '../feeds/open.ts';
import type { Duck } from '../sources/files/duck.ts';
import { type Commit, commitStage } from './commit.ts';
import { withDuck } from './database.ts';
import { Journal } from './journal.ts';
import type { StorePlaces } from './layout.ts';
import { withLock } from './lock.ts';
import { headSnapshot, NO_TABLES, type Snapshot, type TickerChange } from './manifest.ts';
import type { LastStays, Window } from './missing.ts';
import { sweepPartials, verifyObjects } from './objects.ts';
import { checkStage, createStage, type Failure, stageRelations } from './stage.ts';
import { relationOf } from './tables.ts';
import { askVendor } from './vendor.ts';

export interface PullRequest {
  readonly places: StorePlaces;
  readonly feed: Feed | BulkFeed;
  /** Null: all that a bulk feed holds. */
  readonly tickers: readonly string[] | null;
  readonly window: Window;
  /** Sessions to ask for again. */
  readonly overlap: number;
  /** Name of the calendar that says which days can be missing. */
  readonly calendar: string;
  readonly lastStays?: LastStays;
  /** A session that is to be traded on: whoever traded shortly before it and has no bar of it yet is asked for again. */
  readonly expected?: string;
}

export type PullEvent =
  | { readonly type: 'pull-started'; readonly feed: string; readonly tickers: number | null; readonly resumed: number }
  | { readonly type: 'pull-progress'; readonly done: number; readonly total: number }
  /** A bulk feed has been read whole. */
  | { readonly type: 'pull-read'; readonly bars: number }
  | { readonly type: 'pull-written'; readonly table: 'bars' | 'actions'; readonly done: number; readonly years: number }
  | { readonly type: 'ticker-restated'; readonly ticker: string; readonly reason: string }
  | { readonly type: 'ticker-failed'; readonly ticker: string; readonly code: string; readonly message: string };

export interface PullPorts {
  readonly emit: (event: PullEvent) => void;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Called when a step is done, by its name: for tests that end the process there. */
  readonly step?: (name: string) => void;
}

export interface PullOutcome {
  readonly before: Snapshot | null;
  /** The same as `before` when nothing has changed; null: nothing is kept. */
  readonly snapshot: Snapshot | null;
  readonly changes: readonly TickerChange[];
  readonly failures: readonly Failure[];
  /** What was answered is in the journal. */
  readonly interrupted: boolean;
}

/** @throws UserError when somebody else is writing, or the store is damaged */
export function pull(request: PullRequest, ports: PullPorts): Promise<PullOutcome> {
  const { places } = request;
  return withLock(places, ports.now, async () => {
    await sweepPartials(places);
    const before = await headSnapshot(places);
    if (before !== null) await verifyObjects(places, before.tables);
    return await withDuck(async (duck) => {
      await createStage(duck);
      const { feed } = request;
      return isBulk(feed)
        ? await pullBulk(duck, feed, request, ports, before)
        : await pullVendor(duck, feed, request, ports, before);
    });
  });
}

async function pullVendor(
  duck: Duck,
  feed: Feed,
  request: PullRequest,
  ports: PullPorts,
  before: Snapshot | null,
): Promise<PullOutcome> {
  const { places } = request;
  const journal = await Journal.open(places, { base: before?.id ?? null, feed: feed.name });
  const failures = await askVendor(duck, feed, request, ports, before?.tables ?? NO_TABLES, journal);
  if (ports.signal.aborted) return { before, snapshot: before, changes: [], failures, interrupted: true };

  await journal.stage(duck);
  const refused = await checkStage(duck);
  tellFailures(refused, ports);
  const reasons = new Map(
    [...journal.answered].flatMap(([ticker, { reason }]) => (reason === null ? [] : [[ticker, reason]])),
  );
  const made = { base: before, feed: feed.name, pulledAt: ports.now().toISOString(), reasons };
  const told = { dividendsKnown: true, assumptions: [] };
  const committed = await commitStage(duck, places, { ...made, ...told, ...watched(ports) });
  await journal.remove();
  ports.step?.('done');
  return { before, ...committed, failures: [...failures, ...refused], interrupted: false };
}

async function pullBulk(
  duck: Duck,
  feed: BulkFeed,
  { places, tickers, window }: PullRequest,
  ports: PullPorts,
  before: Snapshot | null,
): Promise<PullOutcome> {
  ports.emit({ type: 'pull-started', feed: feed.description, tickers: tickers?.length ?? null, resumed: 0 });
  const listing = relationOf(places, 'listing', before?.tables.listing ?? []);
  const relations = await feed.relations(duck);
  await relations.reading(() => stageRelations(duck, relations, window, tickers, listing));
  const [[bars] = []] = await duck.rows('SELECT count(*)::INTEGER FROM staged_bars');
  ports.emit({ type: 'pull-read', bars: Number(bars) });
  const absent = await absentTickers(duck, tickers, window);
  const refused = await checkStage(duck);
  tellFailures([...absent, ...refused], ports);
  const { name, dividendsKnown, assumptions } = feed;
  const made = { base: before, feed: name, pulledAt: ports.now().toISOString(), reasons: new Map<string, string>() };
  const told = { dividendsKnown, assumptions };
  const committed = await commitStage(duck, places, { ...made, ...told, ...watched(ports) });
  return { before, ...committed, failures: [...absent, ...refused], interrupted: false };
}

/** What is told of a commit while it is made. */
function watched({ emit, step }: PullPorts): Pick<Commit, 'written' | 'step'> {
  return { written: (years) => emit({ type: 'pull-written', ...years }), ...(step && { step }) };
}

async function absentTickers(duck: Duck, tickers: readonly string[] | null, { from, to }: Window): Promise<Failure[]> {
  if (tickers === null) return [];
  const rows = await duck.rows('SELECT ticker FROM wanted_tickers ANTI JOIN staged_listing USING (ticker) ORDER BY 1');
  const message = `has no bar from ${from} to ${to}`;
  return rows.map(([ticker]) => ({ ticker: String(ticker), code: 'unknown-ticker', message }));
}

function tellFailures(failures: readonly Failure[], ports: PullPorts): void {
  for (const failure of failures) ports.emit({ type: 'ticker-failed', ...failure });
}
