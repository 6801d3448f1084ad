/** Bundles the command line into dist/: `strat check` reads the compiler's chunk and nothing else. */
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
await bundle({ strat: 'runtime/cli/launch.ts', regionThread: 'runtime/evaluate/regionThread.ts' }, dist);
const files = await readdir(dist, { recursive: true });
process.stdout.write(`dist: ${files.filter((file) => file.endsWith('.js')).length} files\n`);
