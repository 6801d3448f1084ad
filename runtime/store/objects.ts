/** Objects: Parquet files named by their bits, written beside their place and renamed into it, never changed. */
import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder } from '../artifacts/folders.ts';
import { type Duck, literal } from '../sources/files/duck.ts';
import { hashFile } from '../sources/snapshot.ts';
import type { StorePlaces } from './layout.ts';
import { damaged, type StoredObject, type Tables } from './manifest.ts';

const ROW_GROUP = 122_880;

/**
 * Writes the rows of a query as an object. `days` names the column of the query that is its date, or null.
 * One thread, rows in the order given, row groups of one size: the same rows give the same bits.
 */
export async function writeObject(
  duck: Duck,
  places: StorePlaces,
  query: string,
  days: { readonly first: string; readonly last: string },
): Promise<StoredObject> {
  await ensureFolder(places.objects);
  const partial = join(places.objects, `.${randomBytes(4).toString('hex')}.partial`);
  try {
    await duck.run(
      `COPY (${query}) TO ${literal(partial)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP})`,
    );
    await flush(partial);
    const [[rows, first, last] = []] = await duck.rows(
      `SELECT count(*)::INTEGER, min(${days.first})::VARCHAR, max(${days.last})::VARCHAR FROM read_parquet(${literal(partial)})`,
    );
    const hash = await hashFile(partial);
    const { size } = await stat(partial);
    await rename(partial, places.object(hash));
    return { hash, bytes: size, rows: Number(rows), first: String(first ?? ''), last: String(last ?? '') };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** To the disk, so that a name never stands for bits that a power failure took. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What is wrong with an object on disk; null: it holds the bits that were written. */
export async function faultOf(places: StorePlaces, { hash, bytes }: StoredObject): Promise<'gone' | 'changed' | null> {
  const path = places.object(hash);
  const size = await stat(path).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) return 'gone';
  return size === bytes && (await hashFile(path)) === hash ? null : 'changed';
}

/** @throws UserError unless the object holds the bits that were written */
export async function verifyObject(places: StorePlaces, object: StoredObject): Promise<void> {
  const fault = await faultOf(places, object);
  if (fault === 'gone') throw damaged(`${places.object(object.hash)} is gone`);
  if (fault === 'changed') throw damaged(`${places.object(object.hash)} no longer holds the bits that were written`);
}

/** All of a snapshot. @throws UserError unless each holds the bits that were written */
export async function verifyObjects(places: StorePlaces, tables: Tables): Promise<void> {
  for (const object of Object.values(tables).flat()) await verifyObject(places, object);
}

/** Removes what a killed process left half written. Only for whoever holds the store's lock. */
export async function sweepPartials(places: StorePlaces): Promise<void> {
  for (const name of await readdir(places.objects).catch(() => [])) {
    if (name.endsWith('.partial')) await rm(join(places.objects, name), { force: true });
  }
}
