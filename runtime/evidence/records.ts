/** The trials that finished runs left in their folders. Written by the report, read by the next. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Trial } from './trials.ts';

const TRIAL_FILE = 'trial.json';

export async function writeTrial(folder: string, trial: Trial): Promise<void> {
  await writeFile(join(folder, TRIAL_FILE), `${JSON.stringify(trial)}\n`);
}

/**
 * Every trial below the folder of runs, in the order of their paths. Folders that are no run, runs of versions that
 * left no trial, and runs that are being replaced are passed over: a count that is too low by one must not end a run.
 */
export async function readTrials(runsFolder: string): Promise<Trial[]> {
  const strategies = await foldersIn(runsFolder);
  const runs = (await Promise.all(strategies.map(foldersIn))).flat();
  const trials = await Promise.all(runs.map((run) => readTrial(join(run, TRIAL_FILE))));
  return trials.filter((trial) => trial !== null);
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.flatMap((entry) => (entry.isDirectory() ? [join(folder, entry.name)] : [])).sort();
}

async function readTrial(path: string): Promise<Trial | null> {
  try {
    const found = JSON.parse(await readFile(path, 'utf8')) as Partial<Trial> | null;
    const complete =
      typeof found?.planHash === 'string' &&
      found.members !== undefined &&
      Array.isArray(found.sessions) &&
      Array.isArray(found.net);
    return complete ? (found as Trial) : null;
  } catch {
    return null;
  }
}
