import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { findTables } from '../../../scripts/bench/harness.ts';
import { flops, STANDARD } from '../../../scripts/bench/lstm/setting.ts';
import { placeTable, printTable } from '../../../scripts/bench/table.ts';

const bench = fileURLToPath(new URL('../../../scripts/bench.ts', import.meta.url));

test('tables are made when asked for by name, and not by the way', async () => {
  const names = async (filter: string) => (await findTables(filter)).map(({ name }) => name);
  const axes = ['engines', 'hidden', 'window', 'batch', 'threads'].map((axis) => `lstm-tables-${axis}`);
  expect(await names('lstm')).toEqual(axes);
  expect(await names('tables-window')).toEqual(['lstm-tables-window']);
  expect(await names('tables')).toEqual([...axes, 's2-tables-history', 'precision-tables-rank-ic']);
  expect(await names('')).toEqual([]);
  expect(await names('book')).toEqual([]);
});

test('a table is Markdown; a short row is filled up', async () => {
  let printed = '';
  const table = {
    name: 'made-up',
    about: 'What it is.',
    columns: ['size', 'fast'],
    async *rows(quick: boolean) {
      yield ['1', quick ? 'quick' : 'slow'];
      yield ['2'];
    },
  };
  const whole = await printTable(table, true, (text) => {
    printed += text;
  });
  expect(whole).toBe(printed);
  expect(printed).toBe('\nWhat it is.\n\n| size | fast |\n| --- | --- |\n| 1 | quick |\n| 2 |  |\n');
});

test('a table takes the place of an earlier one in a document, or says that there is none', () => {
  const document = 'Before.\n\n<!-- made-up -->\nold\n<!-- /made-up -->\n\nAfter.\n';
  const placed = placeTable(document, 'made-up', '\nnew\n');
  expect(placed).toBe('Before.\n\n<!-- made-up -->\n\nnew\n\n<!-- /made-up -->\n\nAfter.\n');
  expect(placeTable(placed, 'made-up', '\nnew\n')).toBe(placed);
  expect(() => placeTable(document, 'other', '')).toThrow('no place for other: no line <!-- other -->');
});

test('benchmarks.md has a place for every table', async () => {
  const document = await readFile(new URL('../../../docs/benchmarks.md', import.meta.url), 'utf8');
  for (const { name } of await findTables('tables')) expect(placeTable(document, name, '')).not.toBe('');
});

test('operations of a sequence, by hand', () => {
  // One unit, one feature, one step: four gates of two weights, twice each, and the head.
  const smallest = { ...STANDARD, layers: 1, hidden: 1, features: 1, window: 1 };
  expect(flops(smallest, 'infer')).toBe(4 * 2 * 2 + 2);
  expect(flops(smallest, 'train')).toBe(3 * flops(smallest, 'infer'));
  // A second layer reads hidden states: four gates of 2 · hidden weights more.
  expect(flops({ ...smallest, layers: 2, hidden: 3 }, 'infer')).toBe(2 * (4 * 3 * (1 + 3) + 4 * 3 * 6) + 2 * 3);
});

test('what cannot be compared here is skipped, with the reason', async () => {
  const env = { ...process.env, STRAT_TFJS_NODE: tmpdir() };
  const { stdout } = await promisify(execFile)(process.execPath, [bench, 'vs-tfjs-node'], { env });
  expect(stdout).toMatch(/^lstm-train-native-vs-tfjs-node +skipped: @tensorflow\/tfjs-node is not installed/m);
});
