import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../command.ts';

/**
 * Writes files beside the place of a folder and renames them there: all of them are there, or none.
 * @param called the folder in messages
 * @throws UsageError when something is there already, or cannot be written
 */
export function placeFolder(folder: string, called: string, files: ReadonlyMap<string, string>): void {
  if (existsSync(folder)) {
    throw new UsageError(`there is something at ${called} already; name a folder that is not there yet`);
  }
  const made = join(dirname(folder), `.strat-new-${randomBytes(6).toString('hex')}`);
  try {
    for (const [path, text] of files) {
      const file = join(made, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { flag: 'wx' });
    }
    renameSync(made, folder);
  } catch (error) {
    throw new UsageError(`${called} could not be written (${(error as Error).message})`);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
