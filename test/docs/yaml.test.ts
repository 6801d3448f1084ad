/** Configs in documents pass the schema; fragments do within the least config of their source. */
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseConfig, renderConfigProblems } from '../../configs/load.ts';
import type { Block } from '../../scripts/docs/blocks.ts';
import { cases, wordsOf } from './support.ts';

type Tree = { readonly [key: string]: unknown };

const bars = { path: 'bars.csv', close_adjusted_for: 'nothing' };

/** What has to be said of a source, by its name. */
const LEAST: Readonly<Record<string, Tree>> = {
  synthetic: { source: 'synthetic' },
  csv: { source: 'csv', bars },
  parquet: { source: 'parquet', bars },
  duckdb: { source: 'duckdb', query: 'SELECT 1', bars: { close_adjusted_for: 'nothing' } },
  store: { source: 'store', path: 'store' },
};

describe('configs', () => {
  test.each(cases(['yaml']))('%s', (_place, block) => {
    const text = configOf(block);
    if (block.options.has('plain')) return;
    const result = parseConfig(text, 'config.yaml');
    expect('problems' in result ? renderConfigProblems(result.problems, text, 'config.yaml') : '').toBe('');
  });
});

function configOf(block: Block): string {
  const written: Tree = parse(block.text);
  if (!block.options.has('fragment')) return block.text;
  const [source = 'csv'] = wordsOf(block, 'fragment');
  const least = LEAST[source];
  if (least === undefined) throw new Error(`\`fragment=${source}\`: one of ${Object.keys(LEAST).join(', ')}`);
  return stringify(merged({ data: least }, written));
}

function merged(under: Tree, over: Tree): Tree {
  const entries = Object.entries(over).map(([key, value]) => {
    const below = under[key];
    return [key, isTree(below) && isTree(value) ? merged(below, value) : value];
  });
  return { ...under, ...Object.fromEntries(entries) };
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
