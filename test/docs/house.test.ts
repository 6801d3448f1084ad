/**
 * The commits of docs/house.md, put into a copy of the repository: their changes fit, it type-checks with them, and the
 * tests they name pass there. Blocks with `in=PATH new` are files, those of `diff` change one, and `text in=PATH` is
 * what a file holds once the commands were run.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Block } from '../../scripts/docs/blocks.ts';
import { ROOT } from '../../scripts/docs/documents.ts';
import { patched } from '../../scripts/docs/patch.ts';
import { commandsOf } from '../../scripts/docs/shell.ts';
import { DOCUMENTS, wordsOf } from './support.ts';

const { blocks } = DOCUMENTS.find(({ path }) => path === 'docs/house.md')!;
const made = blocks.filter(({ options }) => options.has('in'));
const commands = blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => commandsOf(text));

/** What a copy has no use for, or shares. */
const LEFT_OUT = /^(node_modules|dist|runs|site|coverage|\.git|\.strat)$/;

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'strat-house-'));
  cpSync(ROOT, copy, { recursive: true, filter: (path) => !LEFT_OUT.test(relative(ROOT, path)) });
  for (const name of ['node_modules', 'dist']) symlinkSync(join(ROOT, name), join(copy, name));
  for (const block of made) put(block);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function put(block: Block): void {
  const path = placeOf(block);
  if (block.options.has('new')) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${block.text}\n`);
  } else if (block.language === 'diff') {
    writeFileSync(path, patched(readFileSync(path, 'utf8'), block.text));
  }
}

function placeOf(block: Block): string {
  return join(copy, wordsOf(block, 'in')[0]!);
}

function run(program: string, ...words: readonly string[]): string {
  try {
    execFileSync(program, words, {
      cwd: copy,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: copy, NO_COLOR: '1' },
    });
    return '';
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
}

test('there are commits', () => {
  expect(made.length).toBeGreaterThan(10);
  expect(commands.length).toBeGreaterThan(3);
});

test('what was added type-checks, and is laid out as all else', () => {
  const tool = (name: string) => join(ROOT, 'node_modules/.bin', name);
  expect(run(tool('tsc'), '-p', '.')).toBe('');
  const written = made.map(placeOf).filter((path) => path.endsWith('.ts'));
  expect(run(tool('biome'), 'check', '--error-on-warnings', '--vcs-enabled=false', ...written)).toBe('');
}, 240_000);

test.each(commands)(
  '%s',
  (command) => {
    expect(run('bash', '-c', command)).toBe('');
  },
  240_000,
);

test('what is shown of files is what they are then', () => {
  const shown = made.filter(({ language, options }) => language === 'text' && !options.has('new'));
  for (const block of shown) expect(readFileSync(placeOf(block), 'utf8').trimEnd()).toBe(block.text);
});
