/**
 * Bundles the command line into dist/, split along its lazy imports: `strat check` reads the compiler's chunk and
 * nothing else. Native and WebAssembly packages, and the terminal UI, stay in node_modules.
 */
import { readdir, rm } from 'node:fs/promises';
import { build, type Plugin } from 'esbuild';

/**
 * Node's own modules without their ES module facades: making a facade reads every export, and with them it loads parts
 * nobody asked for (8 ms of `strat check`).
 */
const builtinsWithoutFacade: Plugin = {
  name: 'builtins-without-facade',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin' }));
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
      loader: 'js',
    }));
  },
};

const dist = new URL('../dist/', import.meta.url);
await rm(dist, { recursive: true, force: true });
await build({
  entryPoints: { strat: 'runtime/cli/launch.ts', regionThread: 'runtime/evaluate/regionThread.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  jsx: 'automatic',
  minify: true,
  keepNames: true,
  plugins: [builtinsWithoutFacade],
  legalComments: 'none',
  sourcemap: 'linked',
  chunkNames: 'chunks/[name]-[hash]',
  external: ['@duckdb/*', '@tensorflow/*', 'ink', 'react'],
  banner: {
    js: "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);",
  },
});
const files = await readdir(dist, { recursive: true });
process.stdout.write(`dist: ${files.filter((file) => file.endsWith('.js')).length} files\n`);
