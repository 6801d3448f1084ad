import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../ports.ts';

/**
 * Makes a folder and those above it. Not `mkdir(…, { recursive: true })`, which never ends where a file system answers
 * "not there" below a folder that is there, as /proc does.
 */
export async function ensureFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await isFolder(folder))) return;
    if (code !== 'ENOENT') throw error;
    if (await isFolder(dirname(folder))) {
      throw new UserError('not-writable', `no folder can be made at ${folder}`, [
        'choose another folder under storage in the config',
      ]);
    }
    await ensureFolder(dirname(folder));
    await ensureFolder(folder);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
