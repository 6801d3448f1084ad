/** What an editor is told of a config; `|` is where the caret is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configCompletions, configHover, configProblems } from '../../configs/service/service.ts';

function split(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('|');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}
const hover = (marked: string) => {
  const { text, offset } = split(marked);
  return configHover(text, offset);
};
const items = (marked: string) => {
  const { text, offset } = split(marked);
  return configCompletions(text, offset);
};
const labels = (marked: string) => items(marked).map(({ label }) => label);

const SYNTHETIC = 'data:\n  source: synthetic\n';

describe('hover', () => {
  test('a key: what it is for, what it takes, its default', () => {
    expect(hover(`${SYNTHETIC}  sto|cks: 100\n`)?.markdown).toBe(
      '**data.stocks**\n\nHow many stocks are ever listed; about five in six are members of the index on any one day.\n\n- takes: a whole number, at least 4, at most 10000\n- default: `120`',
    );
  });

  test('a value, and a word of several', () => {
    const markdown = hover(`${SYNTHETIC}engine:\n  backend: por|table\n`)?.markdown;
    expect(markdown).toContain('**engine.backend**');
    expect(markdown).toContain('`tfjs`');
  });

  test('below a source it is that source whose settings count', () => {
    expect(hover('data:\n  source: csv\n  bars:\n    wi|de: null\n')?.markdown).toContain('a row per ticker and day');
    expect(hover(`${SYNTHETIC}  bars:\n    wi|de: null\n`)).toBeNull();
  });

  test('under a name of one’s own, and in lists', () => {
    expect(hover(`${SYNTHETIC}  series:\n    VIX:\n      publ|ished: at close\n`)?.markdown).toContain('true delay');
    expect(hover(`${SYNTHETIC}monitoring:\n  tell:\n    - web|hook: https://a.b\n`)?.markdown).toContain('as JSON');
  });

  test('nothing of blanks, comments, and settings that there are not', () => {
    expect(hover('# da|ta\n')).toBeNull();
    expect(hover(`${SYNTHETIC}  sto|ks: 1\n`)).toBeNull();
  });
});

describe('completion', () => {
  test('keys of the top, those that must be first; those that are there not again', () => {
    expect(labels('|')[0]).toBe('data');
    expect(labels(`${SYNTHETIC}|`)).toEqual(expect.arrayContaining(['engine', 'storage', 'paper']));
    expect(labels(`${SYNTHETIC}|`)).not.toContain('data');
  });

  test('keys of a group, by the source that is said', () => {
    expect(labels('data:\n  |')).toContain('source');
    expect(labels(`${SYNTHETIC}  |`)).toEqual(expect.arrayContaining(['seed', 'stocks']));
    expect(labels(`${SYNTHETIC}  |`)).not.toContain('bars');
    expect(labels('data:\n  source: csv\n  |')[0]).toBe('bars');
    expect(labels('data:\n  source: csv\n  bars:\n    |')).toEqual(
      expect.arrayContaining(['path', 'close_adjusted_for']),
    );
    expect(items('data:\n  source: csv\n  |')[0]).toMatchObject({ insert: 'bars:', isRequired: true });
  });

  test('a key half written, and between others', () => {
    const offered = items(`${SYNTHETIC}engine:\n  back|\n  threads: 2\n`);
    expect(offered.map(({ label }) => label)).toContain('backend');
    expect(offered.map(({ label }) => label)).not.toContain('threads');
    expect(offered[0]).toMatchObject({ start: SYNTHETIC.length + 'engine:\n  '.length });
  });

  test('values that are words', () => {
    expect(labels('data:\n  source: |')).toEqual(['synthetic', 'parquet', 'csv', 'duckdb', 'store']);
    expect(labels(`${SYNTHETIC}engine:\n  precision: fl|`)).toEqual(['float32', 'bf16']);
    expect(labels(`${SYNTHETIC}store: |`)).toEqual(['embedded', 'qdrant']);
    expect(labels(`${SYNTHETIC}  stocks: |`)).toEqual([]);
  });

  test('in lists and under names of one’s own', () => {
    expect(labels(`${SYNTHETIC}monitoring:\n  tell:\n    - |`)).toEqual(expect.arrayContaining(['on', 'webhook']));
    expect(labels(`${SYNTHETIC}monitoring:\n  tell:\n    - webhook: https://a.b\n      |`)).toContain('command');
    expect(labels(`${SYNTHETIC}  series:\n    VIX:\n      |`)).toEqual(['path', 'columns', 'published']);
  });

  test('nothing in comments', () => {
    expect(labels('# |')).toEqual([]);
  });
});

test('what is wrong is what a run would say, at its place', () => {
  const text = `${SYNTHETIC}  stoks: 100\n`;
  expect(configProblems(text, 'mine.yaml')).toMatchObject([{ path: 'data.stoks', line: 3, column: 3 }]);
  expect(configProblems(SYNTHETIC, 'mine.yaml')).toEqual([]);
});

test('at every place of the default config, whole or cut off, there is an answer', () => {
  const text = readFileSync(join(import.meta.dirname, '../../configs/default.yaml'), 'utf8');
  for (let offset = 0; offset <= text.length; offset += 7) {
    expect(() => configHover(text, offset)).not.toThrow();
    expect(() => configCompletions(text, offset)).not.toThrow();
    expect(() => configCompletions(text.slice(0, offset), offset)).not.toThrow();
  }
});
