/** The VS Code extension, built: its sources in one file, beside what they read. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type ExtensionManifest, packVsix } from './vsix.ts';

const ROOT = join(import.meta.dirname, '../..');
const EXTENSION = join(ROOT, 'examples/editor/vscode');

/** As they are in the folder. */
const AS_THEY_ARE = [
  'README.md',
  'language-configuration.json',
  'syntaxes/strat.tmLanguage.json',
  'snippets/strat.json',
];

export interface Packed {
  /** `strat-0.1.0.vsix` */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export async function packExtension(): Promise<Packed> {
  const manifest = await publishedManifest();
  const files = new Map<string, Uint8Array>([
    ['package.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)],
    ['LICENSE.txt', await readFile(join(ROOT, 'LICENSE'))],
    ['out/extension.cjs', await bundleExtension()],
  ]);
  for (const path of AS_THEY_ARE) files.set(path, await readFile(join(EXTENSION, path)));
  return { name: `${manifest.name}-${manifest.version}.vsix`, bytes: packVsix(manifest, files) };
}

/** Of the version of the language. That its sources are ES modules is of no account to the bundle. */
async function publishedManifest(): Promise<ExtensionManifest> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const { type: _, private: __, ...manifest } = JSON.parse(await readFile(join(EXTENSION, 'package.json'), 'utf8'));
  return { ...manifest, version };
}

/** Node's modules and `vscode` are the editor's. */
async function bundleExtension(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [join(EXTENSION, 'src/extension.ts')],
    outfile: 'extension.cjs',
    write: false,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode'],
    minify: true,
    legalComments: 'eof',
  });
  return outputFiles[0]!.contents;
}
