/** The command line's own use of the file system: the package's folder, strategies, and what `use` names. */
import { type Dirent, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImportResolver } from '../../compiler/compile.ts';
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

/**
 * Resolves `use a.b.c` to `a/b/c.strat`: `std.…` in the library that comes with the package, anything else beside the
 * file that says it, then from the project's root. Nothing outside the project can be read, links included.
 */
export function importResolver(): ImportResolver {
  const resolveImport: ImportResolver = (path, from) => {
    const words = path[0] === 'std' ? path.slice(1) : path;
    const roots =
      path[0] === 'std'
        ? [join(PACKAGE_ROOT, 'stdlib')]
        : [dirname(resolve(from)), projectRoot(dirname(resolve(from)))];
    for (const root of roots) {
      const file = `${join(root, ...words)}.strat`;
      if (!isFile(file) || !isInside(file, path[0] === 'std' ? root : projectRoot(root))) continue;
      return { file: displayName(file), text: readFileSync(file, 'utf8') };
    }
    return null;
  };
  return Object.assign(resolveImport, { candidates });
}

/** What could be used from a file: the library that comes with the package, and the strategies around the file. */
function candidates(from: string): readonly string[] {
  const beside = dirname(resolve(from));
  const shipped = strategiesIn(join(PACKAGE_ROOT, 'stdlib')).map((path) => `std.${path}`);
  return [...new Set([...shipped, ...strategiesIn(beside), ...strategiesIn(projectRoot(beside))])];
}

/** A project that was never meant as one, such as a home folder, must not be searched to its end. */
const MOST_FOLDERS = 200;

/** The `.strat` files below a folder as `use` names them, nearest to its top first, in alphabetical order. */
function strategiesIn(root: string): string[] {
  const found: string[] = [];
  const folders: (readonly string[])[] = [[]];
  for (let k = 0; k < Math.min(folders.length, MOST_FOLDERS); k++) {
    const path = folders[k]!;
    for (const entry of entriesOf(join(root, ...path))) {
      const name = entry.name.replace(/\.strat$/, '');
      if (!/^[A-Za-z_]\w*$/.test(name) || name === 'node_modules') continue;
      if (entry.isDirectory()) folders.push([...path, name]);
      else if (entry.isFile() && name !== entry.name) found.push([...path, name].join('.'));
    }
  }
  return found;
}

/** None where it may not be read: this only ever serves a hint. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** The nearest folder above that holds a package.json or a repository; else the folder itself. */
function projectRoot(folder: string): string {
  return findUp(folder, 'package.json') ?? findUp(folder, '.git') ?? folder;
}

function findUp(folder: string, name: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, name))) return at;
    if (dirname(at) === at) return null;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isInside(file: string, root: string): boolean {
  const path = relative(realpathSync(root), realpathSync(file));
  return path !== '..' && !path.startsWith(`..${sep}`);
}

/** Relative to where the user stands when that is shorter, so that messages name files as the user would. */
export function displayName(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith(`..${sep}..`) ? file : path;
}
