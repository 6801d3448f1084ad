/**
 * What `use` may name: the library that comes with the package, and files of the project, which is what a stranger's
 * strategy may read of the machine it is checked on. Why the project is what it is: `docs/decisions/what-use-may-read.md`.
 */
import { type Dirent, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { ImportResolver, Resolved } from '../../compiler/compile.ts';
import { describeReadError, displayName, PACKAGE_ROOT } from './files.ts';

/**
 * Resolves `use a.b.c` to `a/b/c.strat`: `std.…` in the library that comes with the package, anything else beside the
 * file that says it, then from the project's root. A file outside of the project, which only a link can lead to, is
 * named but not read.
 */
export function importResolver(): ImportResolver {
  const resolveImport: ImportResolver = (path, from) => {
    if (path[0] === 'std') {
      const library = join(PACKAGE_ROOT, 'stdlib');
      return resolveIn(library, path.slice(1), library);
    }
    const beside = dirname(resolve(from));
    const root = projectRoot(beside);
    return resolveIn(beside, path, root) ?? resolveIn(root, path, root);
  };
  return Object.assign(resolveImport, { candidates });
}

/** The file of these words below a folder, or null when there is none. */
function resolveIn(folder: string, words: readonly string[], project: string): Resolved | null {
  const file = `${join(folder, ...words)}.strat`;
  try {
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return null;
    const real = realpathSync(file);
    if (!isInside(real, realpathSync(project))) return { outside: real, project };
    return { file: displayName(file), text: readFileSync(real, 'utf8') };
  } catch (error) {
    return { unreadable: describeReadError(displayName(file), error) };
  }
}

function isInside(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** What the folder of a project holds. */
const MARKS = ['package.json', '.git'];

/** The nearest folder, this one or above, that is marked as a project; without one this folder itself. */
export function projectRoot(folder: string): string {
  const home = homedir();
  for (let at = folder; dirname(at) !== at && at !== home; at = dirname(at)) {
    if (MARKS.some((mark) => existsSync(join(at, mark)))) return at;
  }
  return folder;
}

// ── Did you mean ───────────────────────────────────────────────────────────────────────────────────────────────

/** What could be used from a file: the library that comes with the package, and the strategies around the file. */
function candidates(from: string): readonly string[] {
  const beside = dirname(resolve(from));
  const shipped = strategiesIn(join(PACKAGE_ROOT, 'stdlib')).map((path) => `std.${path}`);
  return [...new Set([...shipped, ...strategiesIn(beside), ...strategiesIn(projectRoot(beside))])];
}

/** A large project must not be searched to its end. */
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
