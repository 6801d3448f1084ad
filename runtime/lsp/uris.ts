/** Files as the compiler names them, and the URIs by which a client knows them. */
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { displayName } from '../cli/files.ts';

/** As `strat check` would name it from where the server was started; a text that is no file yet goes by its URI. */
export function fileOf(uri: string): string {
  const path = pathOf(uri);
  return path === null ? uri : displayName(path);
}

export function uriOf(file: string): string {
  return isUri(file) ? file : pathToFileURL(resolve(file)).href;
}

/** Null for a text that is not on disk, such as `untitled:Untitled-1`. */
export function pathOf(uri: string): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    return fileURLToPath(uri);
  } catch {
    return null; // of another machine, or not well formed
  }
}

/** A letter and a colon alone begin a path of Windows. */
function isUri(file: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(file);
}
