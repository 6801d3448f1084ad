/**
 * Bundles the command line into dist/, and the commands that people wait for once more by themselves: cut along the lazy
 * imports of one command instead of all, `strat check` lies in two files instead of twenty, which is a twentieth of the
 * time it takes, and so does `strat status`.
 *
 * Put in place as a whole: a scheduler may start an account while somebody builds, and two may build at a time.
 */
import { cp, readdir, rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const dist = `${root}dist`;
const made = `${root}dist.${process.pid}.new`;
const replaced = `${root}dist.${process.pid}.old`;
const entries = {
  strat: 'runtime/cli/launch.ts',
  regionThread: 'runtime/evaluate/regionThread.ts',
  modelThread: 'runtime/folds/modelThread.ts',
};
try {
  await bundle(entries, made, [
    ['/mainOfCheck.ts', './check/main.js'],
    ['/mainOfStatus.ts', './status/main.js'],
  ]);
  await bundle({ main: 'runtime/cli/mainOfCheck.ts' }, `${made}/check`);
  await bundle({ main: 'runtime/cli/mainOfStatus.ts' }, `${made}/status`);
  // The native engine is built by itself, and is there meanwhile.
  await unlessMissing(cp(`${dist}/native`, `${made}/native`, { recursive: true }));
  await unlessMissing(rename(dist, replaced));
  await rename(made, dist);
} finally {
  await rm(made, { recursive: true, force: true });
  await rm(replaced, { recursive: true, force: true });
}

async function unlessMissing(work: Promise<unknown>): Promise<void> {
  await work.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

const files = await readdir(dist, { recursive: true });
process.stdout.write(`dist: ${files.filter((file) => file.endsWith('.js')).length} files\n`);
