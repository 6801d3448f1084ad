/** Room for the ledger, and who may look into its folder. */
import { lstatSync, readdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, fail, ok, warn } from './check.ts';

/** Ten years of sessions of 500 stocks take about as much; training and runs need more. */
const ENOUGH_BYTES = 2e9;
/** A session of 500 stocks takes a fraction of a megabyte. */
const LEAST_BYTES = 50e6;
const SHOWN = 3;

/** @param folder that exists, on whose file system the ledger lies */
export async function roomCheck(folder: string, free: (folder: string) => Promise<number> = freeBytes): Promise<Check> {
  const bytes = await free(folder);
  const what = `${(bytes / 1e9).toFixed(2)} GB free where the ledger lies`;
  if (bytes >= ENOUGH_BYTES) return ok('disk', what);
  const advice = 'free some space: old logs, runs and artifacts can go, the ledger cannot';
  return bytes >= LEAST_BYTES ? warn('disk', what, advice) : fail('disk', what, advice);
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Whether anybody but its owner may read what lies in the ledger's folder. */
export function permissionsCheck(folder: string): Check {
  if (process.platform === 'win32') return ok('permissions', 'as the folder gives them: not looked at on Windows');
  const open = [folder, ...below(folder)].filter((file) => (lstatSync(file).mode & 0o077) !== 0);
  if (open.length === 0) return ok('permissions', 'only the owner reads what accounts hold');
  const more = open.length > SHOWN ? ` and ${open.length - SHOWN} more` : '';
  return warn(
    'permissions',
    `others may read or write ${open.slice(0, SHOWN).join(', ')}${more}`,
    `\`chmod -R go= ${folder}\``,
  );
}

function below(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isSymbolicLink())
    .map(({ parentPath, name }) => join(parentPath, name));
}
