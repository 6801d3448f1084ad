/** Where the site has the files of `docs/`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../files.ts';

/** What is made from tables has pages of its own; what is for those who write documents has none. */
const ELSEWHERE: Readonly<Record<string, string | null>> = {
  'README.md': 'index.html',
  'docs/README.md': null,
  'docs/reference.md': 'reference/writing.html',
  'docs/diagnostics.md': 'messages/index.html',
};

/** A document's page, by its path in the repository; null where the site has none. */
export function documentPlace(path: string): string | null {
  if (Object.hasOwn(ELSEWHERE, path)) return ELSEWHERE[path]!;
  const [, folder, name] = /^docs\/(decisions\/)?([\w-]+)\.md$/.exec(path) ?? [];
  if (name === undefined || !existsSync(join(PACKAGE_ROOT, path))) return null;
  return `${folder ?? 'guides/'}${name}.html`;
}

/** Whether a file of `docs/` is a guide: no page of it is made from anything else. */
export function isGuide(path: string): boolean {
  return !Object.hasOwn(ELSEWHERE, path);
}

/** Pictures and reports of `docs/`, which are copied as they are. */
export function assetPlace(path: string): string | null {
  const [, file] = /^docs\/((?:images|reports)\/[\w.-]+)$/.exec(path) ?? [];
  return file === undefined || !existsSync(join(PACKAGE_ROOT, path)) ? null : file;
}
