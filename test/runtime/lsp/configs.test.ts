/** Which YAML of an editor is a config of runs. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isConfig } from '../../../runtime/lsp/configs.ts';

const ROOT = join(import.meta.dirname, '../../..');

function isOurs(text: string, path = 'mine.yaml'): boolean {
  return isConfig(TextDocument.create(`file:///project/${path}`, 'yaml', 1, text));
}

test('the configs of the repository are, wherever they lie', () => {
  const files = globSync('configs/*.yaml', { cwd: ROOT });
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(isOurs(readFileSync(join(ROOT, file), 'utf8')), file).toBe(true);
});

test.each([
  ['by its source', 'data:\n  source: csv\n', 'mine.yaml'],
  [
    'by its source, below comments, empty lines and other settings',
    'data: # where\r\n\r\n# so\r\n  seed: 1\r\n  source: synthetic',
    'a.yml',
  ],
  ['by its schema', '# yaml-language-server: $schema=configs/schema.json\nenigne:\n', 'mine.yaml'],
  ['in its folder, by a setting', 'enigne:\n  backend: js\n"data":\n', 'configs/mine.yaml'],
  ['in its folder, while it is begun', '# mine\nda', 'configs/mine.yaml'],
])('a text is, %s', (_, text, path) => {
  expect(isOurs(text, path)).toBe(true);
});

test.each([
  ['of another program', 'name: workflow\non: push\n', 'other.yaml'],
  ['whose data come from elsewhere', 'data:\n  key: value\nspec:\n  source: csv\n', 'other.yaml'],
  [
    'of another program in a folder of the name',
    'services:\n  web:\n    image: nginx\n',
    'configs/docker-compose.yaml',
  ],
  ['that is a list in a folder of the name', '- hosts: all\n', 'configs/playbook.yaml'],
  ['in another language', 'data:\n  source: csv\n', 'configs/notes.md'],
])('a text is none %s', (_, text, path) => {
  const languageId = path.endsWith('.md') ? 'markdown' : 'yaml';
  expect(isConfig(TextDocument.create(`file:///project/${path}`, languageId, 1, text))).toBe(false);
});

test('a long comment without a source is read once', () => {
  expect(isOurs(`data:\n${'  # said\n\n'.repeat(10_000)}`)).toBe(false);
});
