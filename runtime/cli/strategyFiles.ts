/** Strategies as files that are read to be written again: found below folders, exact, and replaced whole. */
import { randomBytes } from 'node:crypto';
import {
  type Dirent,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './command.ts';
import { describeReadError } from './files.ts';

/** Files as named, and every `.strat` file below the folders named, in alphabetical order. @throws UsageError */
export function strategyFiles(operands: readonly string[]): readonly string[] {
  const found = operands.flatMap((path) => {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
    const below = strategiesBelow(path);
    if (below.length === 0) throw new UsageError(`there is no .strat file below ${path}`);
    return below;
  });
  return [...new Set(found)];
}

/** Hidden folders and installed packages hold nothing of the author's. Links to folders are not followed. */
function strategiesBelow(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : strategiesBelow(path);
    }
    return entry.name.endsWith('.strat') ? [path] : [];
  });
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new UsageError(describeReadError(folder, error));
  }
}

/** The exact text; what is not UTF-8 cannot be written back as it was. @throws UsageError */
export function readExactly(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new UsageError(describeReadError(path, error));
  }
  return decode(bytes, path);
}

export function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError(`${path} is not UTF-8 text; save it as UTF-8 first`);
  }
}

/** Written beside its place and renamed there, with the mode it had; a link stays one. @throws UsageError */
export function replaceText(path: string, text: string): void {
  let partial: string | null = null;
  try {
    const place = realpathSync(path);
    const { mode } = statSync(place);
    partial = `${place}.${randomBytes(4).toString('hex')}.partial`;
    writeFileSync(partial, text, { mode, flush: true });
    renameSync(partial, place);
  } catch (error) {
    if (partial !== null) rmSync(partial, { force: true });
    throw new UsageError(`${path} could not be written (${(error as Error).message})`);
  }
}
