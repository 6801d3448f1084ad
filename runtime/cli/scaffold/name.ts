import { parse } from '../../../grammar/parse.ts';
import { UsageError } from '../command.ts';

/** Packages that a project depends on: it cannot be called like one. */
const PACKAGES = ['strat', 'node'];

/** Of a strategy, for a folder: `my-first idea` is `my_first_idea`. @throws UsageError when nothing like it can be one */
export function nameOf(folder: string): string {
  const name = folder
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
  if (/^[a-z]/.test(name) && isFree(name) && !PACKAGES.includes(name)) return name;
  throw new UsageError(
    `a strategy cannot be called \`${folder}\`: a name begins with a letter, and is no word like \`and\` or \`strat\`; say another with \`--name\``,
  );
}

/** Not so the words that expressions are made of. */
function isFree(name: string): boolean {
  return parse(`strategy ${name} {\n}\n`, 'name').problems.length === 0;
}
