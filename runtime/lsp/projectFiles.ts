/** The strategies of a project on disk, open or not, for what concerns all that mention a name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder of everything, opened by mistake, must not be searched to its end. */
const MOST_FOLDERS = 2_000;

/** Paths of the `.strat` files below a folder. Hidden folders and installed packages hold nothing of the author's. */
export function strategiesBelow(root: string): readonly string[] {
  const found: string[] = [];
  const folders = [root];
  for (let k = 0; k < Math.min(folders.length, MOST_FOLDERS); k++) {
    const folder = folders[k]!;
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') folders.push(path);
      else if (entry.isFile() && entry.name.endsWith('.strat')) found.push(path);
    }
  }
  return found;
}

/** None where it may not be read. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Null of a file that cannot be read, or is gone. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
