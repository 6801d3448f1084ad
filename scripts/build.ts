/**
 * Bundles the command line into dist/, and `strat check` once more by itself: cut along the lazy imports of one command
 * instead of all, it lies in two files instead of twenty, which is a twentieth of the time it takes.
 */
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const entries = {
  strat: 'runtime/cli/launch.ts',
  regionThread: 'runtime/evaluate/regionThread.ts',
  modelThread: 'runtime/folds/modelThread.ts',
};
await bundle(entries, dist, [['/mainOfCheck.ts', './check/main.js']]);
await bundle({ main: 'runtime/cli/mainOfCheck.ts' }, `${dist}check/`);
const files = await readdir(dist, { recursive: true });
process.stdout.write(`dist: ${files.filter((file) => file.endsWith('.js')).length} files\n`);
