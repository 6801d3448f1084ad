/** Every file of a store against its name: which are damaged, and what is lost with them. */
import { readdir } from 'node:fs/promises';
import { UserError } from '../ports.ts';
import { hashFile } from '../sources/snapshot.ts';
import type { StorePlaces } from './layout.ts';
import { readSnapshot, type Snapshot, type StoredObject, snapshotIds, type TableName } from './manifest.ts';
import { faultOf } from './objects.ts';

export interface DamagedObject {
  readonly object: StoredObject;
  readonly table: TableName;
  readonly fault: 'gone' | 'changed';
  /** Ids of the snapshots that it is part of. */
  readonly snapshots: readonly string[];
}

export interface Verification {
  /** Those whose manifest is as it was written, the earliest first. */
  readonly snapshots: readonly Snapshot[];
  readonly objects: number;
  readonly damaged: readonly DamagedObject[];
  /** Ids of snapshots whose manifest cannot be read. */
  readonly damagedManifests: readonly string[];
  /** Hashes of sound objects that no snapshot names: what a killed pull left, and may use again. */
  readonly unused: readonly string[];
}

export async function verifyStore(places: StorePlaces): Promise<Verification> {
  const { snapshots, damagedManifests } = await readSnapshots(places);
  const used = new Map<string, { object: StoredObject; table: TableName; snapshots: string[] }>();
  for (const { id, tables } of snapshots) {
    for (const [table, objects] of Object.entries(tables) as [TableName, StoredObject[]][]) {
      for (const object of objects) {
        const entry = used.get(object.hash) ?? { object, table, snapshots: [] };
        entry.snapshots.push(id);
        used.set(object.hash, entry);
      }
    }
  }
  const damaged: DamagedObject[] = [];
  for (const entry of used.values()) {
    const fault = await faultOf(places, entry.object);
    if (fault !== null) damaged.push({ ...entry, fault });
  }
  damaged.sort((a, b) => (a.table + a.object.first < b.table + b.object.first ? -1 : 1));
  return { snapshots, objects: used.size, damaged, damagedManifests, unused: await unusedObjects(places, used) };
}

async function readSnapshots(places: StorePlaces): Promise<{ snapshots: Snapshot[]; damagedManifests: string[] }> {
  const snapshots: Snapshot[] = [];
  const damagedManifests: string[] = [];
  for (const id of await snapshotIds(places)) {
    try {
      snapshots.push(await readSnapshot(places, id));
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'damaged-store') throw error;
      damagedManifests.push(id);
    }
  }
  return { snapshots: inOrder(snapshots), damagedManifests };
}

/** By the clock; of the same instant, what was made from another comes after it. */
function inOrder(snapshots: readonly Snapshot[]): Snapshot[] {
  const byId = new Map(snapshots.map((each) => [each.id, each]));
  const depths = new Map<string, number>();
  for (const { id } of snapshots) {
    let depth = 0;
    // No longer than there are snapshots: what is told about them is not part of their hash, and could be anything.
    for (let at = byId.get(id)?.about.parent; at && depth < byId.size; at = byId.get(at)?.about.parent) depth++;
    depths.set(id, depth);
  }
  const after = (a: Snapshot, b: Snapshot) => depths.get(a.id)! - depths.get(b.id)!;
  return snapshots.toSorted((a, b) => a.about.pulledAt.localeCompare(b.about.pulledAt) || after(a, b));
}

async function unusedObjects(places: StorePlaces, used: ReadonlyMap<string, unknown>): Promise<string[]> {
  const names = await readdir(places.objects).catch(() => []);
  const unused = names
    .flatMap((name) => /^([0-9a-f]{64})\.parquet$/.exec(name)?.[1] ?? [])
    .filter((hash) => !used.has(hash));
  const sound = await Promise.all(unused.map(async (hash) => (await hashFile(places.object(hash))) === hash));
  return unused.filter((_, at) => sound[at]).sort();
}
