/**
 * A snapshot: which objects are the market on that day. Its id is the hash of `tables`, so that two stores which hold
 * the same bits call them by the same name; what is told `about` it (when, by whom, why) is not part of it.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import * as z from 'zod';
import { replaceFile } from '../artifacts/folders.ts';
import { UserError } from '../ports.ts';
import type { StorePlaces } from './layout.ts';

/** Raised whenever objects or manifests are to be read in another way. */
const STORE_VERSION = 1;

const storedObject = z.strictObject({
  /** SHA-256 of the file, which is its name. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int(),
  rows: z.int(),
  /** ISO days of the first and the last row. */
  first: z.string(),
  last: z.string(),
});

const tickerChange = z.strictObject({
  ticker: z.string(),
  what: z.enum(['new', 'appended', 'restated']),
  /** Rows of bars. */
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
  /** Splits and dividends that came or went. */
  actions: z.int(),
  /** ISO day of the first difference; null: none, only more days are known to have no bar. */
  from: z.string().nullable(),
  /** In words. */
  reason: z.string(),
});

const manifestSchema = z.strictObject({
  version: z.literal(STORE_VERSION),
  tables: z.strictObject({
    /** One object for each year that has rows, ascending; sorted by ticker and date. */
    bars: z.array(storedObject),
    actions: z.array(storedObject),
    /** One object. */
    listing: z.array(storedObject),
  }),
  about: z.strictObject({
    /** Of the pull that made it. */
    feed: z.string(),
    /** ISO instant. */
    pulledAt: z.string(),
    /** Id of the snapshot it was made from. */
    parent: z.string().nullable(),
    changes: z.array(tickerChange),
    /** Whether a day without a dividend is, for every ticker, one on which none was paid. */
    dividendsKnown: z.boolean(),
    /** What a reader of a report must know about how its bars came to be, in full sentences. */
    assumptions: z.array(z.string()),
  }),
});

export type StoredObject = z.infer<typeof storedObject>;
export type TickerChange = z.infer<typeof tickerChange>;
export type Manifest = z.infer<typeof manifestSchema>;
export type Tables = Manifest['tables'];
export type TableName = keyof Tables;

export interface Snapshot {
  readonly id: string;
  readonly tables: Tables;
  readonly about: Manifest['about'];
}

export const NO_TABLES: Tables = { bars: [], actions: [], listing: [] };

export function snapshotId(tables: Tables): string {
  const meaning = Object.entries(tables)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, objects]) => [
      name,
      objects.map(({ hash, bytes, rows, first, last }) => [hash, bytes, rows, first, last]),
    ]);
  return createHash('sha256')
    .update(JSON.stringify([STORE_VERSION, meaning]))
    .digest('hex');
}

/** How people read an id. */
export function shortId(id: string): string {
  return id.slice(0, 12);
}

export async function writeSnapshot(places: StorePlaces, { id, tables, about }: Snapshot): Promise<void> {
  const manifest: Manifest = { version: STORE_VERSION, tables, about };
  await replaceFile(places.snapshot(id), Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`));
}

export async function writeHead(places: StorePlaces, id: string): Promise<void> {
  await replaceFile(places.head, Buffer.from(`${id}\n`));
}

/** Id of the latest snapshot; null: there is none. */
export async function readHead(places: StorePlaces): Promise<string | null> {
  try {
    return (await readFile(places.head, 'utf8')).trim();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

/** The latest snapshot; null: there is none. @throws UserError when it is damaged */
export async function headSnapshot(places: StorePlaces): Promise<Snapshot | null> {
  const id = await readHead(places);
  return id === null ? null : readSnapshot(places, id);
}

/** @param name `latest`, or the first digits of an id. @throws UserError when there is none, or it is damaged */
export async function findSnapshot(places: StorePlaces, name: string): Promise<Snapshot> {
  const head = await readHead(places);
  const pull = 'pull first: `strat data pull --config FILE`';
  if (head === null)
    throw new UserError('no-snapshot', `nothing has been pulled into the store ${places.root}`, [pull]);
  if (name === 'latest') return readSnapshot(places, head);
  const found = (await snapshotIds(places)).filter((id) => id.startsWith(name));
  if (found.length === 1) return readSnapshot(places, found[0]!);
  throw new UserError(
    'no-snapshot',
    found.length === 0
      ? `the store ${places.root} has no snapshot ${name}`
      : `${found.length} snapshots of the store ${places.root} begin with ${name}`,
    found.length === 0
      ? [`the latest is ${shortId(head)}; \`strat data status\` lists them`]
      : [`give more digits: ${found.map(shortId).join(', ')}`],
  );
}

export async function snapshotIds(places: StorePlaces): Promise<string[]> {
  const names = await readdir(places.snapshots).catch(() => []);
  return names.flatMap((name) => /^([0-9a-f]{64})\.json$/.exec(name)?.[1] ?? []).sort();
}

/** @throws UserError when the manifest is gone, or is not the one of that id */
export async function readSnapshot(places: StorePlaces, id: string): Promise<Snapshot> {
  const file = places.snapshot(id);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw damaged(`${file} is gone`);
  }
  const manifest = parseManifest(text, file);
  if (snapshotId(manifest.tables) !== id) throw damaged(`${file} is not the manifest that was written`);
  return { id, tables: manifest.tables, about: manifest.about };
}

function parseManifest(text: string, file: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(`${file} is no JSON`);
  }
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > STORE_VERSION) {
    throw new UserError('store-version', `${file} was written by a later version of strat (store version ${version})`, [
      `this one reads version ${STORE_VERSION}`,
    ]);
  }
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) throw damaged(`${file} is not the manifest that was written`);
  return parsed.data;
}

export function damaged(what: string): UserError {
  return new UserError('damaged-store', what, [
    '`strat data verify` names all that is damaged',
    '`strat data repair` sets it aside and pulls just that again, or says what is lost',
  ]);
}
