/**
 * Content-addressed artifacts on disk.
 *
 *   ROOT/<stage>/<key>/           a finished result: its files and manifest.json with their checksums
 *   ROOT/<stage>/.<key>.<n>/      one being written; renamed into place when complete
 *   ROOT/work/<stage>-<key>/      checkpoints of a stage under way; they outlive a kill
 *
 * A key says everything the result depends on, so the same key is the same result and nothing ever goes stale. A
 * folder under its final name is complete by construction; that its bits are still those written is checked by
 * SHA-256 at every use, and a damaged one is reported and made again.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Artifact, ArtifactStore } from '../ports.ts';
import { describeFileError } from './fileErrors.ts';
import { ensureFolder, sweep } from './folders.ts';

const MANIFEST = 'manifest.json';

interface Manifest {
  readonly version: 1;
  readonly stage: string;
  readonly key: string;
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

export function openArtifactStore(root: string): ArtifactStore {
  const place = (stage: string, key: string) => join(root, stage, key);
  const workspacePlace = (stage: string, key: string) => join(root, 'work', `${stage}-${key}`);
  const artifact = (stage: string, key: string): Artifact => ({
    key,
    folder: place(stage, key),
    path: (file) => join(place(stage, key), file),
  });

  return {
    async find(stage, key, events) {
      const folder = place(stage, key);
      if (!(await exists(folder))) return null;
      const damaged = await firstDamagedFile(folder, stage, key);
      if (damaged === null) return artifact(stage, key);
      events.emit({ type: 'artifact-damaged', stage, key, file: damaged });
      await rm(folder, { recursive: true, force: true });
      return null;
    },

    async make(stage, key, write) {
      const final = place(stage, key);
      const partial = join(root, stage, `.${key}.${randomBytes(4).toString('hex')}`);
      try {
        await ensureFolder(partial);
        await write(partial);
        await writeManifest(partial, stage, key);
        await renameInto(partial, final);
        await sweep(join(root, stage), /^\.[0-9a-f]+\.[0-9a-f]{8}$/);
      } catch (error) {
        await rm(partial, { recursive: true, force: true }).catch(() => {});
        throw describeFileError(error, root);
      }
      await rm(workspacePlace(stage, key), { recursive: true, force: true });
      return artifact(stage, key);
    },

    async workspace(stage, key) {
      const folder = workspacePlace(stage, key);
      try {
        await ensureFolder(folder);
      } catch (error) {
        throw describeFileError(error, root);
      }
      return folder;
    },
  };
}

/** Whether a finished result lies under a key; its bits are not looked at, which a run does before it uses them. */
export async function isKept(root: string, stage: string, key: string): Promise<boolean> {
  return exists(join(root, stage, key, MANIFEST));
}

/** Another process may have made the same result meanwhile: by the key it is the same bits, and ours is dropped. */
async function renameInto(partial: string, final: string): Promise<void> {
  try {
    await rename(partial, final);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    await rm(partial, { recursive: true, force: true });
  }
}

async function writeManifest(folder: string, stage: string, key: string): Promise<void> {
  const files: Record<string, { bytes: number; sha256: string }> = {};
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    files[name] = { bytes: (await stat(path)).size, sha256: await sha256OfFile(path) };
  }
  const manifest: Manifest = { version: 1, stage, key, files };
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The name of the first file that is missing or not what was written, or null when all are well. */
async function firstDamagedFile(folder: string, stage: string, key: string): Promise<string | null> {
  const manifest = await readManifest(join(folder, MANIFEST));
  if (manifest === null || manifest.stage !== stage || manifest.key !== key) return MANIFEST;
  for (const [name, expected] of Object.entries(manifest.files)) {
    const path = join(folder, name);
    const size = await stat(path).then(
      (found) => found.size,
      () => -1,
    );
    if (size !== expected.bytes || (await sha256OfFile(path)) !== expected.sha256) return name;
  }
  return null;
}

async function readManifest(path: string): Promise<Manifest | null> {
  try {
    const manifest = JSON.parse(await readFile(path, 'utf8')) as Partial<Manifest>;
    return manifest.version === 1 && typeof manifest.files === 'object' ? (manifest as Manifest) : null;
  } catch {
    return null;
  }
}

/** Hex SHA-256 of a file's bytes, streamed. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
