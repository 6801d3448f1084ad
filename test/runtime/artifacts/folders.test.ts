import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureFolder } from '../../../runtime/artifacts/folders.ts';

test('many that make the same deep folder at once all succeed', async () => {
  const root = mkdtempSync(join(tmpdir(), 'strat-folders-'));
  for (let k = 0; k < 100; k++) {
    const folders = Array.from({ length: 8 }, (_, i) => join(root, `${k}`, 'a', 'b', `${i}`));
    await Promise.all(folders.map((folder) => ensureFolder(folder)));
    expect(folders.every(existsSync)).toBe(true);
  }
  rmSync(root, { recursive: true });
});
