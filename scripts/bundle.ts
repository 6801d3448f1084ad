/** How the project is bundled: split along its lazy imports, native and WebAssembly packages left in node_modules. */
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/**
 * Node's own modules without their ES module facades: making a facade reads every export, and with them it loads parts
 * nobody asked for (8 ms of `strat check`). An import reads just what it names.
 */
const builtinsWithoutFacade: Plugin = {
  name: 'builtins-without-facade',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, kind }) => ({
      path,
      namespace: kind === 'require-call' ? 'required-builtin' : 'imported-builtin',
      sideEffects: false,
    }));
    onLoad({ filter: /.*/, namespace: 'required-builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
    onLoad({ filter: /.*/, namespace: 'imported-builtin' }, ({ path }) => ({ contents: namedExports(path) }));
  },
};

/** Ink's layout engine has its WebAssembly in its own text; by way of `fetch` Node would load its whole HTTP client for it. */
const layoutWithoutFetch: Plugin = {
  name: 'layout-without-fetch',
  setup({ onLoad }) {
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => ({
      contents: `const fetch = undefined;\n${await readFile(path, 'utf8')}`,
    }));
  },
};

const EMOJI_PATTERN = 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;';
const EMOJI_PATTERN_WHEN_NEEDED =
  'const rgiEmojiRegex = { test: (text) => /\\p{Emoji}/u.test(text) && /^\\p{RGI_Emoji}$/v.test(text) };';

/**
 * Ink measures text by a pattern of all sequences of emoji, which takes 50 ms to make and to use the first time, for the
 * border of a panel already. Only text with an emoji in it can match.
 */
const emojiWhenNeeded: Plugin = {
  name: 'emoji-when-needed',
  setup({ onLoad }) {
    onLoad({ filter: /string-width[\\/]index\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes(EMOJI_PATTERN)) throw new Error(`${path} has changed: look whether it is still slow to load`);
      return { contents: text.replace(EMOJI_PATTERN, () => EMOJI_PATTERN_WHEN_NEEDED) };
    });
  },
};

/** Each export by itself, so that the bundler leaves out those that nobody imports. */
function namedExports(path: string): string {
  const names = Object.keys(process.getBuiltinModule(path) ?? {}).filter(
    (name) => /^\w+$/.test(name) && name !== 'default',
  );
  const load = `/* @__PURE__ */ process.getBuiltinModule(${JSON.stringify(path)})`;
  const each = names.map((name) => `export const ${name} = /* @__PURE__ */ (() => builtin.${name})();`);
  return [`const builtin = ${load};`, 'export default builtin;', ...each].join('\n');
}

/** An import that another bundle answers: what it ends with, and the file to import instead, from the importing one. */
export type Elsewhere = readonly [ending: string, file: string];

function importedFromElsewhere(elsewhere: readonly Elsewhere[]): Plugin {
  return {
    name: 'imported-from-elsewhere',
    setup({ onResolve }) {
      onResolve({ filter: /./ }, ({ path, kind }) => {
        const found = kind === 'dynamic-import' ? elsewhere.find(([ending]) => path.endsWith(ending)) : undefined;
        return found && { path: found[1], external: true };
      });
    },
  };
}

/** Bundles the entries, files by name and from the repository's root, into a folder that is made anew. */
export async function bundle(
  entryPoints: Readonly<Record<string, string>>,
  outdir: string,
  elsewhere: readonly Elsewhere[] = [],
): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: fileURLToPath(new URL('../', import.meta.url)),
    entryPoints: { ...entryPoints },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.12',
    // Node has them as literals, which are made once and cost nothing before they are used.
    supported: { 'regexp-set-notation': true, 'regexp-unicode-property-escapes': true },
    jsx: 'automatic',
    minify: true,
    plugins: [importedFromElsewhere(elsewhere), builtinsWithoutFacade, layoutWithoutFetch, emojiWhenNeeded],
    legalComments: 'none',
    sourcemap: 'linked',
    chunkNames: 'chunks/[name]-[hash]',
    external: ['@duckdb/*', '@tensorflow/*', 'react-devtools-core'],
    // React as its users get it, and Ink without a way to the tools of React's developers: half of what they take to load.
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    banner: {
      js: "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);",
    },
  });
}
