#!/usr/bin/env node
/**
 * The first file to run. It only checks the Node version and turns the compile cache on before anything else is
 * loaded: both matter for how fast `strat check` and `strat status` answer.
 */
import module from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `strat needs Node 22.12 or newer; this is ${process.versions.node}.\n` +
      'Inside the repository, `npx strat …` and the npm scripts use the Node 24 that `npm ci` brought.\n',
  );
  process.exitCode = 2;
} else {
  module.enableCompileCache?.();
  // A reader that has seen enough (`strat plan … | head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw error;
  });
  const words = process.argv.slice(2);
  const { main } = await load(words[0]);
  process.exitCode = await main(words);
}

function load(command: string | undefined) {
  if (command === 'check') return import('./mainOfCheck.ts');
  if (command === 'status') return import('./mainOfStatus.ts');
  return import('./main.ts');
}
