/** From a path in the config to the files it means. */
import { globSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { UserError } from '../../ports.ts';
import { nearest } from '../wording.ts';

export type Format = 'parquet' | 'csv';

const EXTENSIONS: Readonly<Record<Format, RegExp>> = {
  parquet: /\.(parquet|pq)$/i,
  csv: /\.(csv|tsv|txt)(\.gz|\.zst)?$/i,
};

/** A path of the config, or the files a store names one by one. */
export type Paths = string | readonly string[];

/**
 * A file, all files of the format below a folder, or what a glob matches; absolute, ascending. `setting` is the
 * config's key, for messages.
 */
export function locateFiles(path: Paths, baseFolder: string, format: Format, setting: string): string[] {
  if (typeof path !== 'string') return path.flatMap((each) => locateFiles(each, baseFolder, format, setting)).sort();
  const full = isAbsolute(path) ? path : resolve(baseFolder, path);
  const kind = kindOf(full);
  if (kind === 'file') return [full];
  if (kind === 'folder') return verifySome(filesBelow(full, format), `holds no ${format} file`, full, setting);
  if (/[*?[{]/.test(path)) {
    const matches = globSync(full).filter((file) => kindOf(file) === 'file');
    return verifySome(matches, 'matches no file', full, setting);
  }
  throw new UserError('no-such-file', `\`${setting}\` names ${full}, and there is no such file or folder`, [
    ...nearbyNames(full),
    `data paths start at the config file's folder: ${resolve(baseFolder)}`,
  ]);
}

/** Which reader a single file needs: by its name, else by what the source reads. */
export function formatOf(file: string, source: Format): Format {
  if (EXTENSIONS.csv.test(file)) return 'csv';
  return EXTENSIONS.parquet.test(file) ? 'parquet' : source;
}

function filesBelow(folder: string, format: Format): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && EXTENSIONS[format].test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function verifySome(files: string[], complaint: string, full: string, setting: string): string[] {
  if (files.length > 0) return files.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  throw new UserError('no-files', `\`${setting}\` names ${full}, which ${complaint}`);
}

function kindOf(path: string): 'file' | 'folder' | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return !stats ? null : stats.isDirectory() ? 'folder' : 'file';
}

function nearbyNames(full: string): string[] {
  const folder = dirname(full);
  if (kindOf(folder) !== 'folder') return [`there is no folder ${folder} either`];
  const near = nearest(basename(full), readdirSync(folder))[0];
  return near ? [`did you mean ${join(folder, near)}?`] : [];
}
