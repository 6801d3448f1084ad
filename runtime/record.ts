/**
 * A run's folder: what people open. Its contents come from artifacts and are the same bits for the same inputs; only
 * `run.json`, the record, also holds timings and what was reused.
 */
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Plan } from '../compiler/plan.ts';
import { describeFileError } from './artifacts/fileErrors.ts';
import { ensureFolder } from './artifacts/folders.ts';
import type { Artifact } from './ports.ts';

export interface RunRecord {
  readonly run: string;
  readonly outcome: 'finished';
  readonly mode: 'train' | 'backtest';
  readonly strategy: string;
  readonly planHash: string;
  readonly stageHashes: Plan['stages'];
  readonly params: Plan['params'];
  readonly config: string;
  readonly data: { readonly description: string; readonly snapshot: string };
  readonly engine: string;
  readonly seed: number;
  readonly version: string;
  readonly node: string;
  readonly figures: Readonly<Record<string, number | null>>;
  readonly stages: readonly {
    readonly stage: string;
    readonly key: string;
    readonly reused: boolean;
    readonly seconds: number;
  }[];
}

export interface Publication {
  readonly folder: string;
  readonly plan: Plan;
  readonly sources: readonly { readonly file: string; readonly text: string }[];
  readonly artifacts: readonly Artifact[];
  readonly record: RunRecord;
}

/** Writes the folder beside its place and swaps it in, so that readers see the old run or the new one, never half. */
export async function publishRun({ folder, plan, sources, artifacts, record }: Publication): Promise<void> {
  const partial = `${folder}.${randomBytes(4).toString('hex')}`;
  try {
    await ensureFolder(partial);
    for (const artifact of artifacts) {
      for (const file of await readdir(artifact.folder)) {
        if (file !== 'manifest.json') await copyFile(artifact.path(file), join(partial, file));
      }
    }
    await mkdir(join(partial, 'sources'));
    for (const { file, text } of sources) await writeFile(join(partial, 'sources', basename(file)), text);
    await writeFile(join(partial, 'plan.json'), `${JSON.stringify(plan, null, 2)}\n`);
    await writeFile(join(partial, 'run.json'), `${JSON.stringify(record, null, 2)}\n`);
    await swapIn(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => {});
    throw describeFileError(error, folder);
  }
}

async function swapIn(partial: string, folder: string): Promise<void> {
  const old = `${folder}.${randomBytes(4).toString('hex')}.old`;
  const had = await rename(folder, old).then(
    () => true,
    () => false,
  );
  await rename(partial, folder);
  if (had) await rm(old, { recursive: true, force: true });
}
