/** Strategies as a revision of the project's Git repository has them: `HEAD:mine.strat`, as Git itself writes it. */
import { execFileSync } from 'node:child_process';
import { dirname, relative, resolve } from 'node:path';
import type { ImportResolver } from '../../compiler/compile.ts';
import { UsageError } from './command.ts';
import { importResolver, projectRoot } from './imports.ts';

export interface AtRevision {
  readonly revision: string;
  readonly path: string;
}

/** Null for what is no such name. A single letter before the colon is a drive. */
export function revisionOf(name: string): AtRevision | null {
  const [, revision, path] = /^([^:]{2,}|@):(.+)$/.exec(name) ?? [];
  return revision === undefined || path === undefined ? null : { revision, path };
}

/** @throws UsageError in Git's own words when there is no such revision or file */
export function readAtRevision({ revision, path }: AtRevision): string {
  try {
    return git('show', '--end-of-options', `${revision}:${here(path)}`);
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    const said = code === 'ENOENT' ? 'git is not installed' : (stderr ?? String(error)).trim().split('\n')[0];
    throw new UsageError(`${revision}:${path} could not be read: ${said}`);
  }
}

/** As `use` is resolved in files; the library that comes with the package is that of today. */
export function resolverAt(revision: string): ImportResolver {
  const today = importResolver();
  return (words, from) => {
    if (words[0] === 'std') return today(words, from);
    const beside = dirname(resolve(from));
    for (const folder of [beside, projectRoot(beside)]) {
      const path = relative(process.cwd(), resolve(folder, `${words.join('/')}.strat`));
      if (!isThere(revision, path)) continue;
      return { file: path, text: readAtRevision({ revision, path }) };
    }
    return null;
  };
}

function isThere(revision: string, path: string): boolean {
  try {
    git('cat-file', '-e', '--end-of-options', `${revision}:${here(path)}`);
    return true;
  } catch {
    return false;
  }
}

/** Git counts paths from the repository's root unless they say that they begin here. */
function here(path: string): string {
  return `./${path.replaceAll('\\', '/')}`;
}

function git(...words: readonly string[]): string {
  return execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 2 ** 20 });
}
