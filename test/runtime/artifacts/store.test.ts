import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { artifactKey } from '../../../runtime/artifacts/keys.ts';
import { openArtifactStore } from '../../../runtime/artifacts/store.ts';
import type { RunEvent } from '../../../runtime/events.ts';

let root: string;
let seen: RunEvent[];
const events = { emit: (event: RunEvent) => void seen.push(event) };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'strat-artifacts-'));
  seen = [];
});
afterEach(() => rm(root, { recursive: true, force: true }));

const make = (text = 'weights') =>
  openArtifactStore(root).make('model', 'abc', async (folder) => {
    await writeFile(join(folder, 'model.bin'), text);
  });

describe('artifact store', () => {
  test('what was made is found again, by another store on the same folder', async () => {
    await make();
    const found = await openArtifactStore(root).find('model', 'abc', events);
    expect(await readFile(found!.path('model.bin'), 'utf8')).toBe('weights');
    expect(seen).toEqual([]);
  });

  test('another key or stage is another artifact', async () => {
    await make();
    expect(await openArtifactStore(root).find('model', 'abd', events)).toBeNull();
    expect(await openArtifactStore(root).find('book', 'abc', events)).toBeNull();
  });

  test.each([
    ['a changed byte', (path: string) => writeFile(path, 'Weights')],
    ['a longer file', (path: string) => appendFile(path, '!')],
    ['a missing file', (path: string) => rm(path)],
  ])('%s is found by checksum, reported, and the artifact is gone', async (_, damage) => {
    const artifact = await make();
    await damage(artifact.path('model.bin'));
    const store = openArtifactStore(root);
    expect(await store.find('model', 'abc', events)).toBeNull();
    expect(seen).toEqual([{ type: 'artifact-damaged', stage: 'model', key: 'abc', file: 'model.bin' }]);
    await make();
    expect(await store.find('model', 'abc', events)).not.toBeNull();
  });

  test('a damaged manifest counts as damage', async () => {
    const artifact = await make();
    await writeFile(artifact.path('manifest.json'), '{');
    expect(await openArtifactStore(root).find('model', 'abc', events)).toBeNull();
    expect(seen).toMatchObject([{ file: 'manifest.json' }]);
  });

  test('a write that fails leaves nothing behind and passes the error on', async () => {
    const failing = openArtifactStore(root).make('model', 'abc', async (folder) => {
      await writeFile(join(folder, 'half'), 'half');
      throw new Error('the write failed');
    });
    await expect(failing).rejects.toThrow('the write failed');
    expect(await readdir(join(root, 'model'))).toEqual([]);
  });

  test('making what another process made meanwhile keeps one of the two, whole', async () => {
    await Promise.all([make(), make(), make()]);
    expect(await readdir(join(root, 'model'))).toEqual(['abc']);
    expect(await openArtifactStore(root).find('model', 'abc', events)).not.toBeNull();
  });

  test('the workspace outlives the store and goes when the artifact is made', async () => {
    const folder = await openArtifactStore(root).workspace('model', 'abc');
    await writeFile(join(folder, 'checkpoint'), 'epoch 3');
    expect(await openArtifactStore(root).workspace('model', 'abc')).toBe(folder);
    await make();
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });

  test.each(['EACCES', 'EPERM', 'EROFS'])('a folder that may not be written (%s) is a clear error', async (code) => {
    const refused = openArtifactStore(root).make('model', 'abc', async () => {
      throw Object.assign(new Error('open'), { code });
    });
    await expect(refused).rejects.toMatchObject({ code: 'not-writable', hints: [expect.stringContaining('storage')] });
  });

  test('a root below a file is a clear error', async () => {
    await writeFile(join(root, 'file'), '');
    const store = openArtifactStore(join(root, 'file'));
    await expect(store.make('model', 'abc', async () => {})).rejects.toMatchObject({ code: 'not-a-folder' });
  });

  test.runIf(process.platform === 'linux')(
    'a place where no folder can be made is a clear error, at once',
    async () => {
      const nowhere = openArtifactStore('/proc/nowhere/artifacts').make('model', 'abc', async () => {});
      await expect(nowhere).rejects.toMatchObject({ code: 'not-writable' });
    },
  );

  test('a full disk is a clear error and leaves nothing behind', async () => {
    const full = openArtifactStore(root).make('model', 'abc', async () => {
      throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    });
    await expect(full).rejects.toMatchObject({
      code: 'disk-full',
      hints: [expect.stringContaining('free some space')],
    });
    expect(await readdir(join(root, 'model'))).toEqual([]);
  });
});

test('keys tell apart parts that run together', () => {
  expect(artifactKey('ab', 'c')).not.toBe(artifactKey('a', 'bc'));
  expect(artifactKey('ab', 'c')).toBe(artifactKey('ab', 'c'));
});
