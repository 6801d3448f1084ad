/** Material beside the repository: test vectors and data that are not committed. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'shared');

export const hasShared = existsSync(folder);

/** Path of a file below the shared folder. */
export function shared(path: string): string {
  return join(folder, path);
}
