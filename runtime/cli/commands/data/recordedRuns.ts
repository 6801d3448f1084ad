/** Finished runs that were made on a snapshot of a store, by what their records say. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../../../../compiler/plan.ts';
import type { RunRecord } from '../../../record.ts';
import type { Window } from '../../../store/missing.ts';

export interface RecordedRun {
  readonly folder: string;
  readonly strategy: string;
  readonly period: Window;
}

export async function runsOn(snapshot: string, runsFolder: string): Promise<RecordedRun[]> {
  const found: RecordedRun[] = [];
  for (const strategy of await foldersIn(runsFolder)) {
    for (const folder of await foldersIn(strategy)) {
      const run = await readRun(folder);
      if (run?.record.data.stored !== snapshot) continue;
      const { from, to } = run.plan.universe.period;
      found.push({ folder, strategy: run.record.strategy, period: { from, to } });
    }
  }
  return found;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.flatMap((entry) => (entry.isDirectory() ? [join(folder, entry.name)] : [])).sort();
}

/** Null: no run, or one that is being replaced. */
async function readRun(folder: string): Promise<{ record: RunRecord; plan: Plan } | null> {
  try {
    const [record, plan] = await Promise.all(
      ['run.json', 'plan.json'].map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))),
    );
    return { record, plan };
  } catch {
    return null;
  }
}
