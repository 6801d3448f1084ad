import { randomBytes } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DAY_MS } from '../market.ts';
import { UserError } from '../ports.ts';
import { describeFileError } from './fileErrors.ts';

/**
 * Makes a folder and those above it. Not `mkdir(…, { recursive: true })`, which never ends where a file system answers
 * "not there" below a folder that is there, as /proc does. Only a second such answer counts: after the first, another
 * process may have made the folder above.
 */
export async function ensureFolder(folder: string, again = true): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await isFolder(folder))) return;
    if (code !== 'ENOENT') throw error;
    if (!again) throw noFolderAt(folder);
    if (!(await isFolder(dirname(folder)))) await ensureFolder(dirname(folder));
    await ensureFolder(folder, false);
  }
}

/**
 * The same at once, for what is opened at once.
 * @param mode of the folders that are made
 */
export function ensureFolderSync(folder: string, mode: number, again = true): void {
  try {
    mkdirSync(folder, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isThere = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
    if (code === 'EEXIST' && isThere(folder)) return;
    if (code !== 'ENOENT') throw error;
    if (!again) throw noFolderAt(folder);
    if (!isThere(dirname(folder))) ensureFolderSync(dirname(folder), mode);
    ensureFolderSync(folder, mode, false);
  }
}

function noFolderAt(folder: string): UserError {
  return new UserError('not-writable', `no folder can be made at ${folder}`, [
    'choose another folder under storage in the config',
  ]);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/**
 * Puts a file in place whole, whatever other processes do to it at the same time; the last one wins. A folder that is
 * removed meanwhile (the other run of two has finished) is made once more.
 */
export async function replaceFile(path: string, bytes: Uint8Array, again = true): Promise<void> {
  const partial = `${path}.${randomBytes(4).toString('hex')}.partial`;
  try {
    await ensureFolder(dirname(path));
    await writeFile(partial, bytes, { flush: true });
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {});
    if (!again || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await replaceFile(path, bytes, false);
  }
}

/** Finds out before the work, not after it, whether a folder can be made and written. @throws UserError */
export async function verifyWritable(folder: string): Promise<void> {
  const probe = join(folder, `.${randomBytes(4).toString('hex')}`);
  try {
    await ensureFolder(folder);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw describeFileError(error, folder);
  }
}

/** Removes what killed processes left half written: names that match and have not been touched for a day. */
export async function sweep(folder: string, leftOver: RegExp): Promise<void> {
  for (const name of (await readdir(folder).catch(() => [])).filter((each) => leftOver.test(each))) {
    const path = join(folder, name);
    const age = await stat(path).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (age > DAY_MS) await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}
