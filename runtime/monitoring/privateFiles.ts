/**
 * Files beside the ledger. They say what an account holds, so that only their owner may read them, whatever the umask is;
 * and what is replaced is replaced whole: a reader sees the file before or after, never a part.
 */
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ensureFolderSync } from '../artifacts/folders.ts';

const OWNER_ONLY = { folder: 0o700, file: 0o600 };

export function makePrivateFolder(folder: string): void {
  ensureFolderSync(folder, OWNER_ONLY.folder);
  chmodSync(folder, OWNER_ONLY.folder);
}

/** @returns a descriptor; what is written to it goes to the end of the file, whoever else writes there. */
export function openPrivateLog(file: string): number {
  makePrivateFolder(dirname(file));
  const descriptor = openSync(file, 'a+', OWNER_ONLY.file);
  chmodSync(file, OWNER_ONLY.file);
  return descriptor;
}

/** Puts `text` in the place of the file, or leaves it as it was. */
export function replacePrivateFile(file: string, text: string): void {
  makePrivateFolder(dirname(file));
  const partial = `${file}.${process.pid}.partial`;
  try {
    const descriptor = openSync(partial, 'w', OWNER_ONLY.file);
    try {
      // Writes all of it or throws, where one call may write a part on a disk that is filling up.
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** Null: there is none. */
export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
