/** The command line's own use of the file system: the package's folder and the files that the user names. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from './command.ts';

/** Where this package lies, from the sources and from the bundle alike. */
export const PACKAGE_ROOT = findUp(dirname(fileURLToPath(import.meta.url)), 'stdlib') ?? process.cwd();

export function packageVersion(): string {
  return packageDescription().version;
}

/** The oldest release of Node that this package is for, such as `22.12`. */
export function oldestNode(): string {
  return packageDescription().engines.node.replace('>=', '');
}

function packageDescription(): { version: string; engines: { node: string } } {
  return JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'));
}

/** The text of a file the user named. */
export function readStrategyFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(describeReadError(path, error));
  }
}

export function describeReadError(path: string, error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return `there is no file ${path}`;
    case 'EISDIR':
      return `${path} is a folder; name a file in it`;
    case 'EACCES':
      return `${path} may not be read by this user`;
    default:
      return `${path} could not be read (${(error as Error).message})`;
  }
}

function findUp(folder: string, name: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, name))) return at;
    if (dirname(at) === at) return null;
  }
}

/** Relative to where the user stands when that is shorter, so that messages name files as the user would. */
export function displayName(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith(`..${sep}..`) ? file : path;
}
