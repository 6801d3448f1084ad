/**
 * Where things lie in a store.
 *
 *   objects/<sha256>.parquet   immutable, named by their bits
 *   snapshots/<id>.json        manifests: which objects are a snapshot (manifest.ts)
 *   HEAD                       id of the latest snapshot
 *   journal/                   answers of a pull under way; they outlive a kill (journal.ts)
 *   damaged/                   objects that `repair` set aside
 *   lock                       who writes (lock.ts)
 */
import { join } from 'node:path';

export interface StorePlaces {
  readonly root: string;
  readonly objects: string;
  readonly snapshots: string;
  readonly head: string;
  readonly journal: string;
  readonly damaged: string;
  readonly lock: string;
  object(hash: string): string;
  snapshot(id: string): string;
}

export function placesOf(root: string): StorePlaces {
  const [objects, snapshots] = [join(root, 'objects'), join(root, 'snapshots')];
  return {
    root,
    objects,
    snapshots,
    head: join(root, 'HEAD'),
    journal: join(root, 'journal'),
    damaged: join(root, 'damaged'),
    lock: join(root, 'lock'),
    object: (hash) => join(objects, `${hash}.parquet`),
    snapshot: (id) => join(snapshots, `${id}.json`),
  };
}
