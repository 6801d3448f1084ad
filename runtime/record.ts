/**
 * A run's folder: what people open. Its contents come from artifacts and are the same bits for the same inputs; only
 * `run.json`, the record, also holds timings and what was reused.
 */
import { randomBytes } from 'node:crypto';
import { copyFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plan } from '../compiler/plan.ts';
import { describeFileError } from './artifacts/fileErrors.ts';
import { ensureFolder, sweep } from './artifacts/folders.ts';
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
  readonly data: {
    readonly description: string;
    readonly snapshot: string;
    /** Id of the local store's snapshot, where one was read. */
    readonly stored?: string;
  };
  readonly engine: string;
  readonly seed: number;
  readonly seeds: number;
  readonly version: string;
  readonly node: string;
  readonly figures: Readonly<Record<string, number | null>>;
  readonly stages: readonly {
    readonly stage: string;
    readonly key: string;
    readonly part?: string;
    readonly reused: boolean;
    readonly seconds: number;
  }[];
}

export interface Published {
  readonly artifact: Artifact;
  /** Where in the run's folder its files are put; empty: at its top. */
  readonly into: string;
}

export interface Publication {
  readonly folder: string;
  readonly plan: Plan;
  readonly sources: readonly { readonly file: string; readonly text: string }[];
  readonly artifacts: readonly Published[];
  readonly record: RunRecord;
}

/** Writes the folder beside its place and swaps it in, so that readers never see half a run. */
export async function publishRun({ folder, plan, sources, artifacts, record }: Publication): Promise<void> {
  const partial = `${folder}.${randomBytes(4).toString('hex')}`;
  try {
    await ensureFolder(partial);
    for (const { artifact, into } of artifacts) {
      await ensureFolder(join(partial, into));
      for (const file of await readdir(artifact.folder)) {
        if (file !== 'manifest.json') await copyFile(artifact.path(file), join(partial, into, file));
      }
    }
    for (const [name, text] of namedSources(sources)) {
      await ensureFolder(join(partial, dirname(name)));
      await writeFile(join(partial, name), text);
    }
    await writeFile(join(partial, 'plan.json'), `${JSON.stringify(plan, null, 2)}\n`);
    await writeFile(join(partial, 'run.json'), `${JSON.stringify(record, null, 2)}\n`);
    await swapIn(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => {});
    throw describeFileError(error, folder);
  }
}

function namedSources(sources: Publication['sources']): Map<string, string> {
  const named = new Map<string, string>();
  for (const { file, text } of sources) {
    const name = sourceName(file);
    named.set(named.has(name) ? sourceName(join(`${named.size}`, file)) : name, text);
  }
  return named;
}

/** Where a source is kept in a run's folder: its path below `sources/`, without what leads out of it. */
export function sourceName(file: string): string {
  const path = file.split(/[/\\]/).filter((part) => !['', '.', '..'].includes(part) && !part.endsWith(':'));
  return join('sources', ...path);
}

async function swapIn(partial: string, folder: string): Promise<void> {
  const old = `${folder}.${randomBytes(4).toString('hex')}.old`;
  try {
    await rename(folder, old);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await rename(partial, folder);
  await rm(old, { recursive: true, force: true });
  await sweep(dirname(folder), /^[0-9a-f]{12}\.[0-9a-f]{8}(\.old)?$/);
}
