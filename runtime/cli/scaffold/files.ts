/** The files of a new project. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** What the project in the package is called, wherever its name stands. */
const TEMPLATE = 'mine';
/** npm keeps no file of this name in a package. */
const IGNORE = 'gitignore';

/**
 * @param template folder of the project that is copied
 * @param name of the strategy
 * @param strat folder of this package, from that of the project
 * @returns texts by their paths, with `/`
 */
export function projectFiles(template: string, name: string, strat: string): ReadonlyMap<string, string> {
  const paths = readdirSync(template, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name: file }) => join(parentPath, file).slice(template.length + 1))
    .sort();
  const files = paths.map((path): [string, string] => {
    const text = named(readFileSync(join(template, path), 'utf8'), name);
    const place = named(path.replaceAll(sep, '/'), name).replace(IGNORE, `.${IGNORE}`);
    return [place, path === 'package.json' ? dependingOn(strat, text) : text];
  });
  return new Map(files);
}

function named(text: string, name: string): string {
  return text.replace(new RegExp(`\\b${TEMPLATE}\\b`, 'g'), name);
}

/** strat is in no registry: a project depends on the folder it was made by, which npm links. */
function dependingOn(strat: string, text: string): string {
  const described = JSON.parse(text) as { dependencies: Record<string, string> };
  described.dependencies.strat = `file:${strat.replaceAll(sep, '/')}`;
  return `${JSON.stringify(described, null, 2)}\n`;
}
