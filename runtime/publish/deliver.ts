/**
 * Delivers what waits in the ledger to a vector store, oldest change first. A point is known by its id, so that a batch which
 * is delivered twice, as after a kill between delivery and mark, leaves the same points.
 *
 * One process delivers at a time, by a lock that ends with it: else one that was held up could put an older state of a
 * point over a newer one.
 */
import { changesFor, countWaiting, markDelivered } from '../paper/ledger/documents.ts';
import { FileLock } from '../paper/ledger/fileLock.ts';
import type { Ledger } from '../paper/ledger/ledger.ts';
import type { Document } from './document.ts';
import { COLLECTIONS, type Collection } from './payloads.ts';

/** Where documents are delivered to. */
export interface Destination {
  /** The ledger remembers by it what was delivered. */
  readonly name: string;
  /** Whether all that documents are put into is there; else it has lost, or never had, what it was told. */
  isWhole(): Promise<boolean>;
  /** Makes what is missing there. */
  prepare(): Promise<void>;
  /** Writes points over those of the same ids. Of one collection. */
  put(collection: Collection, documents: readonly Document[]): Promise<void>;
}

/** Documents in one request: some 200 kB. */
const BATCH = 256;

/**
 * @param again everything, whatever was delivered before
 * @returns how many changes were delivered; null: another process is delivering
 * @throws UserError of the destination; what was delivered before stays marked
 */
export async function deliver(
  ledger: Ledger,
  destination: Destination,
  { again = false }: { readonly again?: boolean } = {},
): Promise<number | null> {
  const lock = FileLock.open(`${ledger.file}-outbox`);
  try {
    if (!lock.tryTake()) return null;
    if (again) markDelivered(ledger, destination.name, 0);
    return await deliverWaiting(ledger, destination);
  } finally {
    lock.close();
  }
}

async function deliverWaiting(ledger: Ledger, destination: Destination): Promise<number> {
  const { name } = destination;
  if (countWaiting(ledger, name) === 0) return 0;
  // Noted before it is made whole: whoever is killed in between would take it for one that has everything.
  if (!(await destination.isWhole())) markDelivered(ledger, name, 0);
  await destination.prepare();
  for (let count = 0; ; ) {
    const changes = changesFor(ledger, name, BATCH);
    if (changes.length === 0) return count;
    for (const collection of COLLECTIONS) {
      const documents = changes.flatMap(({ document }) => (document.collection === collection ? [document] : []));
      if (documents.length > 0) await destination.put(collection, documents);
    }
    markDelivered(ledger, name, changes.at(-1)!.number);
    count += changes.length;
  }
}
