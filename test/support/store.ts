/** A store in a folder of its own, pulled into from a scripted vendor, and read back as rows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BulkFeed } from '../../runtime/feeds/bulk.ts';
import type { Feed } from '../../runtime/feeds/feed.ts';
import { withDuck } from '../../runtime/store/database.ts';
import { placesOf, type StorePlaces } from '../../runtime/store/layout.ts';
import { type Snapshot, snapshotIds, type TableName } from '../../runtime/store/manifest.ts';
import { type PullEvent, type PullOutcome, type PullRequest, pull } from '../../runtime/store/pull.ts';
import { COLUMNS, relationOf } from '../../runtime/store/tables.ts';

export interface TestStore {
  readonly places: StorePlaces;
  readonly events: PullEvent[];
  /** On an evening in June 2024, of January to June, unless said otherwise. */
  pull(feed: Feed | BulkFeed, options?: Partial<Pull>): Promise<PullOutcome>;
  rows(snapshot: Snapshot, table: TableName): Promise<(string | number | null)[][]>;
  snapshots(): Promise<string[]>;
  remove(): void;
}

interface Pull extends Pick<PullRequest, 'tickers' | 'window' | 'overlap' | 'lastStays' | 'expected'> {
  readonly signal: AbortSignal;
  readonly step: (name: string) => void;
  readonly now: Date;
}

export const WINDOW = { from: '2024-01-01', to: '2024-06-28' };

export function newStore(): TestStore {
  const folder = mkdtempSync(join(tmpdir(), 'strat-store-'));
  const places = placesOf(join(folder, 'market'));
  const events: PullEvent[] = [];
  return {
    places,
    events,
    pull(
      feed,
      {
        tickers = null,
        window = WINDOW,
        overlap = 2,
        lastStays,
        expected,
        signal,
        step,
        now = new Date('2024-06-30T22:00:00Z'),
      } = {},
    ) {
      const ports = {
        emit: (event: PullEvent) => events.push(event),
        signal: signal ?? new AbortController().signal,
        now: () => now,
        ...(step && { step }),
      };
      const told = { ...(lastStays && { lastStays }), ...(expected !== undefined && { expected }) };
      return pull({ places, feed, tickers, window, overlap, calendar: 'XNYS', ...told }, ports);
    },
    rows: (snapshot, table) => rowsOf(places, snapshot, table),
    snapshots: () => snapshotIds(places),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function rowsOf(places: StorePlaces, { tables }: Snapshot, table: TableName): Promise<(string | number | null)[][]> {
  const columns = Object.entries(COLUMNS[table]).map(([name, type]) => (type === 'DATE' ? `${name}::VARCHAR` : name));
  return withDuck((duck) =>
    duck.rows(`SELECT ${columns.join(', ')} FROM ${relationOf(places, table, tables[table])} ORDER BY ALL`),
  );
}
