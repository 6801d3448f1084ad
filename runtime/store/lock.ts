/**
 * One writer at a time. The file `lock` says who; whoever finds one whose process is gone, or has its number from one
 * that is gone, takes it over, which only one of several can do at a time (`lock.taking`).
 */
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { describeFileError } from '../artifacts/fileErrors.ts';
import { ensureFolder } from '../artifacts/folders.ts';
import { UserError } from '../ports.ts';
import type { StorePlaces } from './layout.ts';
import { processStart } from './processStart.ts';

export interface Holder {
  readonly pid: number;
  /** Of the process; null: not known, then the number counts. */
  readonly started: string | null;
  readonly host: string;
  /** ISO instant. */
  readonly since: string;
}

/** So long a lock without a readable holder is taken for one that is being written. */
const GRACE_MS = 10_000;

/** Does the work as the store's only writer. @throws UserError when somebody else is */
export async function withLock<T>(places: StorePlaces, now: () => Date, work: () => Promise<T>): Promise<T> {
  await ensureFolder(places.root).catch((error: unknown) => {
    throw describeFileError(error, places.root);
  });
  const { pid } = process;
  await take(places, { pid, started: await processStart(pid), host: hostname(), since: now().toISOString() });
  try {
    return await work();
  } catch (error) {
    throw describeFileError(error, places.root);
  } finally {
    await rm(places.lock, { force: true });
  }
}

async function take(places: StorePlaces, self: Holder): Promise<void> {
  if (await create(places.lock, self)) return;
  if (!(await isStale(places.lock, self))) throw await busy(places);
  const taking = `${places.lock}.taking`;
  if (!(await create(taking, self)) && !(await replaceStale(taking, self))) throw await busy(places);
  try {
    // Looked at again: another may have taken it over meanwhile, and be at work.
    if (!(await isStale(places.lock, self))) throw await busy(places);
    await rm(places.lock, { force: true });
    if (!(await create(places.lock, self))) throw await busy(places);
  } finally {
    await rm(taking, { force: true });
  }
}

async function replaceStale(file: string, self: Holder): Promise<boolean> {
  if (!(await isStale(file, self))) return false;
  await rm(file, { force: true });
  return create(file, self);
}

/** False when the file is there already. */
async function create(file: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(file, `${JSON.stringify(holder)}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw describeFileError(error, file);
  }
}

/** Whether its holder is gone for sure; of another host that cannot be known. */
async function isStale(file: string, self: Holder): Promise<boolean> {
  const holder = await readHolder(file);
  if (holder !== null) return holder.host === self.host && !(await isAlive(holder));
  const found = await stat(file).catch(() => null);
  return found === null || Date.now() - found.mtimeMs > GRACE_MS;
}

export async function readHolder(file: string): Promise<Holder | null> {
  try {
    const { pid, started = null, host, since } = JSON.parse(await readFile(file, 'utf8')) as Holder;
    return { pid, started, host, since };
  } catch {
    return null;
  }
}

async function isAlive({ pid, started }: Holder): Promise<boolean> {
  if (!isRunning(pid)) return false;
  const running = await processStart(pid);
  return started === null || running === null || running === started;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function busy(places: StorePlaces): Promise<UserError> {
  const holder = await readHolder(places.lock);
  const who = holder === null ? '' : ` by process ${holder.pid} on ${holder.host} since ${holder.since}`;
  return new UserError('store-busy', `the store ${places.root} is being written${who}`, [
    'wait until it is done',
    `if that process is gone, remove ${places.lock}`,
  ]);
}
