/** The VS Code extension as it is packed: what is in the package, and what it does with a stand-in for VS Code. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { environmentOf, findStrat } from '../../examples/editor/vscode/src/strat.ts';
import { packExtension } from '../../scripts/editor/extension.ts';
import { REPOSITORY, smallStrategy } from '../support/command.ts';
import { fakeVscode, fileUri, load } from '../support/fakeVscode.ts';

const COMMANDS = ['strat.check', 'strat.plan', 'strat.planDiff', 'strat.restart', 'strat.run'];

let files: Record<string, string>;
let size: number;

beforeAll(async () => {
  const { bytes } = await packExtension();
  size = bytes.length;
  files = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, content]) => [path, strFromU8(content)]));
});

describe('the package', () => {
  it('has what the extension needs and nothing else, in less than 200 KB', () => {
    expect(Object.keys(files).sort()).toEqual([
      '[Content_Types].xml',
      'extension.vsixmanifest',
      'extension/LICENSE.txt',
      'extension/README.md',
      'extension/language-configuration.json',
      'extension/out/extension.cjs',
      'extension/package.json',
      'extension/snippets/strat.json',
      'extension/syntaxes/strat.tmLanguage.json',
    ]);
    expect(size).toBeLessThan(200_000);
  });

  it('has the version of the language, the same in both manifests', () => {
    const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
    expect(manifest()).toMatchObject({ name: 'strat', publisher: 'strat', version, main: './out/extension.cjs' });
    const [identity] = /<Identity[^>]*>/.exec(files['extension.vsixmanifest']!)!;
    expect(identity).toBe(`<Identity Language="en-US" Id="strat" Version="${version}" Publisher="strat"/>`);
  });

  it('has every file that its manifests name, and a type for each ending', () => {
    const named = JSON.stringify(manifest()).matchAll(/"\.\/([^"]+)"/g);
    const assets = files['extension.vsixmanifest']!.matchAll(/Path="([^"]+)"/g);
    const paths = [...Array.from(named, ([, path]) => `extension/${path}`), ...Array.from(assets, ([, path]) => path!)];
    expect(paths).toHaveLength(7);
    for (const path of paths) expect(files).toHaveProperty([path]);
    for (const path of Object.keys(files).filter((name) => name.startsWith('extension'))) {
      expect(files['[Content_Types].xml']).toContain(`Extension="${path.slice(path.lastIndexOf('.'))}"`);
    }
  });

  it('names no command, setting or menu that is not there', () => {
    const { commands, menus } = manifest().contributes;
    expect(commands.map(({ command }: { command: string }) => command).sort()).toEqual(COMMANDS);
    for (const { command } of Object.values<{ command: string }[]>(menus).flat()) expect(COMMANDS).toContain(command);
  });

  it('is the same whenever it is packed', async () => {
    const [one, other] = [await packExtension(), await packExtension()];
    expect(Buffer.from(one.bytes).equals(Buffer.from(other.bytes))).toBe(true);
  });

  const manifest = () => JSON.parse(files['extension/package.json']!);
});

describe('in a project', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'strat-editor-'));
    return () => rmSync(folder, { recursive: true, force: true });
  });

  const path = (...words: string[]) => join(folder, ...words);

  function put(text: string, ...words: string[]): string {
    mkdirSync(path(...words.slice(0, -1)), { recursive: true });
    writeFileSync(path(...words), text);
    return path(...words);
  }

  describe('the strat that is started', () => {
    const find = (more: object = {}) =>
      findStrat({ folder: path('desk', 'mine'), setting: '', path: path('on-path'), platform: 'linux', ...more });

    it('is that of the project, also from a folder within, before the one on the PATH', () => {
      put('', 'on-path', 'strat');
      expect(find()?.command).toBe(path('on-path', 'strat'));
      const own = put('', 'desk', 'node_modules', '.bin', 'strat');
      expect(find()).toEqual({ command: own, args: [], bin: path('desk', 'node_modules', '.bin') });
    });

    it('is the one that the setting names, and no other', () => {
      put('', 'desk', 'node_modules', '.bin', 'strat');
      const other = put('', 'desk', 'mine', 'tools', 'strat');
      expect(find({ setting: 'tools/strat' })?.command).toBe(other);
      expect(find({ setting: 'tools/none' })).toBeNull();
    });

    it('ends in .cmd on Windows, where npm makes it so', () => {
      put('', 'desk', 'node_modules', '.bin', 'strat');
      const own = put('', 'desk', 'node_modules', '.bin', 'strat.cmd');
      expect(find({ platform: 'win32' })?.command).toBe(own);
    });

    it('is the built one in the repository of the language itself', () => {
      const built = put('', 'desk', 'dist', 'strat.js');
      expect(find()).toMatchObject({ command: 'node', args: [built] });
    });

    it('finds the Node of the project first', () => {
      put('', 'desk', 'node_modules', '.bin', 'strat');
      expect(environmentOf(find()!, { Path: '/usr/bin', HOME: '/home/ann' })).toEqual({
        Path: `${path('desk', 'node_modules', '.bin')}${delimiter}/usr/bin`,
        HOME: '/home/ann',
      });
    });
  });

  it('says what to do where there is no strat, and registers its commands all the same', async () => {
    const vscode = fakeVscode(folder, { path: 'nowhere/strat' });
    await load(files['extension/out/extension.cjs']!, vscode.module).activate!({ subscriptions: [] });
    expect([...vscode.commands.keys()].sort()).toEqual(COMMANDS);
    expect(vscode.errors).toEqual([expect.stringContaining('nowhere/strat, which the setting strat.path names')]);
    await vscode.commands.get('strat.plan')!(fileUri(path('notes.txt')));
    expect(vscode.errors[1]).toBe('open a strategy first, a file that ends in .strat');
  });

  it('checks and runs in a terminal; shows the plan, and what differs from the last commit', async () => {
    const launch = join(REPOSITORY, 'runtime/cli/launch.ts');
    const settings = { path: 'none', config: 'my data.yaml' };
    const vscode = fakeVscode(folder, settings);
    await load(files['extension/out/extension.cjs']!, vscode.module).activate!({ subscriptions: [] });
    settings.path = '';
    const strat = put(`#!/bin/sh\nexec '${process.execPath}' '${launch}' "$@"\n`, 'node_modules', '.bin', 'strat');
    chmodSync(strat, 0o755);
    put('{}', 'package.json');
    const mine = fileUri(put(smallStrategy(), 'mine.strat'));
    commitAll();
    put(smallStrategy({ 'long top k': 'long top 7' }), 'mine.strat');
    for (const command of ['check', 'run', 'plan', 'planDiff']) await vscode.commands.get(`strat.${command}`)!(mine);
    expect(vscode.tasks).toEqual([
      `${strat} check mine.strat`,
      `${strat} run mine.strat --config ${path('my data.yaml')}`,
    ]);
    expect(vscode.shown.get('mine.strat: plan')).toMatch(/^small/m);
    expect(vscode.shown.get('mine.strat: since HEAD')).toMatch(/portfolio\.long\.take +3 → 7/);
  });

  function commitAll(): void {
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=a@b', ...words], { cwd: folder });
    git('init', '-q');
    git('add', 'mine.strat');
    git('commit', '-q', '-m', 'mine');
  }
});
