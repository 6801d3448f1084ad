/**
 * Bundles the command line into dist/, split along its lazy imports: `strat check` reads the compiler's chunk and
 * nothing else. Native and WebAssembly packages, and the terminal UI, stay in node_modules.
 */
import { readdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const dist = new URL('../dist/', import.meta.url);
await rm(dist, { recursive: true, force: true });
await build({
  entryPoints: { strat: 'runtime/cli/launch.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  jsx: 'automatic',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  sourcemap: 'linked',
  chunkNames: 'chunks/[name]-[hash]',
  external: ['@duckdb/*', '@tensorflow/*', 'ink', 'react'],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
const files = await readdir(dist, { recursive: true });
process.stdout.write(`dist: ${files.filter((file) => file.endsWith('.js')).length} files\n`);
